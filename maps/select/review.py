"""What is held until a person has looked at it: words that may lead to somebody (S6.4)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from urllib.parse import unquote

import pandas as pd

from data import fields

from ..project import Policy
from .finer import fine_spans
from .redact import ADDRESSES, prose

FILE = Path(__file__).with_name("review.toml")
# Letters that are written one way or another, and marks that stand above or below them.
SAME_LETTER = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ـ": None})
UNSEEN = {"Cf", "Mn", "Me"}
# A code is a name of the recorder's own: long numbers are usual in it, an account or a telephone is not.
IN_CODES, IN_ADDRESSES = ("phone", "email", "secret"), ("email",)
CODES = ("record_code", "report_id", "item")
# No look lets these go: the policy says how exact a position may be, not a judgement.
COORDINATES = "coordinates"
HELD_COLUMNS = ("id", "rule", "record_id", "column", "text", "why")


@dataclass(frozen=True)
class Found:
    """One reason to hold a row: the kind, the column, and the words (private)."""

    row: int
    kind: str
    column: str
    text: str


@dataclass(frozen=True)
class Reviewed:
    """Claims that may go, the private list of the others, and the records that a person let go."""

    claims: pd.DataFrame
    held: pd.DataFrame
    released: tuple[str, ...]


@cache
def _rules() -> dict[str, tuple[str, tuple[re.Pattern[str], ...]]]:
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {kind: (one["why"], tuple(re.compile(text) for text in one["patterns"])) for kind, one in told.items()}


def why(kind: str) -> str:
    """What a kind stands for, in words."""
    return _rules()[kind][0]


def folded(text: str) -> str:
    """
    A text as it is searched: digits of ASCII, one form of each letter, nothing that is not seen.

    >>> folded("٠٧٧\u200b٠ مُستشفى")
    '0770 مستشفى'
    """
    shown = (char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) not in UNSEEN)
    plain = "".join(str(unicodedata.decimal(char, char)) for char in shown)
    return plain.translate(SAME_LETTER)


@cache
def first_found(text: str, kinds: tuple[str, ...]) -> tuple[str, str] | None:
    """
    Kind and words of the first thing in a text that a person has to look at.

    >>> first_found("call +964 770 123 4567", ("phone",))
    ('phone', '+964 770 123 4567')
    """
    clean = folded(unquote(text) if "%" in text else text)
    for kind in kinds:
        for pattern in _rules()[kind][1]:
            if found := pattern.search(clean):
                return kind, found[0].strip()
    return None


def _columns(frame: pd.DataFrame, table: str, policy: Policy) -> list[tuple[str, tuple[str, ...]]]:
    """Columns of a table that are searched, and for what: those that would leave, and hold what people write."""
    lists = [item.name for item in fields(table) if item.type == "list" and item.see == "public"]
    public = {item.name for item in fields(table) if item.see == "public"}
    searched = []
    for name in [*prose(table), *CODES, *(name for name in lists if name == "belligerents"), "alias"]:
        if name not in frame.columns or name not in public:
            continue
        allowed = IN_CODES if name in CODES else IN_ADDRESSES if name in ADDRESSES else policy.review
        searched.append((name, tuple(kind for kind in policy.review if kind in allowed)))
    return list(dict.fromkeys(searched))


def findings(frame: pd.DataFrame, table: str, policy: Policy) -> list[Found]:
    """List what is found in a table as it would leave, at most once for each cell."""
    found, cleaned = [], set(prose(table))
    for column, kinds in _columns(frame, table, policy):
        # Out of texts, coordinates were taken before; out of a code or a name they cannot be.
        first = first_found if column in cleaned else partial(_first, decimals=policy.coordinate_decimals)
        for row, value in enumerate(frame[column]):
            texts = value if isinstance(value, list) else [value]
            hits = (first(text, kinds) for text in texts if isinstance(text, str) and text)
            if hit := next((one for one in hits if one), None):
                found.append(Found(row, hit[0], f"{table}.{column}", hit[1]))
    return found


@cache
def _first(text: str, kinds: tuple[str, ...], *, decimals: int) -> tuple[str, str] | None:
    if spans := fine_spans(text, decimals):
        return COORDINATES, text[slice(*spans[0])]
    return first_found(text, kinds)


def released_records(judgements: pd.DataFrame, claims: pd.DataFrame) -> set[str]:
    """Records that a person has let go and that still say what that person saw."""
    replaced = set(judgements["supersedes"].dropna())
    mine = judgements[(judgements["kind"] == "release_hold") & ~judgements["judgement_id"].isin(replaced)]
    readings: dict[str, set[str]] = {}
    for record, claim in zip(claims["record_id"], claims["claim_id"], strict=True):
        readings.setdefault(record, set()).add(claim)
    out = set()
    for subjects, seen in zip(mine["subjects"], mine["seen"], strict=True):
        out |= {name for name in subjects if not seen or readings.get(name, set()) <= set(seen)}
    return out


def held_rows(frame: pd.DataFrame, found: list[Found], key: str) -> pd.DataFrame:
    """The rows of the private list of what is held, for findings in a table."""
    ids, records = frame[key].tolist(), frame.get("record_id", frame[key]).tolist()
    rows = [
        (ids[one.row], f"review_{one.kind}", records[one.row], one.column, one.text, f"It holds {why(one.kind)}.")
        for one in found
    ]
    return pd.DataFrame(rows, columns=list(HELD_COLUMNS))


def review(claims: pd.DataFrame, sources: pd.DataFrame, judgements: pd.DataFrame, policy: Policy) -> Reviewed:
    """Part claims in those that may go and those in which, or in whose source, something is found."""
    found = [*findings(claims, "claims", policy), *found_by_source(claims, sources, policy)]
    records = claims["record_id"].tolist()
    free = released_records(judgements, claims) if found else set()
    stays = sorted({one.row for one in found if one.kind == COORDINATES or records[one.row] not in free})
    let_go = {records[one.row] for one in found if one.row not in set(stays)}
    held = held_rows(claims, [one for one in found if one.row in set(stays)], "claim_id")
    kept = claims.drop(index=claims.index[stays]).reset_index(drop=True)
    return Reviewed(kept, held, tuple(sorted(let_go)))


def found_by_source(frame: pd.DataFrame, sources: pd.DataFrame, policy: Policy) -> list[Found]:
    """List what is found in the sources of the rows of a table."""
    of_source = _by_source(sources, policy)
    rows = [(row, one) for row, source in enumerate(frame["source_id"]) for one in of_source.get(source, ())]
    return [Found(row, one.kind, one.column, one.text) for row, one in rows]


def _by_source(sources: pd.DataFrame, policy: Policy) -> dict[str, list[Found]]:
    out: dict[str, list[Found]] = {}
    ids = sources["source_id"].tolist()
    for one in findings(sources, "sources", policy):
        out.setdefault(ids[one.row], []).append(one)
    return out
