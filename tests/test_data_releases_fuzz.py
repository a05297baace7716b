"""The fuzzing targets over a small seeded corpus of imitations and of noise."""

from __future__ import annotations

import random

import pytest
from fuzz.grammars import fuzz_dates, fuzz_numbers, fuzz_releases
from hypothesis import given, settings
from hypothesis import strategies as st
from release_imitations import NAMES, text_of

WORDS = [
    *(
        "June 4, 2017",
        "2017-03",
        "\n\n",
        "\n",
        "1.",
        "(2)",
        "near",
        "in",
        "Tal Verin",
        ", ",
        "Syria",
        "via",
        "report.",
        "Credible Reports",
    ),
    *(
        "two civilians",
        "were killed",
        "and",
        "possibly a third",
        "injured",
        "37SFU794135",
        "3276/CS1907",
        "[sic]",
        "at least",
        "5-3",
        "No.",
    ),
    *(
        "آذار ٢٠١٧",
        "مدنيين",
        "Duplicate of allegation 68",
        "Page 2 of 3",
        "\f",
        "between",
        "1e30",
        "-3",
        "strikes",
        "Closed on",
        "«",
        "\u200f",
    ),
]


def mutated(text: str, seed: int) -> bytes:
    chance = random.Random(seed)
    data = bytearray(text.encode("utf-8"))
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(data))
        if chance.random() < 0.5:
            del data[at : at + chance.randrange(1, 40)]
        else:
            data[at:at] = chance.choice(WORDS).encode("utf-8")
        data = data or bytearray(b"x")
    return bytes(data)


@pytest.mark.parametrize("name", NAMES)
def test_broken_releases_lose_nothing(name):
    for seed in range(2):
        fuzz_releases(mutated(text_of(name), seed))


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_words_in_any_order_lose_nothing(words):
    fuzz_releases(" ".join(words).encode("utf-8"))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.one_of(
        st.binary(max_size=60),
        st.lists(st.sampled_from(WORDS), max_size=6).map(lambda words: " ".join(words).encode("utf-8")),
    )
)
def test_dates_and_numbers_are_read_or_refused(data):
    fuzz_dates(data)
    fuzz_numbers(data)
