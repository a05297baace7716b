"""The payload gives back what it was given, in the same bytes each time, and refuses what it cannot hold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.payload import Column, decode, encode, morton_order
from maps.payload.varint import read_varints, unzigzag, write_varints, zigzag

WHOLE = st.one_of(st.none(), st.integers(0, 2**31 - 2))
SIGNED = st.one_of(st.none(), st.integers(-(2**29), 2**29))
TEXTS = st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
WORDS = st.sampled_from(["exact", "town", "{{7*7}}", "الموصل"])


def back(codec, values, **kwargs):
    frame = decode(encode({"t": [Column("c", codec, values, **kwargs)]})).tables["t"]
    return [None if value is pd.NA else value for value in frame["c"].tolist()] if len(frame) else []


@given(st.lists(WHOLE))
def test_whole_numbers_come_back(values):
    assert back("uint", values) == values


@given(st.lists(SIGNED))
def test_differences_come_back(values):
    assert back("delta", values) == values


@given(st.lists(st.one_of(st.none(), WORDS)), st.lists(st.lists(WORDS, max_size=3)))
def test_words_and_lists_of_words_come_back(words, lists):
    assert back("code", words) == words
    assert back("codes", lists) == lists


@given(st.lists(TEXTS))
def test_texts_come_back(values):
    assert back("strings", values) == values


@given(st.lists(st.one_of(st.none(), st.floats(-180, 180))))
def test_degrees_come_back_rounded_to_the_scale(values):
    told = back("delta", values, scale=10000)
    for before, after in zip(values, told, strict=True):
        assert np.isnan(after) if before is None else abs(after - before) <= 0.00005 + 1e-9


@given(st.lists(st.integers(0, 2**31 - 1)), st.lists(st.integers(-(2**30), 2**30 - 1)))
def test_varints_and_zigzag_are_their_own_way_back(plain, signed):
    assert read_varints(write_varints(np.array(plain, dtype=np.int64))).tolist() == plain
    assert unzigzag(zigzag(np.array(signed, dtype=np.int64))).tolist() == signed


def test_the_same_input_gives_the_same_bytes_and_is_left_alone():
    values = pd.Series([1, None, 3], dtype="Int64")
    tables = {"t": [Column("n", "uint", values)]}
    assert encode(tables, [{"id": "a"}], meta={"k": 1}) == encode(tables, [{"id": "a"}], meta={"k": 1})
    pd.testing.assert_series_equal(values, pd.Series([1, None, 3], dtype="Int64"))


def test_texts_keep_their_order_across_blocks():
    rows = [{"id": str(number), "place": None} for number in range(1100)]
    payload = decode(encode({}, rows, meta={"title": "الموصل"}))
    assert payload.text == rows
    assert payload.meta == {"title": "الموصل"}


def test_given_words_keep_their_order_and_an_unknown_one_is_refused():
    column = Column("p", "code", ["town", None, "exact"], words=["town", "exact", "site"])
    assert decode(encode({"t": [column]})).tables["t"]["p"].tolist() == ["town", None, "exact"]
    with pytest.raises(ValueError, match="'street'"):
        encode({"t": [Column("p", "code", ["street"], words=["town"])]})


@pytest.mark.parametrize(
    ("column", "match"),
    [
        (Column("c", "nonsense", [1]), "Unknown codec"),
        (Column("c", "uint", [-1]), "negative"),
        (Column("c", "uint", [1.5]), "not whole"),
        (Column("c", "uint", [2**31]), "between 0 and"),
    ],
)
def test_what_a_codec_cannot_hold_is_refused(column, match):
    with pytest.raises(ValueError, match=match):
        encode({"t": [column]})


def test_columns_of_different_length_are_refused():
    with pytest.raises(ValueError, match="differ in length"):
        encode({"t": [Column("a", "uint", [1]), Column("b", "uint", [1, 2])]})


@pytest.mark.parametrize("damage", [lambda raw: b"NOPE" + raw[4:], lambda raw: raw[:-3], lambda raw: raw[:20]])
def test_damaged_bytes_are_refused(damage):
    raw = encode({"t": [Column("c", "strings", ["a"] * 50)]}, [{"id": "a"}])
    with pytest.raises(ValueError, match="payload"):
        decode(damage(raw))


def test_a_hundred_thousand_records_come_back():
    rng = np.random.default_rng(7)
    lon, lat = rng.uniform(38, 48, 100_000), rng.uniform(30, 37, 100_000)
    order = morton_order(lon, lat)
    payload = encode(
        {"t": [Column("lon", "delta", lon[order], scale=10000), Column("lat", "delta", lat[order], scale=10000)]}
    )
    frame = decode(payload).tables["t"]
    assert np.abs(frame["lon"].to_numpy() - lon[order]).max() <= 0.000051
    assert len(payload) < 500_000


def test_the_morton_order_holds_every_row_once_and_the_placeless_last():
    lon, lat = np.array([np.nan, 44, 44, 40]), np.array([np.nan, 36, 36, 33])
    assert morton_order(lon, lat).tolist() == [3, 1, 2, 0]
