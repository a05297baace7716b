"""What stands beside a published point: shapes that are no finer than the point, and names that are in a gazetteer."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from published import AS_OF, made

from data import frame
from geo import LonLat
from geo.footprints import between_radii, corridor, hull, middle, moved, offset_radii, sector
from maps.page import compose_page, read_page
from maps.payload import Column, decode, encode
from maps.project import Policy
from maps.publish.exports import site_tables
from maps.publish.reread.cells import cells_of
from maps.publish.reread.page import read_index
from maps.select import Selection, select
from maps.select.beside import alternatives
from maps.select.floor import floor_placements
from maps.select.policy import withheld


def placed(point: LonLat, radii: tuple[float, float, float], kind: str, area: bytes) -> pd.DataFrame:
    row = dict(zip(("r50_m", "r80_m", "r95_m"), radii, strict=True))
    place = {"subject_id": "V-1", "lon": point.lon, "lat": point.lat, "precision": "around_place"}
    return frame("placements", [place | row | {"footprint": area, "footprint_kind": kind, "method": "gazetteer"}])


def off(anchor: LonLat, bearing: float, far_m: float) -> pd.DataFrame:
    radii = offset_radii(far_m, 1000, 22.5, "town")
    area = sector(anchor, bearing, 22.5, inner_m=far_m - 500, outer_m=far_m + 500)
    return placed(moved(anchor, bearing, far_m), (radii.r50_m, radii.r80_m, radii.r95_m), "sector", area)


def between(start: LonLat, end: LonLat, length_m: float) -> pd.DataFrame:
    radii = between_radii(length_m)
    return placed(middle(start, end), (radii.r50_m, radii.r80_m, radii.r95_m), "corridor", corridor(start, end))


@given(st.floats(-170, 170), st.floats(-70, 70), st.floats(0, 359), st.floats(8_000, 60_000), st.integers(1, 5))
def test_s6_2_a_shape_holds_what_it_stands_for_and_is_no_finer_than_its_point(lon, lat, bearing, far_m, decimals):
    given_ = off(LonLat(lon, lat), bearing, far_m)
    out = floor_placements(given_, decimals).iloc[0]
    assert out["footprint"] is None
    if pd.isna(out["shape"]):
        return
    ring = np.array(json.loads(out["shape"]))
    grid = max(len(f"{value:.6f}".rstrip("0").partition(".")[2]) for value in (out["lon"], out["lat"]))
    assert np.abs(ring - np.round(ring, min(decimals, max(grid, 2)))).max() < 1e-9
    drawn = shapely.Polygon(ring)
    assert drawn.buffer(1e-9).covers(shapely.from_wkb(given_["footprint"].iloc[0]))


def test_a_direction_and_a_road_have_their_shape_and_a_drawn_area_has_none():
    start, end = LonLat(43.0, 36.0), LonLat(43.4, 36.2)
    road = floor_placements(between(start, end, 42_000), 2).iloc[0]
    ring = shapely.Polygon(json.loads(road["shape"]))
    assert ring.covers(shapely.Point(start.lon, start.lat))
    assert ring.covers(shapely.Point(end.lon, end.lat))
    assert pd.notna(floor_placements(off(start, 0, 20_000), 2)["shape"].iloc[0])
    points = [LonLat(43.0, 36.0), LonLat(43.2, 36.1), LonLat(43.1, 36.3)]
    drawn = placed(LonLat(43.1, 36.1), (5000, 9000, 15000), "polygon", hull(points))
    assert pd.isna(floor_placements(drawn, 2)["shape"].iloc[0])


def test_a_shape_that_would_reach_less_far_than_the_radius_gives_way_to_the_circle():
    small = off(LonLat(43.0, 36.0), 0, 20_000).assign(r80_m=40_000.0)
    assert pd.isna(floor_placements(small, 2)["shape"].iloc[0])


def candidate(name: str, kind: str, share: float, place_id: str = "x") -> dict:
    return {"lon": 43.123456, "lat": 36.1, "name": name, "kind": kind, "place_id": place_id, "probability": share}


def told(candidates: list[dict], *, method: str = "gazetteer", place_id: str = "chosen") -> list[dict]:
    row = {"subject_id": "V-1", "precision": "town", "method": method, "place_id": place_id}
    table = frame("placements", [row | {"candidates": json.dumps(candidates)}])
    found = alternatives(table)[0]
    return [] if found is None else json.loads(found)


def test_what_else_it_could_be_is_told_without_coordinates_sites_and_the_chosen_one():
    listed = [
        candidate("Brenn", "town", 0.7, "chosen"),
        candidate("Brenn", "village", 0.18),
        candidate("Brenna hospital", "landmark", 0.06),
        candidate("Brenno", "village", 0.01),
        {"claim_id": "V-2", "lon": 43.2, "lat": 36.1, "name": "Karn", "precision": "town"},
        candidate("", "", 0.5, ""),
    ]
    assert told(listed) == [{"name": "Brenn", "kind": "village", "share": 0.18}]


def test_no_more_than_three_are_told_best_first_and_none_where_a_person_or_a_recorder_gave_the_point():
    listed = [candidate(f"Place {n}", "village", 0.1 * n, f"p{n}") for n in range(1, 6)]
    assert [one["name"] for one in told(listed, method="unplaced")] == ["Place 5", "Place 4", "Place 3"]
    assert told(listed, method="judgement") == told(listed, method="stated_coordinates") == []


@pytest.mark.parametrize("column", ["claims.place_text", "placements.place_name", "claims.place_text_ar"])
def test_words_that_are_withheld_speak_neither_through_a_shape_nor_through_another_name(column):
    row = {"subject_id": "V-1", "precision": "town", "shape": "[[1, 2]]", "alternatives": '[{"name": "Brenn"}]'}
    left = withheld(frame("placements", [row]), "placements", Policy(withhold=(column,))).iloc[0]
    assert pd.isna(left["shape"])
    assert pd.isna(left["alternatives"])


@cache
def chosen() -> tuple[Selection, pd.DataFrame]:
    """Valdria's selection, one of its places a direction with another name beside it; and the site's incidents."""
    bundle = made().built.bundle
    one = bundle.placements.index[bundle.placements["method"].eq("stated_coordinates")][0]
    point = LonLat(*bundle.placements.loc[one, ["lon", "lat"]])
    told = off(moved(point, 180, 20_000), 0, 20_000).iloc[0]
    placements = bundle.placements.copy()
    for name in ("r50_m", "r80_m", "r95_m", "footprint", "footprint_kind", "precision", "method"):
        placements.at[one, name] = told[name]
    placements.at[one, "candidates"] = json.dumps([candidate("Ostrel", "village", 0.2)])
    policy = made().project.publish
    selection = select(replace(bundle, placements=placements), policy, as_of=AS_OF)
    return selection, site_tables(selection, pd.DataFrame())["incidents"]


def page_of_it() -> str:
    return compose_page(made().project, chosen()[0], preview=False, data_sha256="0" * 64)


def leaks(page: str) -> list[str]:
    cells = {name: cells_of(table) for name, table in chosen()[0].tables.items() if name != "placements"}
    return [
        one.place for one in read_index(page.encode(), cells | {"incidents": cells_of(chosen()[1])}, chosen()[0]).leaks
    ]


def with_payload(page: str, change: Callable[[dict], None]) -> str:
    """The page with its records written anew after a change to its shapes and cards."""
    found = read_page(page)
    given_ = {"ring": found.tables["shapes"]["ring"].tolist(), "cards": found.text}
    change(given_)
    columns = [
        Column("incident", "delta", found.tables["shapes"]["incident"]),
        Column("ring", "strings", given_["ring"]),
    ]
    start = page.index(">", page.index('id="sa-records"')) + 1
    data = base64.b64decode(page[start : page.index("</script>", start)])
    whole = {name: table for name, table in decode(data).tables.items() if name != "shapes"}
    with_codecs = {name: [again(table, column) for column in table] for name, table in whole.items()}
    made_ = encode(with_codecs | {"shapes": columns}, given_["cards"], meta=found.meta)
    return page[:start] + base64.b64encode(made_).decode() + page[page.index("</script>", start) :]


def again(table: pd.DataFrame, name: str) -> Column:
    values = table[name].tolist()
    if name in ("lon", "lat"):
        return Column(name, "delta", table[name], scale=100)
    if any(isinstance(value, list) for value in values):
        return Column(name, "codes", values)
    if pd.api.types.is_integer_dtype(table[name].dtype):
        return Column(name, "delta", table[name])
    return Column(name, "strings", values)


def test_the_page_and_the_tables_hold_the_shape_and_the_other_name() -> None:
    selection, incidents = chosen()
    row = incidents[incidents["shape"].notna()].iloc[0]
    assert json.loads(row["alternatives"]) == [{"name": "Ostrel", "kind": "village", "share": 0.2}]
    payload = read_page(page_of_it())
    assert payload.tables["shapes"]["ring"].tolist() == [row["shape"]]
    assert row["alternatives"] in [card.get("alternatives") for card in payload.text]
    assert "footprint" not in selection.placements
    assert leaks(page_of_it()) == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda held: held["ring"].__setitem__(0, "[[43.1, 36.2], [43.2, 36.2], [43.2, 36.3]]"), "shapes"),
        (lambda held: held["cards"][0].update(alternatives='[{"name": "Karn"}]'), "card 1"),
    ],
)
def test_s6_6_another_shape_or_name_than_was_selected_is_found(change, place) -> None:
    assert place in leaks(with_payload(page_of_it(), change))
