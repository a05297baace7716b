"""The tables of the database, made from the field dictionary."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import UserDefinedType

from ..fields import COUNTED, Field, fields, tables, words

SCHEMA, RUNS = "strikeatlas", "strikeatlas_runs"
# What was said stays for ever; every other table belongs to a run and is made anew by the next one.
SAID = ("claims", "readings", "figures", "sources")
# By which a row is known to be there already; a reading may come into force again.
KEYS = {"claims": "claim_id", "figures": "figure_id", "sources": "row_hash"}
LOG = "judgements"
OF_RUNS = tuple(name for name in tables() if name not in SAID and name != LOG)
POINT = "point"
WGS84 = 4326
INDEXED = {
    "claims": ("record_id", "recorder", "happened_from"),
    "readings": ("record_id", "claim_id"),
    "figures": ("claimant",),
    "sources": ("source_id",),
}
ROW_HASH = "SHA-256 over the whole row as it was added, by which `strikeatlas store check` finds a cell that changed."


class Geometry(UserDefinedType[Any]):
    """A PostGIS geometry in longitude and latitude."""

    cache_ok = True

    def __init__(self, kind: str = "Geometry") -> None:
        self.kind = kind

    def get_col_spec(self, **_: Any) -> str:
        """Name the type as PostGIS does."""
        return f"geometry({self.kind},{WGS84})"


def _type(field: Field) -> Any:
    kinds = {"text": sa.Text, "integer": sa.BigInteger, "number": sa.Double, "boolean": sa.Boolean, "json": sa.JSON}
    if field.type == "list":
        return ARRAY(sa.Text)
    return Geometry() if field.type == "wkb" else kinds[field.type]()


def _column(field: Field) -> sa.Column[Any]:
    filled = field.required or field.type == "list"
    default = sa.text("'{}'") if field.type == "list" else None
    meaning = field.meaning + (f" Unit: {field.unit}." if field.unit else "")
    return sa.Column(field.name, _type(field), nullable=not filled, server_default=default, comment=meaning)


def rules(table: str) -> dict[str, str]:
    """Name what the database holds each row to: closed words, and counts that are never below nought."""
    made = {}
    for field in fields(table):
        if field.words and field.type == "text" and not (table == "claims" and field.name == "status"):
            allowed = ", ".join(f"'{word}'" for word in words(field.words))
            made[f"{table}_{field.name}_words"] = f'"{field.name}" in ({allowed})'
        if field.unit in COUNTED and field.type == "integer":
            made[f"{table}_{field.name}_counted"] = f'"{field.name}" >= 0'
    return made


def _declared(table: str) -> list[Any]:
    columns: list[Any] = [_column(field) for field in fields(table)]
    if {"lon", "lat"} <= {field.name for field in fields(table)}:
        made = sa.Computed("st_setsrid(st_makepoint(lon, lat), 4326)", persisted=True)
        columns.append(sa.Column(POINT, Geometry("Point"), made, comment="lon and lat as a point."))
    return columns


def _said(table: str, held: sa.MetaData) -> None:
    own: list[Any] = [
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), primary_key=True, comment="Order of arrival."),
        sa.Column("appended_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("row_hash", sa.Text, nullable=False, comment=ROW_HASH),
    ]
    once = [sa.UniqueConstraint(KEYS[table], name=f"{table}_once")] if table in KEYS else []
    made = sa.Table(table, held, *own, *_declared(table), *once, comment=f"{table}: only ever added to.")
    for name in INDEXED[table]:
        sa.Index(f"{table}_by_{name}", made.c[name])


def _log(held: sa.MetaData) -> None:
    own: list[Any] = [
        sa.Column("line", sa.BigInteger, primary_key=True, autoincrement=False, comment="Line of the log, from 1."),
        sa.Column("content", sa.Text, nullable=False, comment="The text over which the hash goes."),
        sa.Column("prev", sa.Text, nullable=False, unique=True, comment="Hash of the line before."),
        sa.Column("hash", sa.Text, nullable=False, unique=True, comment="SHA-256 of the content."),
        sa.Column("appended_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
    ]
    sa.Table(LOG, held, *own, *_declared(LOG), comment="judgements: a chain of hashes, only ever added to.")


def _of_run(table: str, held: sa.MetaData) -> None:
    own: list[Any] = [
        sa.Column("run", sa.BigInteger, sa.ForeignKey(f"{SCHEMA}.runs.run"), primary_key=True),
        sa.Column("row_id", sa.BigInteger, primary_key=True, autoincrement=False),
    ]
    made = sa.Table(table, held, *own, *_declared(table), schema=RUNS, comment=f"{table}, of every run that is kept.")
    for column in made.columns:
        if isinstance(column.type, Geometry):
            sa.Index(f"{table}_by_{column.name}", column, postgresql_using="gist")


def metadata() -> sa.MetaData:
    """Make every table of the dictionary, and the two of the store itself."""
    held = sa.MetaData(schema=SCHEMA)
    sa.Table(
        "format",
        held,
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("dictionary", sa.JSON, nullable=False),
        comment="Which version of the store this is, and the columns that it was made with.",
    )
    sa.Table(
        "runs",
        held,
        sa.Column("run", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("row_counts", sa.JSON, nullable=False),
        comment="Builds whose tables were shared; the last one is in force.",
    )
    for table in SAID:
        _said(table, held)
    _log(held)
    for table in OF_RUNS:
        _of_run(table, held)
    return held


def dictionary() -> dict[str, list[str]]:
    """List the columns of every table, as they are compared with those of a store."""
    return {table: [field.name for field in fields(table)] for table in tables()}
