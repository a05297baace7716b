"""Whether a store still is what was added to it, and still guarded: for whoever takes it over, or restores it."""

from __future__ import annotations

from sqlalchemy import Connection, text

from ..errors import InputRefused
from .log import entries_of
from .rows import read_rows, row_hashes
from .tables import LOG, SAID, SCHEMA

GUARDED = {**{table: {"only_added"} for table in SAID}, LOG: {"only_added", "chain"}}
TRIGGERS = text(
    "select c.relname, t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid"
    f" join pg_namespace n on n.oid = c.relnamespace where n.nspname = '{SCHEMA}' and t.tgenabled = 'A'"
)
# Whoever owns a table may change it, and so may whoever may act as its owner.
MAY_CHANGE = text(
    "select c.relname, r.rolname from pg_class c join pg_namespace n on n.oid = c.relnamespace, pg_roles r"
    f" where n.nspname = '{SCHEMA}' and c.relname = any(:tables) and not r.rolsuper and r.rolname !~ '^pg_'"
    " and not pg_has_role(r.oid, c.relowner, 'member')"
    " and (has_table_privilege(r.oid, c.oid, 'update, delete, truncate')"
    " or has_any_column_privilege(r.oid, c.oid, 'update'))"
    " order by 1, 2"
)


def faults(link: Connection, name: str) -> list[str]:
    """List rows that are not what was added, guards that are off, and roles that may change what was said."""
    return [*_chain(link, name), *(fault for table in SAID for fault in _rows(link, table)), *_guards(link)]


def _chain(link: Connection, name: str) -> list[str]:
    try:
        entries_of(link, name)
    except InputRefused as broken:
        return [broken.message]
    return []


def _rows(link: Connection, table: str) -> list[str]:
    told = link.execute(text(f"select seq, row_hash from {SCHEMA}.{table} order by seq")).all()
    made = row_hashes(read_rows(link, table), table).to_pylist() if told else []
    wrong = [int(row.seq) for row, made_hash in zip(told, made, strict=True) if row.row_hash != made_hash]
    return [f"{table}: the row with seq {seq} is not what was added." for seq in wrong]


def _guards(link: Connection) -> list[str]:
    on = {(row.relname, row.tgname) for row in link.execute(TRIGGERS)}
    off = [(table, guard) for table, guards in GUARDED.items() for guard in sorted(guards) if (table, guard) not in on]
    may = link.execute(MAY_CHANGE, {"tables": list(GUARDED)}).all()
    return [
        *(f"{table}: the guard {guard} is off; strikeatlas store init puts it on again." for table, guard in off),
        *(f"{row.relname}: {row.rolname} may change what was said." for row in may),
    ]
