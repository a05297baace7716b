"""Daily strike lines: where, how many, and what was hit, as the line writes it."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from shared_data import shared_data

from data.releases import read_release_items, read_strike_lines
from data.schema import validate

LINES = [
    ("- Near Tal Verin, one strike burned a fuel store.", "near", "Tal Verin", 1, "burned a fuel store"),
    ("-Near Ar Relma, 17 airstrikes struck a building.", "near", "Ar Relma", 17, "struck a building"),
    ("Near Hisra one strike had no clear outcome.", "near", "Hisra", 1, "had no clear outcome"),
    ("- Near Mirsa an airstike, struck a unit.", "near", "Mirsa", 1, "struck a unit"),
    ("- In Qasr Odan, four  airstrikes struck five units.", "in", "Qasr Odan", 4, "struck five units"),
    (
        "• Near Mar’ila and Bir Tasem, twenty-one strikes engaged two units.",
        "near",
        "Mar’ila and Bir Tasem",
        21,
        "engaged two units",
    ),
    ("- Near Near Al Husan, two strikes engaged a unit.", "near", "Al Husan", 2, "engaged a unit"),
]


@pytest.mark.parametrize(("line", "relation", "place", "number", "target"), LINES)
def test_a_line_is_read_as_written(line, relation, place, number, target):
    found = read_strike_lines([line]).claims.iloc[0]
    assert (found["relation"], found["place_text"], found["strikes_min"], found["strikes_max"]) == (
        relation,
        place,
        number,
        number,
    )
    assert found["target_kind"] == target
    spans = json.loads(found["origin_span"])
    assert line[slice(*spans["place_text"])] == place


def test_two_lines_in_one_cell_give_two_claims():
    cell = "- Near Hisra, one strike engaged a unit.         vNear Mirsa, seven strikes destroyed a cache."
    claims = read_strike_lines([cell]).claims
    assert claims["place_text"].tolist() == ["Hisra", "Mirsa"]
    assert claims["strikes_min"].tolist() == [1, 7]
    assert claims["target_kind"].tolist() == ["engaged a unit", "destroyed a cache"]


def test_headings_give_country_and_day_to_the_lines_below():
    lines = [
        "Strikes in Syria",
        "On Oct. 17, 2016, the task force flew sorties.",
        "- Near Mirsa, one strike hit a unit.",
        "Iraq",
        LINES[0][0],
    ]
    reading = read_strike_lines(lines)
    assert reading.claims["country"].tolist() == ["SY", "IQ"]
    assert reading.claims["happened_from"].tolist() == ["2016-10-17", "2016-10-17"]
    assert len(reading.unread) == 0


def test_columns_of_a_table_give_country_and_day_in_the_declared_order():
    table = pd.DataFrame({"date": ["10/03/2016"], "country": ["Iraq"], "line": [LINES[0][0]]})
    assert read_strike_lines(table, date_order="mdy").claims["happened_from"].tolist() == ["2016-10-03"]
    assert pd.isna(read_strike_lines(table).claims["happened_from"][0])
    assert read_strike_lines(table).claims["country"].tolist() == ["IQ"]


def test_what_is_no_line_stands_in_unread():
    reading = read_strike_lines(["Coalition forces continue to work with partners.", None, LINES[0][0]])
    assert reading.unread[["row", "rule"]].to_numpy().tolist() == [[2, "strike_line_not_understood"]]
    assert reading.claims["origin_row"].tolist() == [4]
    validate(reading.claims, "claims")


def test_real_strike_lines():
    given = pd.read_csv(shared_data("centcom_strike_lines.csv.gz"))
    claims = read_strike_lines(given, date_order="mdy").claims
    first = claims.drop_duplicates("origin_row")
    assert len(first) == len(given)
    assert (first["strikes_min"].to_numpy() == given["number"].to_numpy()).mean() >= 0.995
    assert all(place in line for place, line in zip(first["place_text"], given["line"], strict=True))


def test_real_release_items():
    given = pd.read_csv(shared_data("cjtfoir_items_dev.csv.gz"))
    claims = read_release_items(given).claims
    items = claims[given["itemised"].to_numpy()]
    assert len(claims) == len(given)
    assert items[["happened_from", "place_text"]].notna().all(axis=None)
    assert (
        items["via"].notna().to_numpy() == given.loc[given["itemised"], "text"].str.contains(r"\bvia\b").to_numpy()
    ).all()
    killed = (
        claims["killed_max"].astype("float64").fillna(0).to_numpy() == given["conceded_killed_max"].fillna(0).to_numpy()
    )
    assert killed[given["itemised"].to_numpy()].mean() >= 0.93
