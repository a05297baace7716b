"""Making the store in a database, and bringing an older one to the version of the day."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from ..errors import InputRefused, UsageProblem
from ..fields import fields
from .address import Address
from .tables import LOG, OF_RUNS, POINT, RUNS, SAID, SCHEMA, dictionary, metadata, rules
from .wire import execute

VERSION = 1
GUARDS = Path(__file__).with_name("guards.sql")
READER, WRITER = "strikeatlas_reader", "strikeatlas_writer"
SETUP_LOCK = sa.text("select pg_advisory_xact_lock(5917, 0)")
# Who adds a row says what it says; its place, its time and its line are the database's.
LOG_COLUMNS = ("content", "prev", "hash")
# From the version that is the key to the next one.
MIGRATIONS: dict[int, Callable[[sa.Connection], None]] = {}


def set_up(address: Address) -> None:
    """Make the store, or bring it to the version of the day, in one transaction.

    Raises
    ------
    UsageProblem
        The login may not make the extension, the roles or the schemas; says what has to be run first.
    InputRefused
        A newer StrikeAtlas made the store.
    """
    with address.writing() as link:
        link.execute(SETUP_LOCK)
        held = held_format(link)
        if held is None:
            _need(link, address)
            for schema in (SCHEMA, RUNS):
                link.execute(sa.text(f"create schema {schema}"))
        else:
            refuse_newer(held, address)
            _migrate(link, held[0])
        _make(link)


def held_format(link: sa.Connection) -> tuple[int, dict[str, list[str]]] | None:
    """Read the version of the store and the columns that it was made with; None where there is no store."""
    if link.execute(sa.text(f"select to_regclass('{SCHEMA}.format')")).scalar() is None:
        return None
    row = link.execute(sa.text(f"select version, dictionary from {SCHEMA}.format")).one()
    return int(row.version), dict(row.dictionary)


def refuse_newer(held: tuple[int, dict[str, list[str]]], address: Address) -> None:
    """Leave a store alone that a newer StrikeAtlas made; raises InputRefused."""
    known, hint = dictionary(), "Use that version of StrikeAtlas; nothing was changed."
    if held[0] > VERSION:
        told = f"a newer StrikeAtlas made this store (version {held[0]}; this one knows {VERSION})."
        raise InputRefused(told, file=address.name, hint=hint)
    further = [
        f"{table}.{name}" for table, names in held[1].items() for name in names if name not in known.get(table, ())
    ]
    if further:
        told = f"a newer StrikeAtlas made this store: it has {further[0]}, which this one does not know."
        raise InputRefused(told, file=address.name, hint=hint)


def refuse_older(held: tuple[int, dict[str, list[str]]], address: Address) -> None:
    """Ask for `init` where the store lacks what this version writes; raises InputRefused."""
    if held != (VERSION, dictionary()):
        raise InputRefused(
            "this store is of an older version.",
            file=address.name,
            hint="Whoever owns it runs: strikeatlas store init. All that is in it stays.",
        )


def _need(link: sa.Connection, address: Address) -> None:
    """See to the extension and the roles, which a login of its own may not be allowed to make."""
    wanted = [] if _has(link, "pg_extension", "extname", "postgis") else ["create extension postgis"]
    wanted += [f"create role {role}" for role in (READER, WRITER) if not _has(link, "pg_roles", "rolname", role)]
    wanted += [] if _joined(link) else [f"grant {READER} to {WRITER}"]
    for number, statement in enumerate(wanted):
        try:
            link.execute(sa.text(statement))
        except sa.exc.DBAPIError as fault:
            hint = f"Ask an administrator to run in this database: {'; '.join(wanted[number:])};"
            said = address.line(fault.orig or fault)
            raise UsageProblem(f"{address.name}: the store cannot be made: {said}.", hint=hint) from None


def _has(link: sa.Connection, table: str, column: str, name: str) -> bool:
    found = link.execute(sa.text(f"select 1 from {table} where {column} = :name"), {"name": name})
    return found.first() is not None


def _joined(link: sa.Connection) -> bool:
    """Tell whether who may write may read."""
    asked = (
        "select pg_has_role(w.oid, r.oid, 'member') from pg_roles w, pg_roles r"
        f" where w.rolname = '{WRITER}' and r.rolname = '{READER}'"
    )
    return bool(link.execute(sa.text(asked)).scalar())


def _migrate(link: sa.Connection, version: int) -> None:
    for step in range(version, VERSION):
        MIGRATIONS[step](link)


def _make(link: sa.Connection) -> None:
    """Make what is not there yet; what is there keeps its rows."""
    declared = metadata()
    declared.create_all(link)
    for table in declared.sorted_tables:
        _add_columns(link, table)
    for name in dictionary():
        _hold_rules(link, name)
    for name in OF_RUNS:
        _view(link, name)
    for statement in (GUARDS.read_text(encoding="utf-8"), *_grants()):
        execute(link, statement)
    link.execute(sa.text(f"delete from {SCHEMA}.format"))
    row = {"version": VERSION, "dictionary": json.dumps(dictionary())}
    link.execute(sa.text(f"insert into {SCHEMA}.format values (:version, :dictionary)"), row)


def _add_columns(link: sa.Connection, table: sa.Table) -> None:
    """Add the columns that the dictionary has gained; the rows that are there do not know them."""
    asked = "select column_name from information_schema.columns where table_schema = :schema and table_name = :table"
    there = set(link.execute(sa.text(asked), {"schema": table.schema, "table": table.name}).scalars())
    preparer = link.dialect.identifier_preparer
    for column in table.columns:
        if column.name not in there:
            made = sa.schema.CreateColumn(column).compile(dialect=link.dialect)
            link.execute(sa.text(f"alter table {preparer.format_table(table)} add column {made}"))
            link.execute(sa.schema.SetColumnComment(column))


def schema_of(table: str) -> str:
    """Name the schema in which the rows of a table lie."""
    return RUNS if table in OF_RUNS else SCHEMA


def _hold_rules(link: sa.Connection, table: str) -> None:
    """Hold rows to the words and counts of the day; an older rule gives way."""
    where = f"{schema_of(table)}.{table}"
    checks = sa.inspect(link).get_check_constraints(table, schema=schema_of(table))
    there = {check["name"] for check in checks}
    for name in there:
        execute(link, f'alter table {where} drop constraint "{name}"')
    for name, rule in rules(table).items():
        execute(link, f'alter table {where} add constraint "{name}" check ({rule})')


def _view(link: sa.Connection, table: str) -> None:
    """Show the run in force under the table's own name, for QGIS or a query by hand."""
    names = [field.name for field in fields(table)]
    points = [POINT] if {"lon", "lat"} <= set(names) else []
    listed = ", ".join(f'"{name}"' for name in ("row_id", *names, *points))
    link.execute(sa.text(f"drop view if exists {SCHEMA}.{table}"))
    in_force = f"select max(run) from {SCHEMA}.runs"
    link.execute(
        sa.text(f"create view {SCHEMA}.{table} as select {listed} from {RUNS}.{table} where run = ({in_force})")
    )
    for field in fields(table):
        told = field.meaning.replace("'", "''")
        execute(link, f"comment on column {SCHEMA}.{table}.\"{field.name}\" is '{told}'")


def _grants() -> list[str]:
    """Let writers add, column by column: not the order, the time or the line of a row."""
    added: dict[str, list[str]] = {f"{SCHEMA}.{table}": ["row_hash", *dictionary()[table]] for table in SAID}
    added[f"{SCHEMA}.{LOG}"] = [*LOG_COLUMNS, *dictionary()[LOG]]
    added |= {f"{RUNS}.{table}": ["run", "row_id", *dictionary()[table]] for table in OF_RUNS}
    added[f"{SCHEMA}.runs"] = ["run", "row_counts"]
    lists = {where: ", ".join(f'"{name}"' for name in names) for where, names in added.items()}
    return [f"grant insert ({names}) on {where} to {WRITER}" for where, names in lists.items()]
