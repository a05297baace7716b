"""The grammar of counts: pairs, documented readings, refusals."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.fields import warning_codes
from data.grammars import count_refusal, fold, match_count, read_count, read_counts, scan_counts

READ = [
    ("3", 3, 3),
    ("3.0", 3, 3),
    ("0", 0, 0),
    ("٣", 3, 3),
    ("1,190", 1190, 1190),
    ("three", 3, 3),
    ("one hundred and five", 105, 105),
    ("twenty-one", 21, 21),
    ("two thousand three hundred", 2300, 2300),
    ("2 thousand", 2000, 2000),
    ("3-5", 3, 5),
    ("three or four", 3, 4),
    ("between 3 and 5", 3, 5),
    ("at least three", 3, None),
    ("3+", 3, None),
    ("5 or more", 5, None),
    ("no fewer than 4", 4, None),
    ("at least 10 to 12", 10, 12),
    ("more than 20", 21, None),
    ("over 20", 21, None),
    ("up to five", None, 5),
    ("min. 3", 3, None),
    ("Min: 3", 3, None),
    ("max 5", None, 5),
    ("as many as 7", None, 7),
    ("fewer than 10", None, 9),
    ("nearly 30", None, 30),
    ("about 30", 30, 30),
    ("a dozen", 12, 12),
    ("half a dozen", 6, 6),
    ("two dozen", 24, 24),
    ("at least two dozen", 24, None),
    ("dozens", 24, None),
    ("dozens of people", 24, None),
    ("scores", 40, None),
    ("hundreds", 200, None),
    ("several", 3, None),
    ("a few", 2, None),
    ("two civilians, and possibly a third", 2, 3),
    ("one, possibly two", 1, 2),
    ("two, and possibly 3 more", 2, 5),
    ("no civilians", 0, 0),
    ("none", 0, 0),
    ("unknown", None, None),
    ("ثلاثة مدنيين", 3, 3),
    ("خمسة وعشرون", 25, 25),
    ("مئة وخمسة", 105, 105),
    ("على الأقل 5", 5, None),
    ("أكثر من عشرة", 11, None),
    ("عشرات", 20, None),
]
REFUSED = [
    ("-3", "count_negative"),
    ("1e30", "count_too_large"),
    ("99999999999", "count_too_large"),
    ("3.5", "count_not_whole"),
    ("1.190", "count_not_whole"),
    ("12,34", "count_not_whole"),
    ("5-3", "count_range_reversed"),
    ("two killed and one injured", "count_not_understood"),
    ("two three", "count_not_understood"),
    ("10 possibly a third", "count_not_understood"),
    ("a third", "count_not_understood"),
    ("an unknown number", "count_not_understood"),
    ("", "count_missing"),
]


@pytest.mark.parametrize(("text", "low", "high"), READ)
def test_counts_are_read_as_documented(text, low, high):
    found = read_count(text)
    assert found is not None
    assert (found.min, found.max, found.text) == (low, high, text)
    assert set(found.warnings) <= set(warning_codes())


@pytest.mark.parametrize(("text", "rule"), REFUSED)
def test_counts_outside_the_grammar_are_refused_with_a_reason(text, rule):
    assert read_count(text) is None
    assert count_refusal(text) == rule


def test_vague_and_approximate_words_are_flagged():
    assert read_count("dozens").warnings == ("count_vague",)
    assert read_count("about 30").warnings == ("count_approximate",)
    assert read_count("two dozen").warnings == ()


def test_counts_are_found_in_running_text_with_their_spans():
    text = fold("At least two men and THREE women, turnover 5")
    assert [(count.min, text[start:end]) for count, start, end in scan_counts(text)] == [
        (2, "at least two"),
        (3, "three"),
        (5, "5"),
    ]
    assert match_count(text, 0)[0].max is None
    assert match_count(text, 13) is None


def test_many_counts_keep_their_places():
    assert [found and found.min for found in read_counts(["2", None, "x", "2"])] == [2, None, None, 2]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(min_value=0, max_value=9_999_999))
def test_any_number_is_read_back(number):
    assert read_count(str(number)).min == number
    assert read_count(f"{number:,}").max == number


ONES = [
    "",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
]
ONES += ["fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_words(number: int) -> str:
    if number >= 1000:
        rest = in_words(number % 1000)
        return f"{in_words(number // 1000)} thousand{' ' + rest if rest else ''}"
    if number >= 100:
        rest = in_words(number % 100)
        return f"{ONES[number // 100]} hundred{' and ' + rest if rest else ''}"
    if number >= 20:
        return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")
    return ONES[number]


@pytest.mark.parametrize("number", [*range(1, 130), 199, 200, 311, 999, 1000, 1001, 1190, 12345, 99999])
def test_number_words_are_read_back(number):
    assert read_count(in_words(number)).min == number
