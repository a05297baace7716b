"""The payload gives back what it was given, in the same bytes each time, and refuses what it cannot hold."""

from __future__ import annotations

import json
import struct
import zlib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.payload import Column, InOrder, decode, encode, morton_order, raw_blocks, text_array
from maps.payload.varint import read_varints, unzigzag, write_varints, zigzag

WHOLE = st.one_of(st.none(), st.integers(0, 2**31 - 2))
SIGNED = st.one_of(st.none(), st.integers(-(2**29), 2**29))
TEXTS = st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
DATES = [None, "2014-03-05", "2014-03", "2014", "1999-11-10/1999-11-12", "about 2000", ""]
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


LONG = st.lists(st.one_of(st.none(), st.text(st.sampled_from("ab c\x00\nم "), max_size=12)), min_size=1)


@given(LONG, LONG)
def test_long_texts_come_back_by_column(notes, others):
    size = min(len(notes), len(others))
    texts = {"note": notes[:size], "other": others[:size]}
    assert decode(encode({}, texts=texts)).text == [
        {"note": one, "other": two} for one, two in zip(notes, others, strict=False)
    ]


def sentences(count):
    words = np.array(
        [
            "a",
            "market",
            "near",
            "the",
            "road",
            "was",
            "struck",
            "at",
            "night",
            "and",
            "people",
            "were",
            "hurt",
            "there",
            "by",
            "fire",
        ]
    )
    rng = np.random.default_rng(5)
    return [f"{number} " + " ".join(rng.choice(words, 30)) for number in range(count)]


def codecs_of(payload):
    size = struct.unpack("<I", payload[4:8])[0]
    header = json.loads(zlib.decompress(payload[8 : 8 + size], -15))
    return [column["codec"] for column in header["text"]["columns"]]


def test_long_texts_are_written_by_the_codec_that_makes_them_smallest():
    notes, ids = sentences(3000), [f"V{number:06d}" for number in range(3000)]
    mixed = [f"V{number}" for number in range(3000)]
    payload = encode({}, texts={"id": ids, "note": notes, "mixed": mixed})
    assert codecs_of(payload) == ["numbered", "words", "strings"]
    assert decode(payload).text[2999] == {"id": "V002999", "note": notes[2999], "mixed": "V2999"}
    rows = encode(
        {}, [dict(zip(("id", "note", "mixed"), row, strict=True)) for row in zip(ids, notes, mixed, strict=True)]
    )
    assert len(payload) < 0.7 * len(rows)


def test_texts_are_brought_into_their_order_as_they_are_written():
    notes = sentences(20_000)
    order = np.random.default_rng(3).permutation(len(notes))
    moved = encode({}, texts={"note": InOrder(text_array(notes), order)})
    assert moved == encode({}, texts={"note": [notes[row] for row in order]})


def test_the_gate_sees_the_words_of_long_texts():
    payload = encode({}, texts={"note": [*sentences(2000), "Orlo Vantresk saw it"]})
    assert codecs_of(payload) == ["words"]
    assert any(b"Orlo Vantresk saw it" in block for block in raw_blocks(payload))


@given(st.lists(st.tuples(st.sampled_from(DATES), st.integers(0, 40), st.integers(10_900, 17_000)), min_size=1))
def test_dates_come_back_beside_any_days(rows):
    texts, first = [row[0] for row in rows], [row[2] for row in rows]
    days = [Column("from", "planes", first), Column("to", "beside", [row[1] + row[2] for row in rows], of=("from",))]
    date = Column("date", "date", texts, of=("from", "to"))
    table = decode(encode({"t": [*days, date]})).tables["t"]
    assert table["date"].tolist() == texts
    assert table["from"].tolist() == first


def test_a_date_that_its_days_tell_takes_no_room():
    day = np.arange(16_000, 18_000)
    columns = [Column("from", "planes", day), Column("to", "beside", day, of=("from",))]
    told = Column("date", "date", np.datetime_as_string(day.astype("datetime64[D]")).tolist(), of=("from", "to"))
    assert len(encode({"t": [*columns, told]})) - len(encode({"t": columns})) < 120


@given(st.lists(st.tuples(WHOLE, st.one_of(st.none(), st.integers(0, 2**29))), min_size=1))
def test_columns_beside_others_come_back(rows):
    low, high = [row[1] for row in rows], [None if row[0] is None else row[0] // 4 for row in rows]
    table = decode(encode({"t": [Column("a", "uint", low), Column("b", "beside", high, of=("a",))]})).tables["t"]
    assert [None if value is pd.NA else value for value in table["b"]] == high


def test_columns_that_say_the_same_share_a_block():
    values = np.arange(5000) % 97
    once, twice = (encode({"t": [Column(name, "uint", values) for name in names]}) for names in ("a", "ab"))
    assert len(twice) - len(once) < 40
    assert decode(twice).tables["t"]["b"].tolist() == values.tolist()
    assert len(raw_blocks(twice)) == 2
