"""The base geography: cropped, small, the same border for neighbours, and clear when it was not built."""

import gzip
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from squares import unit_frame

from data import UsageProblem, WorldFault, conform
from maps.base import base_geography, base_model, norm_view, town_labels, unit_labels
from maps.base.crop import coded, cropped_lines, rounded
from maps.base.geography import detail
from maps.base.topology import read_topology, simplified, touching
from maps.payload import decode

VIEW = (40.0, 30.0, 50.0, 38.0)


def write(path: Path, arcs: list, **objects: list) -> None:
    """Write a small unquantised TopoJSON, gzipped."""
    named = {name: {"type": "GeometryCollection", "geometries": shapes} for name, shapes in objects.items()}
    document = {"type": "Topology", "arcs": arcs, "objects": named}
    path.write_bytes(gzip.compress(json.dumps(document).encode(), mtime=0))


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """Two countries with a wavy border between them, a small far one, a river and a lake."""
    y = np.linspace(31, 37, 200)
    border = np.column_stack([45 + 0.2 * np.sin(y * 5), y]).tolist()
    west = [border[-1], [41, 37], [41, 31], border[0]]
    east = [border[0], [49, 31], [49, 37], border[-1]]
    far = [[100, 0], [101, 0], [101, 1], [100, 0]]
    shapes = [
        {"type": "Polygon", "id": "368", "properties": {"name": "Iraq"}, "arcs": [[0, 1]]},
        {"type": "MultiPolygon", "id": "364", "properties": {"name": "Iran"}, "arcs": [[[2, -1]]]},
        {"type": "Polygon", "properties": {"name": "A territory"}, "arcs": [[3]]},
    ]
    write(tmp_path / "countries-10m.arcs.gz", [border, west, east, far], countries=shapes)
    river = [[42, 31], [43, 33], [44, 36]]
    lake = [[46, 32], [47, 32], [47, 33], [46, 32]]
    rivers, lakes = [{"type": "LineString", "arcs": [0]}], [{"type": "Polygon", "arcs": [[1]]}]
    write(tmp_path / "world_50m.arcs.gz", [river, lake], rivers=rivers, lakes=lakes)
    return tmp_path


def points(steps: list[int]) -> np.ndarray:
    return np.cumsum(np.asarray(steps).reshape(-1, 2), axis=0)


def test_neighbours_keep_one_border(world: Path) -> None:
    countries = base_model(VIEW, folder=world)["layers"]["countries"]
    assert [country["en"] for country in countries] == ["Iraq", "Iran"]
    here, there = ({tuple(point) for point in points(country["rings"][0]).tolist()} for country in countries)
    shared = here & there
    assert 20 < len(shared) < 200
    assert all(440_000 < x < 460_000 for x, _ in shared)
    # Every corner of either border belongs to both: no slit and no overlap between neighbours.
    assert {point for point in here if 440_000 < point[0] < 460_000} == shared


def test_names_are_in_two_languages_and_inside_the_view(world: Path) -> None:
    labels = base_model(VIEW, folder=world)["labels"]
    assert [(label["en"], label["ar"], label["kind"]) for label in labels] == [
        ("Iraq", "العراق", "country"),
        ("Iran", "إيران", "country"),
    ]
    assert all(41 < label["lon"] < 49 and 31 < label["lat"] < 37 for label in labels)


def test_labels_that_are_given_are_kept_where_they_are_in_view(world: Path) -> None:
    units = unit_frame({"VA01": None, "VA02": None}).assign(lon=[45.0, 90.0], lat=[33.0, 33.0], name_ar=["أ", None])
    labels = base_model(VIEW, unit_labels(units), folder=world)["labels"]
    assert labels[-1] == {"kind": "governorate", "en": "Unit VA01", "ar": "أ", "lon": 45.0, "lat": 33.0, "rank": 1}
    assert len(labels) == 3


def test_towns_come_by_population_and_ranks_thin_out() -> None:
    rows = [
        {
            "place_id": f"x:{n}",
            "name": f"Town {n}",
            "kind": kind,
            "lon": 40.0 + n,
            "lat": 33.0,
            "population": n,
            "source": "x",
            "names": [],
        }
        for n, kind in ((5, "village"), *((n, "town") for n in range(10, 30)))
    ]
    labels = town_labels(conform(pd.DataFrame(rows), "places"), limit=10)
    assert [label["en"] for label in labels] == [f"Town {n}" for n in range(29, 19, -1)]
    assert [label["rank"] for label in labels] == [1, 2, 2, 2, 3, 3, 3, 3, 3, 3]


def test_a_part_of_a_larger_town_bears_no_label() -> None:
    base = {"kind": "town", "source": "x", "names": [], "lat": 33.0}
    rows = [
        base | {"place_id": "x:1", "name": "Part", "lon": 44.1, "population": 10},
        base | {"place_id": "x:2", "name": "Whole", "lon": 44.0, "population": 20},
    ]
    places = conform(pd.DataFrame(rows), "places")
    assert [label["en"] for label in town_labels(places)] == ["Whole"]
    assert [label["en"] for label in town_labels(places, apart_m=5_000)] == ["Whole", "Part"]
    old = conform(pd.DataFrame([rows[0] | {"name": "Whole Old Quarter", "population": 30}, rows[1]]), "places")
    assert [label["en"] for label in town_labels(old)] == ["Whole"]


