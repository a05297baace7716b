"""Units on the page: the browser tallies as Python does, follows filters, and marks levels that cannot be borne."""

from __future__ import annotations

import base64
import itertools
import math
import re
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from opened import needs_bundle
from page_fixture import page
from shapely.geometry import box
from valdria import RADII, VIEW, incidents, records
from valdrian_project import SETTINGS, make_project

from data import UsageProblem, conform
from layers import breaks, tally
from maps.page import units_payload
from maps.page.units import WHOLE
from maps.payload import decode, morton_order
from maps.project import load_project
from maps.project.sections import UnitsFile
from maps.units import people_of, unit_level


def units(columns: int, level: int) -> pd.DataFrame:
    """Return a grid of units over Valdria."""
    west, south, east, north = VIEW
    # Many columns are small boxes as well: units that most records are known less exactly than.
    north = north if columns < 50 else south + 2.6
    south = south if columns < 50 else south + 2.55
    edges = np.linspace(west, east, columns + 1)
    rows = [
        {"pcode": f"V{level}{n:02d}", "level": level, "name_en": f"Unit {level}-{n}", "name_ar": f"وحدة {n}"}
        for n in range(columns)
    ]
    shapes = gpd.GeoSeries([box(a, south, b, north) for a, b in itertools.pairwise(edges)], crs=4326)
    return conform(pd.DataFrame(rows).assign(geometry=shapes.to_wkb(), licence="CC0", vintage="2031"), "units")


def ordered() -> list[dict]:
    """Return the incidents of the fixture in the order of its page."""
    rows = incidents()
    nan = math.nan
    points = [[nan if row[axis] is None else row[axis] for row in rows] for axis in ("lon", "lat")]
    return [rows[number] for number in morton_order(*points)]


def placements() -> pd.DataFrame:
    rows = [
        {
            "subject_id": row["id"],
            "lon": row["lon"] if row["precision"] in RADII else None,
            "lat": row["lat"] if row["precision"] in RADII else None,
            "precision": row["precision"],
            **{name: row[name] for name in ("r50_m", "r80_m", "r95_m")},
        }
        for row in ordered()
    ]
    return conform(pd.DataFrame(rows), "placements")


def payload(*levels: tuple[int, int]) -> bytes:
    told = [unit_level(placements(), units(columns, level), level=level) for columns, level in levels]
    return units_payload(told, [row["id"] for row in ordered()])


def page_with(units_block: bytes, **options: str) -> str:
    block = base64.b64encode(units_block).decode()
    script = f'<script type="application/octet-stream;base64" id="sa-units">{block}</script>\n'
    text = page(payload=records(incidents()), **options)
    return text.replace(
        '<script type="application/json" id="sa-model">', f'{script}<script type="application/json" id="sa-model">'
    )


def test_shares_in_whole_parts_still_add_up_to_one() -> None:
    table = decode(payload((4, 1))).tables["shares"]
    sums = table.groupby("incident")["parts"].sum()
    placed = sum(row["precision"] in RADII for row in incidents())
    assert len(sums) == placed
    # Some circles reach beyond the grid: what lies outside of every unit is in none.
    assert (sums <= WHOLE).all()
    assert (sums == WHOLE).mean() > 0.8


def test_breaks_are_few_rounded_and_hold_every_value() -> None:
    values = [0.013, 0.4, 0.41, 2.2, 7.77, 7.9, 31.4, 99.2]
    for method in ("natural", "equal", "quantiles"):
        ends = breaks(values, classes=5, method=method)
        assert ends == sorted(set(ends))
        assert len(ends) <= 5
        assert ends[-1] >= 99.2
        assert all(end == float(f"{end:.2g}") for end in ends)
    assert breaks([3, 3, 3]) == [3.0]
    assert breaks([]) == []
    with pytest.raises(ValueError, match="2 to 9"):
        breaks(values, classes=1)


def test_a_level_is_given_once() -> None:
    with pytest.raises(UsageProblem, match="each once"):
        payload((4, 1), (5, 1))


def counted(level: int, columns: int, asked: list[dict], claimant: str) -> pd.DataFrame:
    """Return the tallies that Python makes of some incidents, for one claimant."""
    ids = {row["id"] for row in asked}
    told = unit_level(placements(), units(columns, level), level=level)
    counts = [
        {"incident_id": row["id"], "claimant": claim["recorder"], "n_claims": 1}
        | {name: claim[name] for name in ("killed_min", "killed_max", "injured_min", "injured_max")}
        for row in asked
        for claim in row["claims"]
        if claim["recorder"] == claimant
    ]
    frame = conform(pd.DataFrame([{"incident_id": row["id"]} for row in asked]), "incidents")
    shares = told.shares[told.shares["subject_id"].isin(ids)]
    made = tally(conform(pd.DataFrame(counts), "counts"), frame, shares, level=level, by="all")
    return made[(made["measure"] == "killed") & made["pcode"].notna()].set_index("pcode")


@pytest.mark.browser
@needs_bundle
def test_the_browser_tallies_what_python_tallies(open_page) -> None:
    opened = open_page(page_with(payload((4, 1))))
    opened.run("app.applyFilter({precisions: ['exact', 'site', 'town', 'district', 'governorate']})")
    opened.run("app.show({level: 1, measure: 'killed', claimant: 'airwars'})")
    told = opened.run("app.units.tallies(app, app.units.levels[0], 'killed', 'airwars')")
    asked = [row for row in ordered() if row["precision"] in ("exact", "site", "town", "district", "governorate")]
    wanted = counted(1, 4, asked, "airwars")
    for number, here in enumerate(told):
        there = wanted.loc[f"V1{number:02d}"]
        assert bool(here["low"]) != pd.isna(there["min"])
        assert not here["low"] or here["min"] == there["min"]
        assert here["without"] == there["without_figure"]
        assert here["open"] == bool(pd.isna(there["max"]))
        if not here["open"]:
            assert here["max"] == there["max"]
            assert pd.isna(there["expected"]) == (here["low"] < here["stated"])
            assert pd.isna(there["expected"]) or abs(here["expected"] - there["expected"]) < 0.02


