"""Dates as reports write them: a closed grammar that refuses what it does not know.

A date keeps the precision it came with: a month stays `2017-03` and is never made a day.
Nothing is filled in from today, nothing is swapped, and no year is repaired.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from .date_shapes import APPROXIMATE, LEAD, NUMERIC, SERIAL, SHAPES, TIME_OF_DAY
from .months import month_number
from .text import fold

PLAUSIBLE_YEARS = (1900, 2099)
ORDERS = ("mdy", "dmy", "ymd")
EPOCH = "date_epoch"
_EPOCHS = frozenset({"1970-01-01", "1899-12-30", "1899-12-31", "1900-01-01"})


@dataclass(frozen=True, slots=True)
class DateSpan:
    """
    A date or a range of dates, in ISO 8601 at the precision that was written.

    `start` and `end` are equal unless a range was written. `precision` is a word of the
    vocabulary date_precision. `warnings` holds codes of data/warnings.toml.
    """

    start: str
    end: str
    precision: str
    text: str
    warnings: tuple[str, ...] = ()

    @property
    def missing(self) -> bool:
        """Whether it is the zero of a computer's calendar, which programs write where there is no date."""
        return EPOCH in self.warnings


class _Refused(Exception):  # noqa: N818 (a finding inside the grammar, not an error of the program)
    """Why a text is not read; never leaves this module."""


def _iso(year: str | None, month: int | None, day: str | None) -> str:
    number = int(year or 0)
    if not 1 <= number <= 9999:
        raise _Refused("date_year_out_of_range")
    if month is None:
        return f"{number:04d}"
    if not 1 <= month <= 12:
        raise _Refused("date_no_such_day")
    if day is None:
        return f"{number:04d}-{month:02d}"
    try:
        return date(number, month, int(day)).isoformat()
    except ValueError:
        raise _Refused("date_no_such_day") from None


def _month(parts: dict[str, str | None], side: str) -> int | None:
    name, twin, number = (parts.get(key + side) for key in ("m", "t", "n"))
    if number is not None:
        return int(number)
    if name is None:
        return None
    found = month_number(name)
    if twin is not None and month_number(twin) != found:
        raise _Refused("date_months_disagree")
    return found


def _year(parts: dict[str, str | None], side: str) -> str | None:
    short = parts.get("s" + side)
    return f"20{short}" if short else parts.get("y" + side)


def _ends(parts: dict[str, str | None]) -> tuple[str, str]:
    """The two ends of a shape; a part that one side leaves out is taken from the other."""
    months = _month(parts, "1"), _month(parts, "2")
    years = _year(parts, "1"), _year(parts, "2")
    days = parts.get("d1"), parts.get("d2")
    ranged = any(parts.get(key) for key in ("m2", "n2", "d2")) or bool(years[0] and years[1])
    first = _iso(years[0] or years[1], months[0] or months[1], days[0])
    if not ranged:
        return first, first
    last = _iso(years[1] or years[0], months[1] or months[0], days[1] if days[0] is not None else None)
    if last < first:
        raise _Refused("date_range_reversed")
    return first, last


def _warned(parts: dict[str, str | None], start: str, end: str) -> tuple[str, ...]:
    low, high = PLAUSIBLE_YEARS
    found = []
    if not (low <= int(start[:4]) <= high and low <= int(end[:4]) <= high):
        found.append("date_year_implausible")
    if parts.get("s1") or parts.get("s2"):
        found.append("date_short_year")
    joined = (parts.get("list") or parts.get("sep") or "").strip(" ,")
    if parts.get("list") or (joined in {"and", "&", "or", "و"} and _gap(start, end)):
        found.append("date_list")
    if start in _EPOCHS:
        found.append(EPOCH)
    clock = parts.get("clock")
    if clock and re.search("[1-9]", clock):
        found.append("time_dropped")
    return tuple(found)


def _gap(start: str, end: str) -> bool:
    if len(start) < 10 or len(end) < 10:
        return False
    return date.fromisoformat(end).toordinal() - date.fromisoformat(start).toordinal() > 1


def _span(match: re.Match[str], text: str, extra: tuple[str, ...] = ()) -> DateSpan:
    parts: dict[str, str | None] = match.groupdict()
    start, end = _ends(parts)
    ranged = start != end
    precision = "range" if ranged else {4: "year", 7: "month", 10: "day"}[len(start)]
    return DateSpan(start, end, precision, text, extra + _warned(parts, start, end))


def as_range(span: DateSpan) -> DateSpan:
    """The same date without the caution that only its named days are meant."""
    return replace(span, warnings=tuple(code for code in span.warnings if code != "date_list"))


