"""The judgements log: what people decided, one line each, chained by hashes, never erased."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from .errors import InputRefused, LogMoved, UsageProblem
from .fields import words
from .files import append_whole, finished_lines
from .identity import text_id
from .schema import frame

ID_DIGITS = 16
LAST_BYTES = 1 << 16
GENESIS = "0" * 64
KEYS = ("kind", "subjects", "seen", "decision", "alias", "made_at", "why", "supersedes", "prev", "hash")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision: its kind, the records it is about, who made it (an alias), when, and why.

    `seen` are the claim_ids that the person saw; `decision` what was decided, by kind;
    `supersedes` the judgement_id that this one takes the place of.
    """

    kind: str
    subjects: tuple[str, ...]
    alias: str
    made_at: str
    why: str = ""
    seen: tuple[str, ...] = ()
    decision: Mapping[str, Any] | None = None
    supersedes: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in words("judgement"):
            raise UsageProblem(
                f"{self.kind!r} is no kind of judgement.", hint=f"Kinds: {', '.join(words('judgement'))}."
            )
        if not self.subjects or not self.alias.strip() or not self.made_at:
            raise UsageProblem("A judgement names its subjects, the alias of who made it, and when.")


def append_judgement(path: Path | str, judgement: Judgement) -> str:
    """Add one judgement to the log and return its judgement_id.

    Raises
    ------
    InputRefused
        The chain of the log is broken.
    WorldFault
        The log cannot be written; it is unchanged.
    """
    return append_judgements(path, [judgement])[0]


def append_judgements(path: Path | str, judgements: Iterable[Judgement], *, after: str | None = None) -> list[str]:
    """Add judgements to the log, all or none, and return their judgement_ids.

    `after` is the judgement_id of the last line that the caller has read, "" for an empty log: where the log has
    grown since, nothing is added.

    Raises
    ------
    LogMoved
        Somebody else has added to the log since.
    """
    given = list(judgements)
    ids: list[str] = []

    def lines(held: bytes) -> bytes:
        last = _last_hash(held, Path(path))
        refuse_moved(last, after)
        entries = chained(given, last)
        ids.extend(entry["hash"][:ID_DIGITS] for entry in entries)
        return b"".join(log_line(entry) for entry in entries)

    append_whole(path, lines, finished=finished)
    return ids


def refuse_moved(last: str, after: str | None) -> None:
    """Refuse to add to a log whose last hash is another than the caller has seen; raises LogMoved."""
    if after is not None and after != (last[:ID_DIGITS] if last != GENESIS else ""):
        raise LogMoved("Somebody else has added to the log of judgements meanwhile.", hint="Read it again, then add.")


def chained(judgements: Iterable[Judgement], prev: str = GENESIS) -> list[dict[str, Any]]:
    """Give judgements the hashes that tie each to the one before; `prev` is that of the last one on the log."""
    made = []
    for judgement in judgements:
        content = asdict(judgement) | {"subjects": list(judgement.subjects), "seen": list(judgement.seen), "prev": prev}
        prev = _hash(content)
        made.append(content | {"hash": prev})
    return made


def log_line(entry: Mapping[str, Any]) -> bytes:
    """Write a chained judgement as its line of the log."""
    return f"{_canonical(entry)}\n".encode()


def _canonical(content: Mapping[str, Any]) -> str:
    ordered = {key: content[key] for key in KEYS if key in content}
    return json.dumps(ordered, ensure_ascii=False, separators=(",", ":"))