@pytest.mark.browser
@needs_bundle
def test_a_level_that_the_records_cannot_bear_is_marked_with_the_sentence(open_page) -> None:
    opened = open_page(page_with(payload((3, 1), (60, 2))))
    view = opened.page
    view.locator(".sa-show button").nth(1).click()
    assert view.locator(".sa-show-note").is_hidden()
    view.locator(".sa-show button").nth(2).click()
    note = view.locator(".sa-show-note").inner_text()
    assert note.startswith("The records cannot bear this level.")
    assert "known less exactly than a district" in note
    places = view.locator("#sa-places").inner_text().replace("\n", " ")
    lying = decode(payload((3, 1), (60, 2))).tables["shares"]
    off = 60 - lying.loc[lying["unit"] >= 3, "incident"].nunique()
    assert f"{off} not placeable at this level" in places
    assert opened.problems == []


@pytest.mark.browser
@needs_bundle
def test_breaks_stand_in_the_legend_and_the_ranking_lists_what_was_reported(open_page) -> None:
    opened = open_page(page_with(payload((4, 1))))
    view = opened.page
    view.locator(".sa-show button").nth(1).click()
    view.locator(".sa-switcher select").select_option("share")
    legend = view.locator("#sa-legend").inner_text()
    ends = decode(payload((4, 1))).meta["units"]["levels"][0]["breaks"]["share"]
    assert all(f"{end:g}" in legend for end in ends)
    assert "natural breaks" in legend
    assert "CC0" in legend
    view.locator(".sa-ranking summary").click()
    view.locator(".sa-ranked tbody tr").nth(3).wait_for()
    view.locator(".sa-ranked tbody button").first.click()
    view.locator(".sa-stack button").first.wait_for()
    assert opened.run("location.hash.includes('w=1')") or opened.page.wait_for_timeout(400) is None


PEOPLE = {"V100": 250_000, "V101": 40_000, "V103": 1_200_000}


def with_people() -> bytes:
    people = pd.DataFrame({"pcode": list(PEOPLE), "population": list(PEOPLE.values())})
    told = replace(unit_level(placements(), units(4, 1), level=1), people=people, people_source="Census of 2030")
    return units_payload([told], [row["id"] for row in ordered()])


def test_a_rate_per_people_stands_beside_both_its_parts(open_page) -> None:
    opened = open_page(page_with(with_people()))
    opened.run("app.show({level: 1, measure: 'people'})")
    told = opened.run("app.units.tallies(app, app.units.levels[0], 'people', '').map((one) => one.expected)")
    plain = opened.run("app.units.tallies(app, app.units.levels[0], 'records', '').map((one) => one.expected)")
    for number, (rate, count) in enumerate(zip(told, plain, strict=True)):
        lived = PEOPLE.get(f"V10{number}")
        assert rate is None or math.isnan(rate) if lived is None else math.isclose(rate, 100_000 * count / lived)
    legend = opened.page.locator("#sa-legend").inner_text()
    assert "Incidents per 100,000 people" in legend
    assert "Census of 2030" in legend
    box = opened.page.locator("#map_0").bounding_box()
    at = opened.run("(() => { const p = map_0.latLngToContainerPoint([33, -28.5]); return [p.x, p.y]; })()")
    opened.page.mouse.move(box["x"] + at[0], box["y"] + at[1])
    tip = opened.page.locator(".sa-tip").inner_text()
    assert "250,000 people" in tip
    assert re.search(r"\d incidents", tip)
    assert opened.problems == []


def test_without_a_count_of_people_no_such_rate_is_offered(open_page) -> None:
    opened = open_page(page_with(payload((4, 1))))
    opened.run("app.show({level: 1, measure: 'people'})")
    assert opened.run("app.layer.measure") == "records"
    assert "people" not in opened.page.locator(".sa-switcher select").inner_text()
    assert "people" not in decode(payload((4, 1))).tables["units"].columns


def test_a_file_of_people_needs_its_source(tmp_path) -> None:
    layer = '[[layers]]\nkind = "units"\npath = "b.geojson"\nlevel = 1\npopulation = "p.csv"\n\n[publish]'
    folder = make_project(tmp_path / "p", settings=SETTINGS.replace("[publish]", layer))
    with pytest.raises(UsageProblem, match="population_source"):
        load_project(folder)


def test_the_people_of_a_level_come_from_its_file(tmp_path) -> None:
    (tmp_path / "p.csv").write_text("pcode,population\nV100,250000\nV101,\n", encoding="utf-8")
    layer = UnitsFile("b.geojson", 1, population="p.csv", population_source="Census of 2030")
    folder = make_project(tmp_path / "p")
    project = replace(load_project(folder), folder=tmp_path, layers=(layer,))
    told = people_of(project, 1, units(4, 1))
    assert told["people_source"] == "Census of 2030"
    assert told["people"].set_index("pcode")["population"]["V100"] == 250_000
    assert people_of(load_project(folder), 1, units(4, 1)) == {}
