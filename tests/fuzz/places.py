"""Fuzzing targets of geo: bytes in, an answer or a reason out.

A fuzzer that wants a callable takes `fuzz_coordinates`, `fuzz_names`, `fuzz_locate` or `fuzz_scan` as it is.
"""

from __future__ import annotations

import math

from geo import Gazetteer, LonLat, explain, locate, parse_coordinates, scan
from geo.coordinates import repairs
from geo.names import keys, likeness
from geo.phrases import read_phrase

PLACES = Gazetteer.embedded()


def text_of(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def fuzz_coordinates(data: bytes) -> None:
    """What is read lies on the earth, has a radius, and is found again at its span."""
    text = text_of(data)
    for fix in parse_coordinates(text).fixes:
        assert -180 <= fix.lonlat.lon <= 180
        assert -90 <= fix.lonlat.lat <= 90
        assert math.isfinite(fix.radius_m)
        assert fix.radius_m > 0
        assert text[slice(*fix.span)] == fix.text
    repairs(text, LonLat(43.1, 36.3))


def fuzz_names(data: bytes) -> None:
    """A name is like itself, and likeness is the same both ways round."""
    first, _, second = text_of(data).partition("\n")
    for a in keys(first):
        assert likeness(a, a).score == 1.0
        for b in keys(second):
            assert math.isclose(likeness(a, b).score, likeness(b, a).score)


def fuzz_locate(data: bytes) -> None:
    """An answer or a reason, with probabilities that leave room for none."""
    text = text_of(data)
    found = locate(text, gazetteer=PLACES)
    assert found.reason
    assert (found.lon is None) == (found.method == "unplaced")
    assert sum(candidate.probability for candidate in found.candidates) <= 1.000001
    assert explain(found).count("\n") == 2
    read_phrase(text)


def fuzz_scan(data: bytes) -> None:
    """Mentions stand in order, do not overlap, and point into the text."""
    text = text_of(data)
    end = 0
    for mention in scan(text, gazetteer=PLACES):
        assert mention.start >= end
        assert text[mention.start : mention.end] == mention.text
        end = mention.end
