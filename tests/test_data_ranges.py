"""Counts that are known from below, from above, or not at all."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from data.ranges import Range, add, add_columns, disordered, hull, hull_by

sides = st.none() | st.integers(0, 500)
ranges = st.builds(Range, sides, sides)
many = st.lists(ranges, max_size=6)


@given(many)
def test_hull_does_not_depend_on_order_and_repeating_changes_nothing(given_ranges: list[Range]) -> None:
    once = hull(given_ranges)
    assert hull(reversed(given_ranges)) == once
    assert hull([*given_ranges, *given_ranges]) == once
    assert hull([*given_ranges, Range()]) == once


@given(many, many)
def test_hull_of_hulls_is_the_hull_of_all_where_each_states_something(one: list[Range], other: list[Range]) -> None:
    parts = [hull(one), hull(other)]
    if all(part.stated for part in parts):
        assert hull(parts) == hull([*one, *other])


@given(many)
def test_no_claim_lies_outside_the_hull(given_ranges: list[Range]) -> None:
    low, high = hull(given_ranges)
    for each in given_ranges:
        assert low is None or each.min is None or low <= each.min
        assert high is None or each.max is None or each.max <= high


@given(many, many)
def test_adding_in_parts_is_adding_all(one: list[Range], other: list[Range]) -> None:
    whole, without = add([*one, *other])
    (first, n), (second, m) = add(one), add(other)
    assert n + m == without
    if first.stated and second.stated:
        assert add([first, second]) == (whole, 0)


@given(st.lists(st.tuples(st.sampled_from("ab"), ranges), min_size=1, max_size=8))
def test_the_frame_says_what_the_pairs_say(rows: list[tuple[str, Range]]) -> None:
    frame = pd.DataFrame([{"key": key, "n_min": each.min, "n_max": each.max} for key, each in rows])
    spans = hull_by(frame.astype({"n_min": "Int64", "n_max": "Int64"}), ["key"], "n")
    for key in {key for key, _ in rows}:
        low, high = hull(each for other, each in rows if other == key)
        found = [None if pd.isna(value) else value for value in spans.loc[key]]
        assert found == [low, high]


@given(many)
def test_a_sum_states_a_side_only_where_something_states_it(given_ranges: list[Range]) -> None:
    total, _ = add(given_ranges)
    assert (total.min is None) == all(each.min is None for each in given_ranges)
    assert total.max is None or all(each.max is not None for each in given_ranges if each.stated)


@given(many, st.data())
def test_a_sum_holds_every_sum_of_what_may_have_been(given_ranges: list[Range], data: st.DataObject) -> None:
    """Whatever the true numbers are inside the stated ranges, their sum lies inside the stated sum."""
    stated = [each for each in given_ranges if each.stated and not disordered_pair(each)]
    true = [data.draw(st.integers(each.min or 0, 900 if each.max is None else each.max)) for each in stated]
    total, _ = add(stated)
    assert total.min is None or total.min <= sum(true)
    assert total.max is None or sum(true) <= total.max


def disordered_pair(each: Range) -> bool:
    return each.min is not None and each.max is not None and each.min > each.max


@given(many)
def test_adding_does_not_depend_on_order_and_changes_nothing(given_ranges: list[Range]) -> None:
    before = list(given_ranges)
    assert add(reversed(given_ranges)) == add(given_ranges)
    assert given_ranges == before


def test_unknown_is_never_zero() -> None:
    assert add([Range(), Range()]) == (Range(), 2)
    assert add([Range(None, 5), Range()]) == (Range(None, 5), 1)
    assert add([Range(0, 0), Range(None, 5)]) == (Range(0, 5), 0)
    assert hull([Range(0, 0), Range(3, None)]) == Range(0, None)


def test_disorder_is_marked_and_not_swapped() -> None:
    low, high = pd.array([5, 1, None, 2], "Int64"), pd.array([3, 2, 1, 2], "Int64")
    assert disordered(pd.Series(low), pd.Series(high)).tolist() == [True, False, False, False]


@given(many)
def test_columns_are_added_as_single_figures_are(given_ranges: list[Range]) -> None:
    low, high = (pd.Series([each[side] for each in given_ranges], dtype="Int64") for side in (0, 1))
    assert add_columns(low, high) == add(given_ranges)
