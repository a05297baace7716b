"""The log of judgements in the database: the same lines and the same chain as in a file, one writer after another."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlalchemy import Connection, text

from ..errors import InputRefused
from ..judgements import (
    BROKEN,
    GENESIS,
    ID_DIGITS,
    KEYS,
    Judgement,
    chained,
    hashed_text,
    log_line,
    refuse_moved,
    verified,
)
from .tables import LOG, SCHEMA
from .wire import copy_in, list_literals

LOCK = text("select pg_advisory_xact_lock(5917, 1)")
LAST = text(f"select hash from {SCHEMA}.{LOG} order by line desc limit 1")
SELECTED = ", ".join("decision::text as decision" if key == "decision" else key for key in KEYS)
LINES = text(f"select {SELECTED} from {SCHEMA}.{LOG} where line > :after order by line")
NAMED = text(f"select line, hash from {SCHEMA}.{LOG} where judgement_id = :name")
WRITTEN = [*KEYS, "content", "judgement_id"]
BETWEEN = ("prev", "hash", "supersedes")


def log_of(link: Connection, after: int = 0) -> bytes:
    """Write the log of the database as the file that it would be, from behind a line on."""
    return b"".join(log_line(_entry(row._asdict())) for row in link.execute(LINES, {"after": after}))


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"decision": None if row["decision"] is None else json.loads(row["decision"])}


def entries_of(link: Connection, name: str, after: str = "") -> list[dict[str, Any]]:
    """Read the log of the database and verify its chain; raises InputRefused, naming the line.

    `after` is the judgement_id of a line that was verified before: only what follows it is read.
    """
    where = Path(f"{name} {LOG}")
    if not after:
        return verified(log_of(link), where)
    found = link.execute(NAMED, {"name": after}).one_or_none()
    if found is None:
        raise InputRefused(f"there is no judgement {after} any more.", file=where.name, hint=BROKEN)
    return verified(log_of(link, found.line), where, prev=found.hash)


def last_id(link: Connection) -> str:
    """Name the last line of the log; "" where there is none."""
    return str(link.execute(LAST).scalar() or "")[:ID_DIGITS]


def add(link: Connection, judgements: Iterable[Judgement], after: str | None = None) -> list[str]:
    """Add judgements after the last one, whoever added that, and return their ids; raises LogMoved, see `after`."""
    link.execute(LOCK)
    last = link.execute(LAST).scalar() or GENESIS
    refuse_moved(last, after)
    return _write(link, chained(judgements, last))


def add_log(link: Connection, given: list[dict[str, Any]], name: str) -> int:
    """Add the lines of another log that are not there yet, and return how many; see `PostgisStore.append_log`."""
    link.execute(LOCK)
    held = entries_of(link, name)
    if [entry["hash"] for entry in given[: len(held)]] == [entry["hash"] for entry in held]:
        return len(_write(link, given[len(held) :]))
    known = {_said(entry, entry["supersedes"]): _id(entry) for entry in held}
    here: dict[str, str] = {}
    prev, new = held[-1]["hash"], []
    for entry in given:
        supersedes = here.get(entry["supersedes"], entry["supersedes"])
        said = _said(entry, supersedes)
        if said not in known:
            plain = {key: entry[key] for key in KEYS if key not in BETWEEN} | {"supersedes": supersedes}
            (made,) = chained([Judgement(**plain)], prev)
            new.append(made)
            prev, known[said] = made["hash"], _id(made)
        here[_id(entry)] = known[said]
    return len(_write(link, new))


def _id(entry: dict[str, Any]) -> str:
    return str(entry["hash"][:ID_DIGITS])


def _said(entry: dict[str, Any], supersedes: str | None) -> str:
    return hashed_text({key: entry[key] for key in KEYS if key not in BETWEEN} | {"supersedes": supersedes})


def _write(link: Connection, entries: list[dict[str, Any]]) -> list[str]:
    rows = [entry | {"content": hashed_text(entry), "judgement_id": _id(entry)} for entry in entries]
    columns: dict[str, Any] = {name: [row[name] for row in rows] for name in WRITTEN}
    columns["decision"] = [
        None if each is None else json.dumps(each, ensure_ascii=False) for each in columns["decision"]
    ]
    texts = [
        list_literals(pa.array(list(map(list, values)), pa.list_(pa.string())))
        if name in ("subjects", "seen")
        else pa.array(values, pa.string())
        for name, values in columns.items()
    ]
    if rows:
        copy_in(link, f"{SCHEMA}.{LOG}", WRITTEN, texts)
    return [row["judgement_id"] for row in rows]
