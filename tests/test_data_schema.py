"""Frames have the declared columns and types, and the schemas hold them to it."""

import pandas as pd
import pytest
from pandera.errors import SchemaErrors

from data import UsageProblem, conform, fields, frame, tables, validate

CLAIM = {"record_id": "a:1", "claim_id": "a:1@x", "recorder": "airwars", "status": "fair", "killed_min": 2}


@pytest.mark.parametrize("table", tables())
def test_an_empty_frame_has_every_column_and_is_valid(table: str) -> None:
    made = frame(table)
    assert list(made.columns) == [field.name for field in fields(table)]
    validate(made, table)


def test_what_a_row_does_not_name_is_unknown_and_not_zero() -> None:
    made = frame("claims", [CLAIM])
    assert pd.isna(made.killed_max[0])
    assert made.warnings[0] == []
    assert str(made.killed_max.dtype) == "Int64"


def test_lists_of_rows_are_not_shared() -> None:
    made = frame("claims", [CLAIM, CLAIM])
    made.warnings[0].append("x")
    assert made.warnings[1] == []


def test_conform_leaves_its_input_alone_and_can_be_repeated() -> None:
    given = pd.DataFrame([CLAIM])
    before = given.copy(deep=True)
    once = conform(given, "claims")
    pd.testing.assert_frame_equal(given, before)
    pd.testing.assert_frame_equal(conform(once, "claims"), once)


def test_an_undeclared_column_is_refused() -> None:
    with pytest.raises(UsageProblem, match="victim_name"):
        frame("claims", [CLAIM | {"victim_name": "x"}])


@pytest.mark.parametrize(
    "wrong", [{"status": "credible"}, {"killed_min": -1}, {"strike_kind": "bang"}, {"recorder": None}]
)
def test_the_schema_finds_what_does_not_hold(wrong: dict[str, object]) -> None:
    with pytest.raises(SchemaErrors):
        validate(frame("claims", [CLAIM | wrong]), "claims")


def test_a_recorder_without_vocabulary_may_use_its_own_words() -> None:
    validate(frame("claims", [CLAIM | {"recorder": "valdria-monitor", "status": "seen"}]), "claims")
