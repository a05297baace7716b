"""One way to a store, whether it is a folder or a database."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pandas as pd

from ..judgements import Judgement
from ..postgis import init_postgis, is_postgis, open_postgis
from .folder import FolderStore
from .readings import Appended

if TYPE_CHECKING:
    from ..postgis.store import PostgisStore


class Store(Protocol):
    """Claims and judgements over time: whatever holds them, the tables and the functions are these.

    Every append is all or none, and safe beside other writers: all rows are there afterwards, or it was refused.
    """

    def append_claims(self, claims: pd.DataFrame, *, read_on: str | None = None, whole: bool = False) -> Appended:
        """Add claims as `plan_append` says; the same content again adds nothing."""

    def append_judgements(self, judgements: Iterable[Judgement], *, after: str | None = None) -> list[str]:
        """Add judgements to the chained log and return their ids; `after` as `data.append_judgements` has it."""

    def read_judgements(self, *, after: str | None = None) -> pd.DataFrame:
        """Read the judgements in their order, with the chain verified; `after` as `data.read_judgements` has it."""

    def last_judgement(self) -> str:
        """Name the last judgement of the log by its id, without reading the others; "" where there is none."""

    def last_reading(self) -> str:
        """Name where the history of claims stands: the same name means that nothing was added; "" where it is empty."""

    def read_claims(self) -> pd.DataFrame:
        """Read the readings of all records that are there; `superseded_by` says what took the place of each."""

    def find_claims(self, claim_ids: Iterable[str]) -> pd.DataFrame:
        """Read these readings, in force or not."""

    def history(self, record_id: str) -> pd.DataFrame:
        """Tell the readings of one record over time, as the table `history`."""


def open_store(where: Path | str) -> Store:
    """Open the store of a project: a work folder, or the URL of a PostGIS database that a team shares.

    Nothing is made. A folder is read at the first call; a database is asked at once for its version, and the chain of
    its judgements is verified.

    Raises
    ------
    MissingExtra
        It is a database, and the extra `sql` is not installed.
    WorldFault
        The database does not answer.
    InputRefused
        There is no store in the database, it is of another version, or its chain is broken.
    """
    return open_postgis(str(where)) if is_postgis(where) else FolderStore(where)


def open_team_store(url: str) -> PostgisStore:
    """Open the store of a team as `open_store` does, with what only a database has: totals, sources, shared runs.

    Raises
    ------
    UsageProblem
        It is no address of a database.
    """
    return open_postgis(url)


def init_store(url: str) -> PostgisStore:
    """Make the store of a team in a database, or bring the one that is there to the version of the day.

    Done twice it changes nothing more. Who does it first owns the store.

    Raises
    ------
    UsageProblem
        It is no address of a database, or the login may not make what is needed; the error says who has to do what.
    InputRefused
        A newer StrikeAtlas made the store; it is left as it is.
    """
    return init_postgis(url)