def hashed_text(content: Mapping[str, Any]) -> str:
    """Write a line of the log as the text over which its hash goes."""
    plain = {key: value for key, value in content.items() if key != "hash"}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def _hash(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(hashed_text(content).encode()).hexdigest()


def finished(held: bytes) -> bytes:
    """Keep the lines of a log that count: those with their line end, and a last one that lacks nothing but that.

    An editor may have taken the line end away; a process that was stopped while it wrote leaves less than the line.
    """
    whole = finished_lines(held)
    last = held[len(whole) :]
    try:
        entry = json.loads(last) if last else None
        told = isinstance(entry, dict) and set(entry) == set(KEYS) and entry["hash"] == _hash(entry)
    except (ValueError, RecursionError):
        told = False
    return held + b"\n" if told else whole


def _last_hash(held: bytes, path: Path) -> str:
    lines = held.splitlines()
    if not lines:
        return GENESIS
    entry = _entry(lines[-1], path, len(lines))
    if entry["hash"] != _hash(entry):
        raise _broken(path, len(lines))
    return str(entry["hash"])


def _broken(where: Path, line: int) -> InputRefused:
    return InputRefused("the chain of judgements is broken here.", file=where.name, row=line, hint=BROKEN)


def _entry(line: bytes, path: Path, number: int) -> dict[str, Any]:
    try:
        entry = json.loads(line)
        if not isinstance(entry, dict) or set(entry) != set(KEYS):
            raise ValueError
    except (ValueError, RecursionError):
        raise InputRefused("this line is no judgement.", file=path.name, row=number, hint=BROKEN) from None
    return dict(entry)


BROKEN = "The log is only ever added to: bring back the last good copy."


def read_judgements(path: Path | str, *, after: str | None = None) -> pd.DataFrame:
    """Read the log as a frame of judgements, in its order, and verify the chain of hashes.

    No file is no judgements. A last line that was never finished does not count, see `finished`. `after` is the
    judgement_id of a line that was read and verified before: only what follows it is read.

    Raises
    ------
    InputRefused
        A line was changed, taken out, moved or added; the error names it. Or there is no line `after`.
    """
    where = Path(path)
    if not where.exists() and not after:
        return frame("judgements")
    held = finished(where.read_bytes()) if where.exists() else b""
    if not after:
        return log_frame(verified(held, where))
    start = _end_of(held, after, where)
    return log_frame(verified(held[start:], where, prev=str(_entry(held[:start].splitlines()[-1], where, 0)["hash"])))


def last_judgement(path: Path | str) -> str:
    """Name the last finished line of the log, by its judgement_id; "" where there is none. Nothing is verified."""
    where = Path(path)
    if not where.exists():
        return ""
    with where.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        for back in (LAST_BYTES, size):
            file.seek(max(0, size - back))
            held = file.read()
            lines = finished(held).splitlines()
            # The first of these lines may be cut off.
            if len(lines) > 1 or (lines and back >= size):
                return str(_entry(lines[-1], where, 0)["hash"])[:ID_DIGITS]
    return ""


def _end_of(held: bytes, judgement_id: str, where: Path) -> int:
    """Where the line of a judgement ends."""
    hit = held.rfind(b'"hash":"' + judgement_id.encode())
    if hit < 0:
        raise InputRefused(f"there is no judgement {judgement_id} any more.", file=where.name, hint=BROKEN)
    return held.index(b"\n", hit) + 1


def verified(held: bytes, where: Path, *, prev: str = GENESIS) -> list[dict[str, Any]]:
    """Read the finished lines of a log, and verify their chain; raises InputRefused, naming the line.

    `prev` is the hash of the line before the first one.
    """
    entries = []
    for number, line in enumerate(finished(held).splitlines(), start=1):
        entry = _entry(line, where, number)
        if entry["prev"] != prev or entry["hash"] != _hash(entry):
            raise _broken(where, number)
        prev = str(entry["hash"])
        entries.append(entry)
    return entries


def log_frame(entries: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Make a frame of verified lines, in their order."""
    return frame("judgements", [_row(entry, entry["hash"][:ID_DIGITS]) for entry in entries])


def _row(entry: Mapping[str, Any], judgement_id: str) -> dict[str, object]:
    decision = entry["decision"]
    row = {key: entry[key] for key in KEYS[:-2]} | {"judgement_id": judgement_id}
    return row | {"decision": None if decision is None else json.dumps(decision, ensure_ascii=False)}


def decision_of(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """Read what was decided from a row of the table."""
    told = row["decision"]
    return dict(json.loads(told)) if isinstance(told, str) else None


def judgements_frame(judgements: Iterable[Judgement]) -> pd.DataFrame:
    """Make a frame of judgements that stand in no log; their ids are hashes of their content."""
    rows = []
    for judgement in judgements:
        content = asdict(judgement) | {"subjects": list(judgement.subjects), "seen": list(judgement.seen)}
        rows.append(_row(content, text_id(json.dumps(content, sort_keys=True, default=str))))
    return frame("judgements", rows)
