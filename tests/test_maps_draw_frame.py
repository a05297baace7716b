"""A frame as a map in one line: which column is what, what is refused, and what stands on the page."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from browser import chromium
from opened import needs_bundle, opener

from data import UsageProblem
from maps import Incidents, draw
from maps.page import FrameColumns, frame_payload
from maps.payload import decode

ROWS = {
    "date": ["2031-03-04", "2031-04", "2032", None],
    "place": ["Arvenholt", "Kestrava", None, "Vell"],
    "lon": [-25.6, -26.9, -24.3, None],
    "lat": [33.1, 32.2, 34.1, None],
    "dead_low": [2, 0, None, 1],
    "dead_high": [5, None, None, 1],
    "status": ["fair", "weak", None, "fair"],
    "note": ["a market", "a road", "{{7*7}}<b>", None],
}


def frame() -> pd.DataFrame:
    return pd.DataFrame(ROWS)


def points(crs: str | None = "EPSG:4326") -> gpd.GeoDataFrame:
    told = frame()
    made = gpd.GeoDataFrame(told.drop(columns=["lon", "lat"]), geometry=gpd.points_from_xy(told.lon, told.lat))
    made.loc[3, "geometry"] = None
    return made.set_crs(crs) if crs else made


def test_only_columns_that_are_named_or_known_travel() -> None:
    told = decode(frame_payload(frame(), FrameColumns(killed_min="dead_low", killed_max="dead_high")))
    assert sorted(told.tables["incidents"]["killed_min"].dropna()) == [0, 1, 2]
    assert all("note" not in card for card in told.text)
    assert told.tables["claims"]["status"].tolist().count("table/fair") == 2
    assert told.tables["incidents"]["precision"].unique().tolist() == ["around_place"]


def test_a_frame_is_not_changed_and_gives_the_same_bytes_twice() -> None:
    given = frame()
    assert frame_payload(given) == frame_payload(given)
    pd.testing.assert_frame_equal(given, frame())


def test_degrees_and_metres_give_the_same_places() -> None:
    degrees = decode(frame_payload(points())).tables["incidents"]
    metres = decode(frame_payload(points().to_crs("EPSG:3857"))).tables["incidents"]
    for axis in ("lon", "lat"):
        assert np.allclose(degrees[axis], metres[axis], atol=2e-5, equal_nan=True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"killed_mim": "dead_low"}, "Did you mean 'killed_min'"),
        ({"killed_min": "dead_lo"}, "Did you mean 'dead_low'"),
        ({"killed_min": "place"}, "Row 0, column 'place'"),
        ({"precision": "status"}, "No precision 'fair'"),
        ({"date": "place"}, "no ISO date"),
        ({"lon": "dead_high", "lat": "place"}, "no number"),
    ],
)
def test_what_a_column_cannot_be_is_refused_with_its_place(change: dict[str, str], words: str) -> None:
    with pytest.raises(UsageProblem) as refused:
        Incidents(frame(), **change)
    assert words in f"{refused.value} {refused.value.hint}"


def test_a_frame_without_crs_or_with_areas_is_refused() -> None:
    with pytest.raises(UsageProblem, match="no CRS"):
        draw(points(None))
    areas = points().to_crs("EPSG:3857")
    areas["geometry"] = areas.geometry.buffer(10)
    with pytest.raises(UsageProblem, match="incidents are points"):
        draw(areas)
    with pytest.raises(UsageProblem, match="no longitude"):
        draw(frame().assign(lon=4_000_000))


@pytest.mark.browser
@needs_bundle
def test_one_line_makes_a_whole_page(tmp_path) -> None:
    drawn = draw(points(), title="Invented", killed_min="dead_low", killed_max="dead_high", note="note")
    with chromium() as browser, opener(browser, tmp_path) as open_page:
        opened = open_page(drawn.page("Invented"))
        headline = opened.page.locator("#sa-headline").inner_text()
        assert "This table" in headline
        assert "at least 3" in headline.replace("\n", " ")
        assert "1 not placeable" in opened.page.locator("#sa-places").inner_text().replace("\n", " ")
        opened.page.locator("#sa-list tbody button", has_text="place not stated").click()
        assert "{{7*7}}<b>" in opened.page.locator("#sa-card").inner_text()
        assert opened.problems == []
