"""Exact points in units, beside geopandas and other engines; placements with radii, beside the exact join.

    python bench/join_units.py [POINTS] [PLACEMENTS]

400 invented units of some 1,000 vertices each, neighbours sharing every border. All sides run in this process, one
after the other on the same points; the ratio is what counts. SedonaDB runs where it is installed (pip install
sedonadb). Where STRIKEATLAS_SHARED holds data/boundaries, the placements go into the 294 subdistricts of Iraq as well,
each on a place of its own.
"""

import os
import resource
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely

from data import conform
from layers import read_units, share
from layers.join.layer import layer_of
from layers.join.points import points_in

CELLS, CORNERS, WEST, SOUTH, SIDE = 20, 250, 40.0, 30.0, 0.4
RADII = {"village": (1300, 4100, 9000), "town": (1200, 1800, 6000), "around_place": (1300, 16000, 60000)}


def wavy_units() -> pd.DataFrame:
    """A grid whose lines are waves: neighbours have the same corners on their common border."""
    steps = np.linspace(0, 1, CORNERS)
    wave = 0.12 * SIDE * np.sin(steps * np.pi * 6) * np.sin(steps * np.pi)

    def line(x0: float, y0: float, x1: float, y1: float) -> np.ndarray:
        along = np.column_stack([x0 + (x1 - x0) * steps, y0 + (y1 - y0) * steps])
        return along + np.column_stack([np.zeros(CORNERS), wave] if y0 == y1 else [wave, np.zeros(CORNERS)])

    rows = []
    for row in range(CELLS):
        for column in range(CELLS):
            x, y = WEST + SIDE * column, SOUTH + SIDE * row
            ring = np.concatenate(
                [
                    line(x, y, x + SIDE, y),
                    line(x + SIDE, y, x + SIDE, y + SIDE),
                    line(x, y + SIDE, x + SIDE, y + SIDE)[::-1],
                    line(x, y, x, y + SIDE)[::-1],
                ]
            )
            shape = shapely.polygons(ring)
            rows.append({"pcode": f"VA{len(rows):03d}", "level": 1, "geometry": shapely.to_wkb(shape), "warnings": []})
    return conform(pd.DataFrame(rows), "units")


def timed(call: Callable[[], object]) -> tuple[float, object]:
    started = time.perf_counter()
    result = call()
    return time.perf_counter() - started, result


def placements(random: np.random.Generator, count: int, places: int) -> pd.DataFrame:
    """Records on a number of different places, as a gazetteer gives them."""
    end = WEST + SIDE * CELLS, SOUTH + SIDE * CELLS
    lon, lat = random.uniform(WEST, end[0], places), random.uniform(SOUTH, end[1], places)
    names = random.choice(list(RADII), places, p=[0.5, 0.4, 0.1])
    at = random.integers(0, places, count) if places < count else np.arange(count)
    radii = np.asarray([RADII[name] for name in names], dtype=float)[at]
    columns = {"subject_id": np.arange(count).astype(str), "lon": lon[at], "lat": lat[at], "precision": names[at]}
    table = pd.DataFrame(columns | dict(zip(("r50_m", "r80_m", "r95_m"), radii.T, strict=True)))
    return conform(table.assign(warnings=[[]] * count), "placements")


def sorted_loop(shapes: np.ndarray, lon: np.ndarray, lat: np.ndarray) -> int:
    """The shortest way in plain shapely: points sorted by longitude, for each polygon its slab."""
    order = np.argsort(lon)
    x, y = lon[order], lat[order]
    hits = 0
    for shape, (west, _, east, _) in zip(shapes, shapely.bounds(shapes), strict=True):
        first, last = np.searchsorted(x, west), np.searchsorted(x, east, "right")
        shapely.prepare(shape)
        hits += int(shapely.intersects_xy(shape, x[first:last], y[first:last]).sum())
    return hits


def sedona(frame: geopandas.GeoDataFrame, polygons: geopandas.GeoDataFrame) -> int:
    """Count the pairs with SedonaDB, by SQL."""
    import sedonadb  # type: ignore[import-not-found]  # noqa: PLC0415 (only where it is installed)

    session = sedonadb.connect()
    session.create_data_frame(frame).to_view("points", overwrite=True)
    session.create_data_frame(polygons).to_view("units", overwrite=True)
    join = "SELECT 1 FROM points JOIN units ON ST_Intersects(units.geometry, points.geometry)"
    return int(session.sql(join).count())


def iraq(random: np.random.Generator, count: int) -> None:
    """Placements inside Iraq, exact and with radii, into its subdistricts."""
    folder = Path(os.environ.get("STRIKEATLAS_SHARED", Path(__file__).resolve().parent.parent.parent / "shared"))
    path = folder / "data" / "boundaries" / "cod_IRQ_adm3_20190603.geojson"
    if not path.is_file():
        print(f"  {path} is not there: the subdistricts of Iraq were left out")
        return
    units = read_units(path)
    whole = shapely.union_all(shapely.from_wkb(units["geometry"].to_numpy()))
    west, south, east, north = shapely.bounds(whole)
    shapely.prepare(whole)
    lon, lat = random.uniform(west, east, 3 * count), random.uniform(south, north, 3 * count)
    inside = np.flatnonzero(shapely.intersects_xy(whole, lon, lat))[:count]
    table = placements(random, len(inside), len(inside)).assign(lon=lon[inside], lat=lat[inside])
    exact, _ = timed(lambda: share(table.assign(precision="exact"), units, level=3))
    took, shares = timed(lambda: share(table, units, level=3))
    print(f"{len(inside)} placements into {len(units)} subdistricts of Iraq, each on a place of its own")
    print(f"  exact {exact:.1f} s; with radii {took:.1f} s, {len(shares)} shares; ratio {took / exact:.1f}")


def main(points: int, count: int) -> None:
    random = np.random.default_rng(11)
    units = wavy_units()
    layer = layer_of(units, level=1)
    lon, lat = random.uniform(WEST, WEST + SIDE * CELLS, points), random.uniform(SOUTH, SOUTH + SIDE * CELLS, points)
    frame = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(lon, lat, crs=4326))
    polygons = geopandas.GeoDataFrame(geometry=list(layer.shapes), crs=4326)
    ours, found = timed(lambda: points_in(layer, lon, lat))
    theirs, joined = timed(lambda: geopandas.sjoin(frame, polygons, predicate="within"))
    print(f"{points} points, {len(layer.pcodes)} units of {shapely.get_num_coordinates(layer.shapes[0])} corners")
    print(f"  ours {ours:.2f} s, {points / ours:,.0f} a second; {int((found.unit >= 0).sum())} placed, each once")
    print(f"  geopandas sjoin(within) {theirs:.2f} s; {len(joined)} rows; ratio {theirs / ours:.1f}")
    plain, hits = timed(lambda: sorted_loop(layer.shapes, lon, lat))
    print(f"  plain shapely, sorted points {plain:.2f} s; {hits} hits; ratio {plain / ours:.1f}")
    if find_spec("sedonadb"):
        theirs, pairs = timed(lambda: sedona(frame, polygons))
        print(f"  SedonaDB {theirs:.2f} s; {pairs} pairs; ratio {theirs / ours:.1f}")
    for places in (20_000, count):
        took, shares = timed(lambda places=places: share(placements(random, count, places), units, level=1))
        print(f"  {count} placements with radii on {places} places: {took:.1f} s, {len(shares)} shares")
    iraq(random, count)
    print(f"  most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*(given + [1_000_000, 1_000_000][len(given) :]))
