"""The check of columns finds what the schema of frames finds."""

import pytest
from pandera.errors import SchemaErrors

from data import frame, validate
from data.checking import BrokenSchemaError, check_arrow
from data.store import to_arrow

CLAIM = {"record_id": "a:1", "claim_id": "a:1@x", "recorder": "airwars", "status": "fair", "killed_min": 2}


@pytest.mark.parametrize("right", [{}, {"status": None}, {"recorder": "v", "status": "seen"}, {"killed_max": 0}])
def test_both_let_a_right_row_pass(right: dict[str, object]) -> None:
    made = frame("claims", [CLAIM, CLAIM | right])
    validate(made, "claims")
    check_arrow(to_arrow(made, "claims"), "claims")


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "credible"},
        {"killed_min": -1},
        {"strike_kind": "bang"},
        {"recorder": None},
        {"date_precision": "week"},
    ],
)
def test_both_find_a_wrong_row(wrong: dict[str, object]) -> None:
    made = frame("claims", [CLAIM, CLAIM | wrong])
    with pytest.raises(SchemaErrors):
        validate(made, "claims")
    with pytest.raises(BrokenSchemaError, match=next(iter(wrong))):
        check_arrow(to_arrow(made, "claims"), "claims")


def test_another_table_is_found() -> None:
    with pytest.raises(BrokenSchemaError, match="columns or types"):
        check_arrow(to_arrow(frame("sources"), "sources"), "claims")