def _numeric(folded: str, text: str, order: str | None) -> DateSpan | None:
    match = NUMERIC.fullmatch(folded)
    if match is None:
        return None
    first, second, third = match.group("a", "b", "c")
    if len(first) == 4:
        year, month, day = first, second, third
    elif order in (None, "ymd"):
        raise _Refused("date_order_not_declared")
    elif len(third) != 4:
        raise _Refused("date_short_year")
    else:
        year = third
        month, day = (first, second) if order == "mdy" else (second, first)
    start = _iso(year, int(month), day)
    return DateSpan(start, start, "day", text, _warned(match.groupdict(), start, start))


def _why_not(folded: str) -> str:
    if SERIAL.fullmatch(folded):
        return "date_serial_number"
    lacks_year = any(shape.fullmatch(f"{folded}, 2000") for _, shape in SHAPES)
    return "date_without_year" if lacks_year else "date_not_understood"


def _parse(text: str, order: str | None) -> DateSpan:
    folded = fold(text).replace("\u0640", "").strip(" \t\r\n.,;")
    vague = APPROXIMATE.match(folded)
    extra: tuple[str, ...] = ("date_approximate",) if vague else ()
    folded = folded[vague.end() :] if vague else folded
    lead = LEAD.match(folded)
    folded = folded[lead.end() :] if lead else folded
    if not folded:
        raise _Refused("date_missing")
    for _, shape in SHAPES:
        match = shape.fullmatch(folded)
        if match is not None:
            span = _span(match, text, extra)
            return as_range(span) if lead and lead.group().startswith(("between", "from")) else span
    found = _numeric(folded, text, order)
    if found is None:
        raise _Refused(_why_not(folded))
    return found


@lru_cache(maxsize=131_072)
def _cached(text: str, order: str | None) -> DateSpan | str:
    try:
        return _parse(text, order)
    except _Refused as why:
        return str(why)


def _checked(order: str | None) -> str | None:
    if order is not None and order not in ORDERS:
        raise ValueError(f"order is one of {', '.join(ORDERS)} or None, not {order!r}")
    return order


def read_date(text: str, *, order: str | None = None) -> DateSpan | None:
    """
    Reads a text that is a date and nothing else, or refuses it.

    Parameters
    ----------
    text
        ISO 8601 at any precision, English, Levantine or Arabic months, any Arabic digits.
    order
        Order of an all-numeric date: `mdy`, `dmy` or `ymd`. Without it 10/17/2016 is refused,
        because the next row may say 10/03/2016.

    Returns
    -------
    DateSpan or None
        None where the text is not in the grammar; `date_refusal` says why.

    Raises
    ------
    ValueError
        For an order that does not exist.

    Examples
    --------
    >>> read_date("March 3-4, 2017")
    DateSpan(start='2017-03-03', end='2017-03-04', precision='range', text='March 3-4, 2017', warnings=())
    >>> read_date("2017-03").start
    '2017-03'
    >>> read_date("03/04/2017") is None
    True
    """
    found = _cached(text, _checked(order))
    return None if isinstance(found, str) else found


def date_refusal(text: str, *, order: str | None = None) -> str | None:
    """
    Code of the rule by which a text is refused as a date; None where it is read.

    Examples
    --------
    >>> date_refusal("03/04/2017")
    'date_order_not_declared'
    """
    found = _cached(text, _checked(order))
    return found if isinstance(found, str) else None


def read_dates(texts: Iterable[str | None], *, order: str | None = None) -> list[DateSpan | None]:
    """Reads many dates, each distinct text once; None stays None."""
    _checked(order)
    return [None if text is None else read_date(text, order=order) for text in texts]


def match_date(folded: str, start: int = 0) -> tuple[DateSpan, int] | None:
    """
    Longest written-out or ISO date that begins at a place in running text.

    Parameters
    ----------
    folded
        Text that went through `fold`; the span's text is taken from it.
    start
        Where the date must begin.

    Returns
    -------
    tuple of DateSpan and int, or None
        The date and the index after its last character. All-numeric dates and bare
        years are not looked for in running text.
    """
    best: tuple[DateSpan, int] | None = None
    for prose, shape in SHAPES:
        match = shape.match(folded, start) if prose else None
        if match is None or (best is not None and match.end() <= best[1]):
            continue
        try:
            best = _span(match, match.group()), match.end()
        except _Refused:
            continue
    return best


__all__ = [
    "ORDERS",
    "PLAUSIBLE_YEARS",
    "TIME_OF_DAY",
    "DateSpan",
    "date_refusal",
    "match_date",
    "read_date",
    "read_dates",
]
