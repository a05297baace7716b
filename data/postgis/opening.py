"""The door to the database: asks for the optional libraries by the task."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ..errors import MissingExtra, UsageProblem

if TYPE_CHECKING:
    from .store import PostgisStore

SCHEMES = ("postgresql://", "postgres://", "postgis://")
GUESTS = ("sqlalchemy", "psycopg")


def is_postgis(place: object) -> bool:
    """Tell whether a place is the address of a database; a path is none.

    Examples
    --------
    >>> is_postgis("postgresql://desk@db.example/atlas"), is_postgis("work")
    (True, False)
    """
    return isinstance(place, str) and place.startswith(SCHEMES)


def open_postgis(url: str) -> PostgisStore:
    """Open a team's store and verify it: its version, and the chain of its judgements.

    The password comes from the variable STRIKEATLAS_STORE_PASSWORD, or from what PostgreSQL itself looks at
    (PGPASSWORD, ~/.pgpass); it is in no error, log or result.

    Raises
    ------
    MissingExtra
        The extra `sql` is not installed.
    WorldFault
        The database does not answer.
    InputRefused
        There is no store in it, it is of another version, or its chain is broken: the error names the line.
    """
    opened: PostgisStore = _module("store").PostgisStore(_address(url))
    opened.verify()
    return opened


def init_postgis(url: str) -> PostgisStore:
    """Make a team's store in a database, or bring the one that is there to the version of the day, and open it.

    Done twice it changes nothing more. Who does it first owns the store.

    Raises
    ------
    MissingExtra
        The extra `sql` is not installed.
    UsageProblem
        The login may not make it; the error says what an administrator has to run first.
    InputRefused
        A newer StrikeAtlas made the store; it is left as it is.
    """
    _module("setup").set_up(_address(url))
    return open_postgis(url)


def _address(url: str) -> Any:
    if not is_postgis(url):
        hint = "Such as postgresql://USER@HOST:5432/DATABASE."
        raise UsageProblem("The store of a team is named by the address of a database.", hint=hint)
    return _module("address").Address.of(url)


def _module(name: str) -> Any:
    try:
        return import_module(f".{name}", __package__)
    except ImportError as fault:
        if (fault.name or "").split(".")[0] in GUESTS:
            raise MissingExtra("A store in a database", "sql") from None
        raise
