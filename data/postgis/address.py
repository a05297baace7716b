"""Where the database is, how a connection to it is opened, and what its errors become."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus

import psycopg
from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from ..errors import AtlasError, InputRefused, UsageProblem, WorldFault

PASSWORD = "STRIKEATLAS_STORE_PASSWORD"  # noqa: S105 (the name of a variable)
DRIVER = "postgresql+psycopg"
CONNECT_SECONDS = 10
LONGEST = 300
NO_STORE = ("42P01", "3F000", "42704")
NOT_ALLOWED = ("42501",)
GONE = ("08", "57", "28")
DOES_NOT_FIT = ("23", "22")


@dataclass(frozen=True, slots=True)
class Address:
    """A database: a name that may be told, and an engine that keeps what may not."""

    name: str
    engine: Engine = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False, default=())

    @classmethod
    def of(cls, url: str) -> Address:
        """Read an address; user and password stay out of its name.

        Raises
        ------
        UsageProblem
            It is no address of a PostgreSQL database; it is not repeated, since it may hold a password.
        """
        hint = "Such as postgresql://USER@HOST:5432/DATABASE."
        try:
            made = make_url(url).set(drivername=DRIVER)
        except (ArgumentError, ValueError):
            raise UsageProblem("The address of the store cannot be read.", hint=hint) from None
        if not made.database:
            raise UsageProblem("The address of the store names no database.", hint=hint)
        password = os.environ.get(PASSWORD) or made.password
        made = made.set(password=password) if password else made
        connecting = {"connect_timeout": CONNECT_SECONDS, "application_name": "strikeatlas"}
        engine = create_engine(made, poolclass=NullPool, hide_parameters=True, connect_args=connecting)
        return cls(_name(made), engine, _forms(password))

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that is kept as a whole, or not at all."""
        with (
            self.told(),
            self.engine.connect().execution_options(isolation_level="READ COMMITTED") as link,
            link.begin(),
        ):
            yield link

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that cannot write and sees one state of the database, whatever others do."""
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self.told(), self.engine.connect().execution_options(**options) as link, link.begin():
            yield link

    @contextlib.contextmanager
    def told(self) -> Iterator[None]:
        """Say what the database refuses in our words; a password is in none of them."""
        try:
            yield
        except SQLAlchemyError as fault:
            raise self._ours(getattr(fault, "orig", None) or fault) from None
        except psycopg.Error as fault:
            raise self._ours(fault) from None

    def _ours(self, fault: BaseException) -> AtlasError:
        state = getattr(fault, "sqlstate", None) or ""
        said = self.line(fault)
        if state.startswith("SA"):
            return InputRefused(f"{said}.", file=self.name, hint="Nothing was changed.")
        if state in NO_STORE:
            hint = "Make one with: strikeatlas store init"
            return InputRefused(f"there is no store of this version here: {said}.", file=self.name, hint=hint)
        if state in NOT_ALLOWED:
            hint = "Nothing was changed. Whoever owns the store can grant strikeatlas_reader or strikeatlas_writer."
            return UsageProblem(f"{self.name}: this login may not do that: {said}.", hint=hint)
        if state[:2] in DOES_NOT_FIT:
            return InputRefused(f"the database refused it: {said}.", file=self.name, hint="Nothing was changed.")
        lost = isinstance(fault, psycopg.OperationalError) and (not state or state[:2] in GONE)
        told = "the database does not answer" if lost else "the database could not do it"
        return WorldFault(f"{self.name}: {told}: {said}.", hint="Nothing was changed.")

    def line(self, fault: BaseException) -> str:
        """Give the first line of what the database said, without the row that it was about."""
        told = getattr(getattr(fault, "diag", None), "message_primary", None) or str(fault)
        line = (told.strip().splitlines() or [type(fault).__name__])[0]
        for secret in self.secrets:
            line = line.replace(secret, "***")
        return line.rstrip(".")[:LONGEST]


def _name(url: URL) -> str:
    host = url.host or url.query.get("host") or os.environ.get("PGHOST") or "localhost"
    port = url.port or os.environ.get("PGPORT")
    return f"{host}:{port}/{url.database}" if port else f"{host}/{url.database}"


def _forms(password: str | None) -> tuple[str, ...]:
    """Every way in which a password could be written in a message."""
    return tuple({password, quote(password, safe=""), quote_plus(password)}) if password else ()
