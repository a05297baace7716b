"""The verbs of the mapping files: how a column of text becomes a field."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ..countries import norm_country
from ..fields import words as vocabulary
from ..grammars.dates import date_refusal, read_date
from ..grammars.numbers import count_refusal, read_count
from .cells import Answer, Broken, Cell, Problem, spread
from .export import unguarded
from .hints import hint_for
from .mapping import SPREADS, Rule

BOUNDS = {"stated_lat": (-90.0, 90.0, "latitude_out_of_range"), "stated_lon": (-180.0, 180.0, "longitude_out_of_range")}
DIRECTION = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
TRIMMED = " \t\r\n\f\v\u00a0\u3000\ufeff\u200b" + DIRECTION
CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x{fffd}]"
CONTROL_MARKS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
BIDI = f"[{DIRECTION}]"
MOJIBAKE = (
    r"(?:[ØÙÚÛ][\x{80}-\x{bf}\x{192}\x{2c6}\x{2018}-\x{2122}\x{152}-\x{178}]){2,}"
    r"|[ÃÂ][\x{80}-\x{bf}\x{2122}]|â€[\x{99}\x{9c}\x{201c}\x{2122}œ]"
)
RELATION = re.compile(r"^(near|in|at)\s+(?=\S)", re.IGNORECASE)
LAST_WORD = re.compile(r"^(.*\S)\s+(\S+)$", re.DOTALL)
WHOLE = re.compile(r"(\d{1,9})(?:\.0+)?")


def trimmed(text: pd.Series, *, ours: bool = False) -> pd.Series:
    """Take blanks and direction marks off both ends; a cell with nothing left is unknown.

    In a table of `ours` the guard against formulas is taken off as well.
    """
    array = pa.array(text, type=pa.string(), from_pandas=True)
    array = pc.utf8_trim(unguarded(array) if ours else array, characters=TRIMMED)
    array = pc.if_else(pc.equal(array, ""), pa.scalar(None, pa.string()), array)
    return pd.Series(pd.array(array, dtype="string"))


def text_warnings(text: pd.Series) -> dict[str, np.ndarray]:
    """Find control characters, direction marks inside the text, and text decoded by the wrong table."""
    array = pa.array(text, type=pa.string(), from_pandas=True)
    found = {}
    for code, pattern in (("control_characters", CONTROL), ("bidi_controls", BIDI), ("mojibake_suspected", MOJIBAKE)):
        mask = pc.fill_null(pc.match_substring_regex(array, pattern), False).to_numpy(zero_copy_only=False)
        if mask.any():
            found[code] = mask
    return found


def read_text(text: pd.Series, rule: Rule, column: str) -> Answer:
    """Keep a text as written, or the part of it that the rule's pattern names; control characters are replaced."""
    if rule.pattern:
        pattern = re.compile(rule.pattern)
        return spread(text, (rule.target,), read=lambda value: Cell((_found(pattern, value),)), column=column)
    warned = text_warnings(text)
    if "control_characters" in warned:
        text = text.str.replace(CONTROL_MARKS, "\ufffd", regex=True)
    return Answer({rule.target: text}, warned=warned)


def _found(pattern: re.Pattern[str], value: str) -> str | None:
    match = pattern.search(value)
    return (match.group(1) if match.re.groups else match.group()) if match else None


def read_list(text: pd.Series, rule: Rule, column: str) -> Answer:
    """Split a text into a list, by the rule's separator or as all that its pattern finds."""
    pattern, separator = re.compile(rule.pattern or ""), re.compile(rule.separator)

    def parts(value: str) -> Cell:
        if rule.pattern:
            return Cell((pattern.findall(value),))
        if value.startswith('["'):
            with contextlib.suppress(ValueError):
                return Cell(([str(part) for part in json.loads(value)],))
        return Cell(([part.strip() for part in separator.split(value) if part.strip()],))

    answer = spread(text, (rule.target,), read=parts, column=column)
    made = answer.columns[rule.target]
    answer.columns[rule.target] = pd.Series([value or [] for value in made], dtype=object)
    return answer


def read_country(text: pd.Series, rule: Rule, column: str) -> Answer:
    """Read a country as ISO alpha-2; one that is not known stays null, with a warning."""

    def cell(value: str) -> Cell:
        found = norm_country(value)
        return Cell((found,), () if found else ("country_not_read",))

    return spread(text, (rule.target,), read=cell, column=column)


def read_number(text: pd.Series, rule: Rule, column: str) -> Answer:
    """Read decimal numbers; a coordinate beyond the globe is a problem, not a value."""
    numbers = pd.to_numeric(text, errors="coerce").astype("float64").reset_index(drop=True)
    numbers = numbers.where(np.isfinite(numbers))
    unread = (text.notna().to_numpy() & numbers.isna().to_numpy()).astype(bool)
    low, high, code = BOUNDS.get(rule.target, (-np.inf, np.inf, ""))
    outside = ((numbers < low) | (numbers > high)).to_numpy(dtype=bool)
    broken = [_one(text, place, column, "number_not_read") for place in np.flatnonzero(unread).tolist()]
    broken += [_one(text, place, column, code) for place in np.flatnonzero(outside).tolist()]
    return Answer({rule.target: numbers}, broken)


