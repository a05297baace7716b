"""Two versions of the same records: every record is told of, and none twice."""

import json
from collections.abc import Mapping

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import Compared, compare, frame, identify, validate

BASE = {"recorder": "watch", "happened_from": "2031-05-02", "happened_to": "2031-05-02", "date_precision": "day"}


def claims(*rows: Mapping[str, object]) -> pd.DataFrame:
    return identify(frame("claims", [BASE | dict(row) for row in rows]))


def kinds(found: Compared) -> list[tuple[str, str]]:
    return list(zip(found.changes.change, found.changes.record_id, strict=True))


@pytest.mark.parametrize(
    ("was", "now", "kind", "columns"),
    [
        ({"status": "open"}, {"status": "closed"}, "regraded", ["status"]),
        ({"killed_min": 3}, {"killed_min": 4}, "recounted", ["killed_min"]),
        ({"killed_min": None}, {"killed_min": 0}, "recounted", ["killed_min"]),
        ({"killed_min": 0}, {"killed_min": None}, "recounted", ["killed_min"]),
        ({}, {"happened_to": "2031-05-03"}, "redated", ["happened_to"]),
        ({"stated_lon": 43.1}, {"stated_lon": 43.2}, "moved", ["stated_lon"]),
        ({"place_text": "Brenn"}, {"place_text": "Karn"}, "renamed", ["place_text"]),
        ({"munition": "bomb"}, {"munition": None}, "reworded", ["munition"]),
    ],
)
def test_each_kind_of_change_is_named_with_its_columns(
    was: dict[str, object], now: dict[str, object], kind: str, columns: list[str]
) -> None:
    found = compare(claims({"record_code": "1", **was}), claims({"record_code": "1", **now}))
    validate(found.changes, "changes")
    row = found.changes.iloc[0]
    assert (len(found.changes), row.change, row["columns"]) == (1, kind, columns)
    back = compare(claims({"record_code": "1", **now}), claims({"record_code": "1", **was})).changes.iloc[0]
    assert (back.change, back.before, back.after) == (kind, row.after, row.before)
    assert json.loads(row.after)[columns[0]] == now.get(columns[0])


def test_added_and_removed_records_are_told_whole() -> None:
    found = compare(claims({"record_code": "1", "killed_min": 2}), claims({"record_code": "2"}))
    assert kinds(found) == [("added", "watch:2"), ("removed", "watch:1")]
    assert json.loads(found.changes.before[1])["killed_min"] == 2
    assert (found.before, found.after, found.unchanged) == (1, 1, 0)


def test_a_record_under_a_new_code_is_recoded_and_not_lost() -> None:
    found = compare(claims({"record_code": "1"}), claims({"record_code": "7", "previous_codes": ["1"]}))
    assert kinds(found) == [("recoded", "watch:7")]
    assert (found.unchanged, found.changed) == (0, 1)


BRENN, KARN = {"place_text": "Brenn", "killed_min": 2}, {"place_text": "Karn", "codes": ["1"]}


def test_a_source_that_numbers_its_records_anew_has_lost_none() -> None:
    old = claims({"record_code": "1", **BRENN}, {"record_code": "2", **KARN})
    found = compare(old, claims({"record_code": "X1", **BRENN}, {"record_code": "X2", **KARN, "codes": ["X1"]}))
    assert kinds(found) == [("recoded", "watch:X1"), ("recoded", "watch:X2"), ("reworded", "watch:X2")]
    assert (found.unchanged, found.changed, found.nothing_shared) == (0, 2, False)


@pytest.mark.parametrize(
    "new",
    [
        # Two say the same; another recorder does; nothing says where.
        [{"record_code": "8", **BRENN}, {"record_code": "9", **BRENN}],
        [{"record_code": "8", **BRENN, "recorder": "desk"}],
        [{"record_code": "8", "killed_min": 2}],
    ],
)
def test_records_that_may_be_others_are_not_taken_for_one(new: list[dict[str, object]]) -> None:
    found = compare(claims({"record_code": "1", **BRENN}), claims(*new))
    assert {kind for kind, _ in kinds(found)} == {"added", "removed"}
    assert found.nothing_shared


def test_another_file_other_order_and_other_source_pages_change_nothing() -> None:
    rows = [{"record_code": str(number), "source_id": "a", "origin_row": number} for number in range(4)]
    other = [row | {"source_id": "b", "origin_row": 9, "origin_file": "x.csv"} for row in reversed(rows)]
    found = compare(claims(*rows), claims(*other))
    assert (found.changes.empty, found.unchanged) == (True, 4)


def test_records_that_share_an_id_are_paired_equal_ones_first() -> None:
    before = claims({"record_code": "1", "killed_min": 1}, {"record_code": "1", "killed_min": 2})
    after = claims({"record_code": "1", "killed_min": 2}, {"record_code": "1", "killed_min": 5})
    found = compare(before, after)
    assert [(json.loads(row.before), json.loads(row.after)) for row in found.changes.itertuples()] == [
        ({"killed_min": 1}, {"killed_min": 5})
    ]


def test_readings_that_are_no_longer_in_force_are_left_out() -> None:
    table = claims({"record_code": "1", "killed_min": 1}, {"record_code": "1", "killed_min": 2})
    table.loc[0, "superseded_by"] = table.claim_id[1]
    assert compare(table, table.iloc[[1]]).changes.empty


values = st.fixed_dictionaries(
    {
        "record_code": st.sampled_from("1234"),
        "killed_min": st.none() | st.integers(0, 2),
        "status": st.sampled_from([None, "p", "q"]),
        "previous_codes": st.lists(st.sampled_from("1234"), max_size=1),
    }
)
versions = st.lists(values, max_size=6)


@settings(max_examples=60)
@given(versions, versions)
def test_every_record_is_accounted_for_on_both_sides(
    old: list[dict[str, object]], new: list[dict[str, object]]
) -> None:
    before, after = claims(*old), claims(*new)
    found, back = compare(before, after), compare(after, before)
    assert (found.before, found.after) == (len(old), len(new))
    assert found.unchanged + found.changed + found.counts["added"] == len(new)
    assert compare(before, before).changes.empty
    if not any(row["previous_codes"] for row in (*old, *new)):
        assert (found.counts["added"], found.unchanged) == (back.counts["removed"], back.unchanged)
