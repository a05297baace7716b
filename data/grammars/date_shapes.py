"""The shapes of a date as patterns over folded text; `dates` gives them their meaning."""

from __future__ import annotations

from ..late import LatePattern
from .months import MONTH, WEEKDAY

_D = r"(?P<d{n}>[0-3]?\d)(?:st|nd|rd|th)?(?!\d)"
_M = rf"(?P<m{{n}}>{MONTH})(?:\s*[/(]\s*(?P<t{{n}}>{MONTH})\)?)?"
_Y = r"(?P<y{n}>[12]\d{{3}})(?!\d)"
_SEP = r"\s*(?P<sep>-|/|&|(?<![^\W\d_])(?:to|and|or|through|thru|until|till|الي|حتي|و)(?![^\W\d_]))\s*"
_GLUE = r"\s*[.,]{0,2}\s*"  # "July, 29", "Dec.10", "June 17"
_COMMA = r"(?:\s*[.,]{1,2}\s*|\s+)"
_DAYS = rf"(?:(?:{WEEKDAY})\.?,?\s+)?"
_CLOCK = r"(?P<clock>[t\s]\s*\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s*(?:z|utc|[+-]\d\d:?\d\d)?)?"
TIME_OF_DAY = LatePattern(r"(?P<h>[01]?\d|2[0-3])[:.]?(?P<m>[0-5]\d)\s*(?:h|hrs|hours|local)?")


def _d(n: int) -> str:
    return _D.format(n=n)


def _m(n: int) -> str:
    return _M.format(n=n)


def _y(n: int) -> str:
    return _Y.format(n=n)


def _iso(n: int) -> str:
    return rf"(?P<y{n}>\d{{4}})-(?P<n{n}>\d\d)(?:-(?P<d{n}>\d\d))?(?!\d)"


_LIST = r"(?P<list>(?:\s*,\s*[0-3]?\d(?!\d))+\s*,?\s*(?:and|&)\s*)"
_MONTH_FIRST = _m(1) + _GLUE + _d(1)
_DAY_FIRST = _d(1) + r"[\s.\-]*(?:of\s+)?" + _m(1)

# (found in running text too, pattern). Longer shapes stand first; in running text the longest wins.
_SHAPES: tuple[tuple[bool, str], ...] = (
    (True, _MONTH_FIRST + _COMMA + _y(1) + _SEP + _DAYS + _m(2) + _GLUE + _d(2) + _COMMA + _y(2)),
    (True, _MONTH_FIRST + _SEP + r"(?:" + _m(2) + _GLUE + r")?" + _d(2) + _COMMA + _y(2)),
    (True, _MONTH_FIRST + _LIST + _d(2) + _COMMA + _y(2)),
    (True, _MONTH_FIRST + _COMMA + _y(2)),
    (True, _DAY_FIRST + _COMMA + _y(1) + _SEP + _d(2) + r"[\s.\-]*(?:of\s+)?" + _m(2) + _COMMA + _y(2)),
    (True, _DAY_FIRST + _SEP + _d(2) + r"[\s.\-]*(?:of\s+)?" + _m(2) + _COMMA + _y(2)),
    (True, _d(1) + _SEP + _d(2) + r"[\s.\-]*(?:of\s+)?" + _m(1) + _COMMA + _y(2)),
    (True, _DAY_FIRST + r"(?:" + _COMMA + r"|-)" + _y(2)),
    (True, r"(?P<d1>[0-3]?\d)\s*" + _m(1) + r"\.?\s*'?(?P<s1>\d\d)(?!\d)"),
    (False, _d(1) + r"-" + _m(1) + r"-(?P<s1>\d\d)"),
    (True, _m(1) + r"\.?" + _COMMA + _y(1) + _SEP + _m(2) + r"\.?" + _COMMA + _y(2)),
    (True, _m(1) + r"\.?" + _SEP + _m(2) + r"\.?" + _COMMA + _y(2)),
    (True, _m(1) + r"\.?(?:" + _COMMA + r"|-)" + _y(2)),
    (True, _iso(1) + r"(?:\s+(?:to|until|-)\s+|\s*/\s*)" + _iso(2)),
    (True, _iso(1) + _CLOCK),
    (False, r"(?P<y1>\d{4})(?P<n1>\d\d)(?P<d1>\d\d)"),
    (False, r"(?P<y1>\d{4})\s*(?:-|/|to|until)\s*(?P<y2>\d{4})"),
    (False, r"(?P<y2>\d{4})"),
)
SHAPES = tuple((prose, LatePattern((_DAYS if prose else "") + pattern)) for prose, pattern in _SHAPES)

NUMERIC = LatePattern(r"(?P<a>\d{1,4})\s*[/.\-]\s*(?P<b>\d{1,2})\s*[/.\-]\s*(?P<c>\d{1,4})" + _CLOCK)
SERIAL = LatePattern(r"\d{5}(?:\.\d+)?")
LEAD = LatePattern(
    r"(?:on|in|between|from|overnight(?:\s+on)?|(?:the\s+)?night\s+of|(?:يوم|في|بتاريخ|ليله))\s+(?:the\s+)?"
)
APPROXIMATE = LatePattern(
    r"(?:circa|ca\.|c\.|about|around|approximately|approx\.?|on\s+or\s+about|early(?:\s+in)?|mid(?:dle\s+of)?|late(?:\s+in)?|"
    r"نحو|حوالي)[\s\-]*"
)