def _one(text: pd.Series, place: int, column: str, code: str) -> Broken:
    return Broken(np.array([place]), column, str(text.iloc[place]), Problem(code, hint_for(code)))


def read_whole(value: str) -> tuple[int | None, int | None, tuple[str, ...]] | Problem:
    """Read one count as a pair, by the closed grammar of counts."""
    plain = WHOLE.fullmatch(value)
    if plain and len(plain[1]) < 9:
        return int(plain[1]), int(plain[1]), ()
    found = read_count(value)
    if found is None:
        code = count_refusal(value) or "count_not_understood"
        return Problem(code, hint_for(code))
    return found.min, found.max, found.warnings


def read_counts(text: pd.Series, rule: Rule, column: str) -> Answer:
    """Read one side of a pair: of "at least 5" the minimum is 5 and the maximum unknown."""
    side = 1 if rule.target.endswith("_max") else 0

    def cell(value: str) -> Cell | Problem:
        found = read_whole(value)
        return found if isinstance(found, Problem) else Cell((found[side],), found[2])

    return spread(text, (rule.target,), read=cell, column=column)


def read_count_pair(text: pd.Series, rule: Rule, column: str) -> Answer:
    """Read a count in words or digits as a pair, and keep the words where they say more than a number."""
    targets = SPREADS[rule.target]

    def cell(value: str) -> Cell | Problem:
        found = read_whole(value)
        if isinstance(found, Problem):
            return found
        words = None if value.isdecimal() else value
        return Cell((found[0], found[1], words)[: len(targets)], found[2])

    return spread(text, targets, read=cell, column=column)


def read_one_date(text: pd.Series, rule: Rule, column: str) -> Answer:
    """Read a date at the precision it was written with."""

    def cell(value: str) -> Cell | Problem:
        found = read_date(value, order=rule.order)
        return _date_problem(value, rule.order) if found is None else Cell((found.start,), found.warnings)

    return spread(text, (rule.target,), read=cell, column=column)


def _date_problem(value: str, order: str | None) -> Problem:
    code = date_refusal(value, order=order) or "date_not_understood"
    return Problem(code, hint_for(code))


def read_when(text: pd.Series, rule: Rule, column: str) -> Answer:
    """Read a date or a range of dates as first and last possible day, with its precision."""

    def cell(value: str) -> Cell | Problem:
        found = read_date(value, order=rule.order)
        if found is None:
            return _date_problem(value, rule.order)
        return Cell((found.start, found.end, found.precision, value), found.warnings)

    answer = spread(text, SPREADS["happened"], read=cell, column=column)
    precision = answer.columns["date_precision"]
    answer.columns["date_precision"] = precision.where(text.notna().to_numpy(), "unknown")
    return answer


def read_place(text: pd.Series, rule: Rule, column: str) -> Answer:
    """Read "near Mosul, Iraq" as relation, place and country; without a country the rest is the place."""

    def cell(value: str) -> Cell:
        relation = RELATION.match(value)
        rest = value[relation.end() :] if relation else value
        place, _, last = rest.rpartition(",")
        country = norm_country(last) if place else None
        if country is None and (words := LAST_WORD.match(rest)):
            place, country = words[1], norm_country(words[2])
        return Cell((relation[1].lower() if relation else "bare", place.strip(" ,") if country else rest, country))

    return spread(text, SPREADS["place"], read=cell, column=column)


def read_words(text: pd.Series, rule: Rule, column: str) -> Answer:
    """Map a recorder's words onto a vocabulary; the raw word goes where the rule says, an unknown one is warned of."""
    allowed = set(vocabulary(rule.words)) if rule.words else None
    known = {_word_key(raw): slug for raw, slug in rule.map.items()}
    known = {_word_key(word): word for word in allowed or ()} | known

    pattern = re.compile(rule.pattern) if rule.pattern else None

    def cell(value: str) -> Cell:
        part = _found(pattern, value) if pattern else value
        if part is None:
            return Cell((None, value))
        slug = known.get(_word_key(part))
        if slug is None and allowed is None and not rule.map:
            slug = value
        return Cell((slug or None, value), () if slug is not None else ("word_not_in_vocabulary",))

    answer = spread(text, (rule.target, "raw"), read=cell, column=column)
    raw = answer.columns.pop("raw")
    if rule.raw:
        answer.columns[rule.raw] = raw
    return answer


def _word_key(text: str) -> str:
    return " ".join(re.split(r"[\s_/-]+", text.strip().lower())).strip()


VERBS: dict[str, Callable[[pd.Series, Rule, str], Answer]] = {
    "text": read_text,
    "list": read_list,
    "country": read_country,
    "number": read_number,
    "count": read_counts,
    "count_pair": read_count_pair,
    "date": read_one_date,
    "dates": read_when,
    "place": read_place,
    "words": read_words,
}

__all__ = ["VERBS", "text_warnings", "trimmed"]
