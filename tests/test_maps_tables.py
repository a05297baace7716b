"""S5.3: no cell of an export is a formula, and nothing is lost by that."""

import csv
import io

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from maps.tables import FORMULA, csv_bytes, guard, unguard

TEXTS = st.text() | st.sampled_from(["=1+1", "+49", "-3", "@x", "'x", "\t=1", "''"])


@given(TEXTS)
def test_s5_3_the_guard_is_reversible_and_leaves_no_formula(text: str) -> None:
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(tuple(FORMULA[:-1]))


def test_s5_3_numbers_are_left_alone_and_unknown_is_empty() -> None:
    frame = pd.DataFrame({"n": pd.array([-3, None], dtype="Int64"), "t": ["=cmd()", None], "l": [["a", "b"], []]})
    rows = list(csv.reader(io.StringIO(csv_bytes(frame).decode("utf-8-sig"))))
    assert rows == [["n", "t", "l"], ["-3", "'=cmd()", "a; b"], ["", "", ""]]


def test_arabic_opens_as_arabic_in_a_spreadsheet() -> None:
    assert csv_bytes(pd.DataFrame({"p": ["الموصل"]})).startswith(b"\xef\xbb\xbf")