def test_payload_is_the_same_each_time_and_holds_the_model(world: Path) -> None:
    first, second = base_geography(VIEW, folder=world), base_geography(list(VIEW), folder=world)
    assert first == second
    assert first[:4] == b"SAP1"
    assert decode(first).meta == json.loads(json.dumps(base_model(VIEW, folder=world)))


def test_river_and_lake_are_cropped(world: Path) -> None:
    layers = base_model((41.5, 34.0, 42.5, 35.0), folder=world)["layers"]
    river = points(layers["rivers"][0]["lines"][0]) / 10_000
    assert river[:, 1].min() >= 34 - 2.0
    assert [len(layer) for layer in layers.values()] == [1, 1, 0]
    assert len(base_model(VIEW, folder=world)["layers"]["lakes"]) == 1


def test_a_wide_view_needs_less_detail() -> None:
    assert detail(norm_view((35, 29, 49, 38))) < detail(norm_view((-180, -60, 180, 80))) / 20
    assert detail(norm_view((43.0, 36.2, 43.2, 36.4))) == 0.002


def test_the_built_base_of_two_countries_is_small() -> None:
    folder = Path(__file__).resolve().parent.parent / "maps" / "web" / "dist" / "base"
    if not folder.exists():
        pytest.skip("the front end was not built here")
    sizes = {view: len(base_geography(view)) for view in ((35.5, 29.0, 49.0, 37.5), (-180.0, -60.0, 180.0, 80.0))}
    assert 10_000 < sizes[35.5, 29.0, 49.0, 37.5] < 60_000
    assert sizes[-180.0, -60.0, 180.0, 80.0] < 400_000


def test_what_was_not_built_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WorldFault, match=r"countries-10m.*install the project again"):
        base_model(VIEW, folder=tmp_path)


@pytest.mark.parametrize("view", [(50, 30, 40, 38), (40, 30, 50), (40, -91, 50, 38), (float("nan"), 30, 50, 38)])
def test_a_view_that_is_none_is_refused(view: tuple) -> None:
    with pytest.raises(UsageProblem, match="west, south, east, north"):
        norm_view(view)


def test_arcs_outside_stay_and_a_closed_arc_never_collapses() -> None:
    angle = np.linspace(0, 2 * np.pi, 50)
    ring = np.column_stack([np.cos(angle), np.sin(angle)]) * 0.001 + 40
    ring[-1] = ring[0]
    line = np.array([[40.0, 30.0], [40.5, 30.0], [41.0, 30.0]])
    thin = simplified((ring, line, line), np.array([1.0, 0.01, 0.0]))
    assert [len(arc) for arc in thin][1:] == [2, 3]
    assert 4 <= len(thin[0]) < 50
    assert touching((ring, line), (40.4, 29, 42, 31)).tolist() == [False, True]


def test_coded_lines_leave_no_repeated_points_and_no_stubs() -> None:
    assert coded(np.array([[40.0, 30.0], [40.0, 30.0], [40.0, 30.00001]])) == [400_000, 300_000]
    assert cropped_lines([np.array([[40.0, 30.0], [40.0, 30.00001]])], (39, 29, 41, 31)) == []
    assert rounded(np.array([[0.0, 0.0], [1.0, 1.0]])).tolist() == [[0.0, 0.0], [1.0, 1.0]]


def test_quantised_topology_is_decoded(tmp_path: Path) -> None:
    document = {
        "type": "Topology",
        "transform": {"scale": [0.5, 0.25], "translate": [10, 20]},
        "arcs": [[[0, 0], [2, 4], [2, 0]]],
        "objects": {"rivers": {"type": "GeometryCollection", "geometries": []}},
    }
    path = tmp_path / "plain.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert read_topology(path).arcs[0].tolist() == [[10, 20], [11, 21], [12, 21]]


def test_packed_arcs_are_those_of_the_topology(tmp_path: Path) -> None:
    arcs = [[[0, 0], [1, 1], [-3, 2]], [[5, 5], [0, -7]], [[9, 9]]]
    transform = {"scale": [0.5, 0.25], "translate": [10, 20]}
    objects = {"land": {"type": "GeometryCollection", "geometries": [{"type": "LineString", "arcs": [0, 1]}]}}
    plain, packed = tmp_path / "plain.json", tmp_path / "packed.arcs.gz"
    plain.write_text(json.dumps({"type": "Topology", "arcs": arcs, "transform": transform, "objects": objects}))
    head = json.dumps({"sizes": [len(arc) for arc in arcs], "objects": objects, "transform": transform})
    points = np.array([point for arc in arcs for point in arc], dtype="<i4")
    packed.write_bytes(gzip.compress(f"ARCS1 {head}\n".encode() + points.T.tobytes(), mtime=0))
    here, there = read_topology(plain), read_topology(packed)
    assert [arc.tolist() for arc in here.arcs] == [arc.tolist() for arc in there.arcs]
    assert here.objects == there.objects
