"""Fuzzing targets: bytes in, and the laws that must hold for whatever they say.

Each target is plain Python and raises AssertionError where a law is broken; a fuzzer that
wants a callable takes `fuzz_dates`, `fuzz_numbers` or `fuzz_releases` as it is.
"""

from __future__ import annotations

import json

from data.grammars import count_refusal, date_refusal, fold, read_count, read_date, scan_counts
from data.releases import read_release, read_release_items, read_strike_lines


def text_of(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape").encode("utf-8", "replace").decode("utf-8")


def fuzz_dates(data: bytes) -> None:
    """A text is read or refused with a reason; what is read keeps its order and its precision."""
    text = text_of(data)
    for order in (None, "mdy", "dmy", "ymd"):
        found, refused = read_date(text, order=order), date_refusal(text, order=order)
        assert (found is None) == (refused is not None)
        if found is not None:
            assert found.start <= found.end
            assert len(found.start) in (4, 7, 10)
            assert (found.start == found.end) == (found.precision != "range")


def fuzz_numbers(data: bytes) -> None:
    """A count is a pair in order, never below zero, or a refusal with a reason."""
    text = text_of(data)
    found, refused = read_count(text), count_refusal(text)
    assert (found is None) == (refused is not None)
    assert len(fold(text)) == len(text)
    for count in [found] * (found is not None) + [each for each, _, _ in scan_counts(fold(text))]:
        assert count is not None
        assert count.min is None or count.min >= 0
        assert count.max is None or count.max >= (count.min or -1)


def fuzz_releases(data: bytes) -> None:
    """Nothing is lost: every letter lies in a span, and every span lies in the text."""
    text = text_of(data)
    reading = read_release(text, source="fuzz.txt")
    covered = bytearray(len(text))
    for start, end in reading.spans[["start", "end"]].to_numpy().tolist():
        assert 0 <= start < end <= len(text)
        covered[start:end] = b"\x01" * (end - start)
    assert all(seen or letter.isspace() for seen, letter in zip(covered, text, strict=True))
    for spans in reading.claims["origin_span"]:
        assert all(0 <= start <= end <= len(text) for start, end in json.loads(spans).values())
    assert reading.claims["claim_id"].notna().all()
    items = read_release_items([text])
    assert len(items.unread) + len(items.claims) > 0
    read_strike_lines([text])
