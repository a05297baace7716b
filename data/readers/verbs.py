"""The verbs of the mapping files: how a column of text becomes a field."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..countries import norm_country
from ..fields import words as vocabulary
from ..grammars.dates import date_refusal, read_date
from ..grammars.numbers import count_refusal, read_count
from ..grammars.unknown import says_unknown
from ..letters import seen_in
from .cells import LIST, TEXT, Answer, Cell, Problem, mask_of, spread
from .cells import WHOLE as WHOLE_NUMBER
from .degrees import read_number, read_point
from .export import unguarded
from .hints import hint_for
from .mapping import SPREADS, Rule

DIRECTION = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
TRIMMED = " \t\r\n\f\v\u00a0\u3000\ufeff\u200b" + DIRECTION
CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x{fffd}]"
CONTROL_MARKS = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
BIDI = f"[{DIRECTION}]"
# Any letter that one of the three findings begins with; most columns hold none of them.
SUSPECT = r"[\x{fffd}ØÙÚÛÃÂâ" + DIRECTION + "]"
MOJIBAKE = (
    r"(?:[ØÙÚÛ][\x{80}-\x{bf}\x{192}\x{2c6}\x{2018}-\x{2122}\x{152}-\x{178}]){2,}"
    r"|[ÃÂ][\x{80}-\x{bf}\x{2122}]|â€[\x{99}\x{9c}\x{201c}\x{2122}œ]"
)
RELATION = re.compile(r"^(near|in|at)\s+(?=\S)", re.IGNORECASE)
LAST_WORD = re.compile(r"^(.*\S)\s+(\S+)$", re.DOTALL)
WHOLE = re.compile(r"(\d{1,9})(?:\.0+)?")


def trimmed(text: Any, *, ours: bool = False) -> Any:
    """Take blanks and direction marks off both ends; a cell with nothing left is unknown.

    In a table of `ours` the guard against formulas is taken off as well.
    """
    array = pc.utf8_trim(unguarded(text) if ours else text, characters=TRIMMED)
    return pc.if_else(pc.equal(array, ""), pa.scalar(None, TEXT), array)


def text_warnings(text: Any) -> dict[str, np.ndarray]:
    """Find control characters, direction marks inside the text, and text decoded by the wrong table."""
    seen = seen_in(text)
    if not seen.control and not (seen.high and pc.any(pc.match_substring_regex(text, SUSPECT)).as_py()):
        return {}
    patterns = {"control_characters": CONTROL, "bidi_controls": BIDI, "mojibake_suspected": MOJIBAKE}
    masks = {code: mask_of(pc.match_substring_regex(text, pattern)) for code, pattern in patterns.items()}
    return {code: mask for code, mask in masks.items() if mask.any()}


def read_text(text: Any, rule: Rule, column: str) -> Answer:
    """Keep a text as written, or the part of it that the rule's pattern names; control characters are replaced."""
    if rule.pattern:
        pattern = re.compile(rule.pattern)
        return spread(text, {rule.target: TEXT}, read=lambda value: Cell((found_in(pattern, value),)), column=column)
    warned = text_warnings(text)
    if "control_characters" in warned:
        text = pc.replace_substring_regex(text, CONTROL_MARKS, "\ufffd")
    return Answer({rule.target: text}, warned=warned)


def found_in(pattern: re.Pattern[str], value: str) -> str | None:
    """Give the first group of a pattern in a text, or the whole match; None where there is none."""
    match = pattern.search(value)
    return (match.group(1) if match.re.groups else match.group()) if match else None


def read_list(text: Any, rule: Rule, column: str) -> Answer:
    """Split a text into a list, by the rule's separator or as all that its pattern finds."""
    pattern, separator = re.compile(rule.pattern or ""), re.compile(rule.separator)
    named = {word_key(raw): word for raw, word in rule.map.items()}

    def parts(value: str) -> Cell:
        if rule.pattern:
            return Cell((pattern.findall(value),))
        if value.startswith('["'):
            with contextlib.suppress(ValueError):
                return Cell(([str(part) for part in json.loads(value)],))
        found = [part.strip() for part in separator.split(value) if part.strip()]
        return Cell((list(dict.fromkeys(named.get(word_key(part), part) for part in found)),))

    return spread(text, {rule.target: LIST}, read=parts, column=column)


def read_country(text: Any, rule: Rule, column: str) -> Answer:
    """Read a country as ISO alpha-2; one that is not known stays null, with a warning."""

    def cell(value: str) -> Cell:
        found = norm_country(value)
        return Cell((found,), () if found else ("country_not_read",))

    return spread(text, {rule.target: TEXT}, read=cell, column=column)


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


def read_counts(text: Any, rule: Rule, column: str) -> Answer:
    """Read one side of a pair: of "at least 5" the minimum is 5 and the maximum unknown."""
    side = 1 if rule.target.endswith("_max") else 0

    def cell(value: str) -> Cell | Problem:
        found = read_whole(value)
        return found if isinstance(found, Problem) else Cell((found[side],), found[2])

    return spread(text, {rule.target: WHOLE_NUMBER}, read=cell, column=column)


