"""Spellings of angles brought to one form; every change keeps the length, so that spans stay where they are."""

from __future__ import annotations

import re

_HEMISPHERE = r"(?:N|S|E|W|North|South|East|West|شمالا|شمال|جنوبا|جنوب|شرقا|شرق|غربا|غرب)"
_LABEL = r"(?:lat(?:itude)?|lon(?:g(?:itude)?)?|lng|GPS(?:Latitude|Longitude)|[xyNSEW])"
# The system that a coordinate is in says nothing of where a text of it begins: "WGS84 36.3 43.1".
_WGS84 = re.compile(r"\b(?:EPSG\W{0,2}4326|SRID\W{0,2}4326;?|WGS\W?(?:19)?84|CRS\W?84)\b", re.IGNORECASE)
_OTHER_DATUM = re.compile(
    r"\b(?:ED\W?50|NAD\W?27|Nahrwan|Pulkovo|Clarke\W?1880|Karbala\W1979|Ain\W?el\W?Abd\W1970|European\W(?:Datum\W)?1950|EPSG\W{0,2}(?!4326\b|32[67]\d\d\b)\d{4,6}|SRID\W{0,2}(?!4326\b|32[67]\d\d\b)\d{4,6})\b",
    re.IGNORECASE,
)
# Quotation marks around a whole, and around the names of a JSON text; a mark behind a digit is one of an angle.
_QUOTED = re.compile(r"(?<![\w°'\"])(?<!\d )([\"'])([^\"'°]*)\1(?!\w)")
_DEGREE_LETTER = re.compile(r"(?<=\d)(\s?)(d|deg\.?|o)(?=\s?\d{1,2}(?:[.,]\d+)?\s?')", re.IGNORECASE)
_DOTTED = re.compile(rf"(?<![\d.])(\d{{1,3}})\.(\d{{1,2}})\.(\d{{1,2}}(?:\.\d+)?)(?=\s?{_HEMISPHERE}(?!\w))")
_DOTTED_BEHIND = re.compile(r"(?<![\w.])([NSEW]\s?\d{1,3})\.(\d{1,2})\.(\d{1,2}(?:\.\d+)?)(?![\d.])")
# A comma is decimal where a mark or a hemisphere follows its digits, or a label goes before them; "3,0" may be a torn
# 30.
_COMMAS_BEFORE_MARKS = (
    re.compile(r"(?<![\d.,])(\d{2,3}|\d(?=,\d{3})),(\d{2,})(?=\s?°)"),
    re.compile(r"(?<![\d.,])(\d{2}|\d(?=,\d\d)),(\d+)(?=\s?['\"])"),
    re.compile(rf"(?<![\d.,°'\"])(?<![\d°'\"] )(\d{{2,3}}|\d(?=,\d{{3}})),(\d{{2,}})(?=\s?{_HEMISPHERE}(?!\w))"),
)
_COMMA_AFTER_LABEL = re.compile(rf"(?<!\w)({_LABEL}\W{{0,3}}\d{{1,3}}),(\d{{2,}})(?![\d.,])", re.IGNORECASE)
_STOP = re.compile(r"(?<![^\W\d_])((?:[NSEW]|lat|lon|long|lng|deg|min|sec))\.(?=\W|\d)", re.IGNORECASE)
_ABOUT = re.compile(r"[~≈](?=\s?[+-]?\d)")
_POINT_BETWEEN = re.compile(r"(?<=\d)·(?=\d)")


def evened(text: str) -> str:
    """A plain text with the marks of its angles in the form that the grammar knows, as long as it was.

    Examples
    --------
    >>> evened("lat. 36,335 long. 43,118")
    'lat  36.335 long  43.118'
    """
    text = _POINT_BETWEEN.sub(".", text)
    for pattern in (_WGS84, _OTHER_DATUM, _ABOUT):
        text = pattern.sub(_blanks, text)
    text = _QUOTED.sub(lambda m: f" {m[2]} ", text)
    text = _STOP.sub(lambda m: f"{m[1]} ", text)
    text = _DEGREE_LETTER.sub(lambda m: (m[1] + "°").ljust(len(m.group())), text)
    for pattern in (_DOTTED, _DOTTED_BEHIND):
        text = pattern.sub(lambda m: f"{m[1]}°{m[2]}'{m[3]}", text)
    for pattern in (*_COMMAS_BEFORE_MARKS, _COMMA_AFTER_LABEL):
        text = pattern.sub(lambda m: f"{m[1]}.{m[2]}", text)
    return text


def other_datum(text: str) -> bool:
    """Whether a text names a system other than WGS 84, in which the same numbers are another point."""
    return _OTHER_DATUM.search(text) is not None


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match.group())
