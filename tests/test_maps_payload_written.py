"""Objects written a column at a time are the text that each would be by itself."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from maps.payload import Written, decode, encode, written_objects, written_values

texts = st.none() | st.text(max_size=6)
whole = st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
lists = st.lists(st.text(max_size=3), max_size=3)
objects = st.lists(st.dictionaries(st.text(max_size=2), texts, max_size=2), max_size=2)
columns = st.one_of(
    *(st.lists(kind, max_size=6) for kind in (texts, whole, lists, objects, whole | texts | st.booleans()))
)


def one(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


@given(columns)
def test_each_value_is_written_as_by_itself(values: list[Any]) -> None:
    assert written_values(values) == [one(value) for value in values]


def test_true_is_not_one_and_a_list_is_not_another() -> None:
    assert written_values([1, True, None]) == ["1", "true", "null"]
    assert written_values([["a"], [], ["a", "b"], [{"a": 1}]]) == ['["a"]', "[]", '["a","b"]', '[{"a":1}]']


def test_objects_hold_their_columns_in_order_whatever_their_names() -> None:
    made = written_objects({"a%s": ["%", '"'], "b": [1, None]}, {"c": ["[]", "{}"]})
    assert [json.loads(text) for text in made] == [{"a%s": "%", "b": 1, "c": []}, {"a%s": '"', "b": None, "c": {}}]
    assert made[0] == one({"a%s": "%", "b": 1, "c": []})


def test_a_payload_of_written_objects_is_that_of_the_objects_and_a_quick_one_says_the_same() -> None:
    rows = [{"id": f"r{number}", "note": "x" * (number % 7)} for number in range(1200)]
    told = [one(row) for row in rows]
    assert encode({}, Written(told)) == encode({}, rows)
    quick = encode({}, Written(told, 1))
    assert len(quick) > len(encode({}, rows))
    assert decode(quick).text == rows