def read_count_pair(text: Any, rule: Rule, column: str) -> Answer:
    """Read a count in words or digits as a pair, and keep the words where they say more than a number."""
    kinds = dict(zip(SPREADS[rule.target], (WHOLE_NUMBER, WHOLE_NUMBER, TEXT), strict=False))

    def cell(value: str) -> Cell | Problem:
        found = read_whole(value)
        if isinstance(found, Problem):
            return found
        words = None if value.isdecimal() else value
        return Cell((found[0], found[1], words), found[2])

    return spread(text, kinds, read=cell, column=column)


def read_one_date(text: Any, rule: Rule, column: str) -> Answer:
    """Read a date at the precision it was written with."""

    def cell(value: str) -> Cell | Problem:
        found = read_date(value, order=rule.order)
        if found is None:
            return Cell((None,)) if says_unknown(value) else _date_problem(value, rule.order)
        return Cell((None if found.missing else found.start,), found.warnings)

    return spread(text, {rule.target: TEXT}, read=cell, column=column)


def _date_problem(value: str, order: str | None) -> Problem:
    code = date_refusal(value, order=order) or "date_not_understood"
    return Problem(code, hint_for(code))


def read_when(text: Any, rule: Rule, column: str) -> Answer:
    """Read a date or a range of dates as first and last possible day, with its precision.

    The zero of a computer's calendar is no date: it stays as written, with a warning, and the date is unknown.
    """

    def cell(value: str) -> Cell | Problem:
        found = read_date(value, order=rule.order)
        if found is None:
            return Cell((None, None, None, value)) if says_unknown(value) else _date_problem(value, rule.order)
        known = (None, None, None) if found.missing else (found.start, found.end, found.precision)
        return Cell((*known, value), found.warnings)

    return spread(text, dict.fromkeys(SPREADS["happened"], TEXT), read=cell, column=column)


def read_place(text: Any, rule: Rule, column: str) -> Answer:
    """Read "near Mosul, Iraq" as relation, place and country; without a country the rest is the place."""

    def cell(value: str) -> Cell:
        relation = RELATION.match(value)
        rest = value[relation.end() :] if relation else value
        place, _, last = rest.rpartition(",")
        country = norm_country(last) if place else None
        if country is None and (words := LAST_WORD.match(rest)):
            place, country = words[1], norm_country(words[2])
        return Cell((relation[1].lower() if relation else "bare", place.strip(" ,") if country else rest, country))

    return spread(text, dict.fromkeys(SPREADS["place"], TEXT), read=cell, column=column)


def read_words(text: Any, rule: Rule, column: str) -> Answer:
    """Map a recorder's words onto a vocabulary; the raw word goes where the rule says, an unknown one is warned of."""
    allowed = set(vocabulary(rule.words)) if rule.words else None
    known = {word_key(raw): slug for raw, slug in rule.map.items()}
    known = {word_key(word): word for word in allowed or ()} | known

    pattern = re.compile(rule.pattern) if rule.pattern else None

    def cell(value: str) -> Cell:
        part = found_in(pattern, value) if pattern else value
        if part is None:
            return Cell((None, value))
        slug = known.get(word_key(part))
        if slug is None and allowed is None and not rule.map:
            slug = value
        return Cell((slug or None, value), () if slug is not None else ("word_not_in_vocabulary",))

    answer = spread(text, {rule.target: TEXT, "raw": TEXT}, read=cell, column=column)
    raw = answer.columns.pop("raw")
    if rule.raw:
        answer.columns[rule.raw] = raw
    return answer


def read_kinds(text: Any, rule: Rule, column: str) -> Answer:
    """Map one or several words of a cell onto one word; several different ones are `mixed`."""
    known = {word_key(raw): slug for raw, slug in rule.map.items()}
    separator = re.compile(rule.separator)

    def cell(value: str) -> Cell:
        found = [known.get(word_key(part)) for part in separator.split(value) if part.strip()]
        kinds = list(dict.fromkeys(kind for kind in found if kind))
        slug = kinds[0] if len(kinds) == 1 else "mixed" if kinds else None
        return Cell((slug, value), ("word_not_in_vocabulary",) if None in found else ())

    answer = spread(text, {rule.target: TEXT, "raw": TEXT}, read=cell, column=column)
    raw = answer.columns.pop("raw")
    if rule.raw:
        answer.columns[rule.raw] = raw
    return answer


def word_key(text: str) -> str:
    """Fold a word so that case, blanks, strokes and underscores do not matter."""
    return " ".join(re.split(r"[\s_/-]+", text.strip().lower())).strip()


VERBS: dict[str, Callable[[Any, Rule, str], Answer]] = {
    "text": read_text,
    "list": read_list,
    "country": read_country,
    "number": read_number,
    "count": read_counts,
    "count_pair": read_count_pair,
    "date": read_one_date,
    "dates": read_when,
    "place": read_place,
    "point": read_point,
    "words": read_words,
    "kinds": read_kinds,
}

__all__ = ["VERBS", "text_warnings", "trimmed"]
