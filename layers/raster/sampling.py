"""Values of a raster at placements, over what they may cover, in units, and the people around them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from data import UsageProblem

from ..join.bands import BANDS
from ..join.globe import discs, gaussian_radius
from ..shapes import shapes_of
from ..types import Flags, Floats, Shapes
from .limits import DEFAULT_RASTER_LIMITS, RasterLimits
from .opening import open_raster
from .place import place_of
from .values import Values, points_into, statistics

RADII = ("r50_m", "r80_m", "r95_m")
# Places that a strike may stand at, spread over its bands as evenly as a sunflower's seeds.
SEEDS = 60
GOLDEN = np.pi * (3 - np.sqrt(5))


def sample(
    placements: pd.DataFrame,
    path: Path | str,
    *,
    band: int = 1,
    crs: str | None = None,
    limits: RasterLimits = DEFAULT_RASTER_LIMITS,
) -> pd.DataFrame:
    """Return what a raster says at each placement, row for row.

    `value` is that of the pixel at the placement's point. `min`, `mean` and `max` are over what the placement may
    cover: its footprint, or the circle that holds it in 95 of 100 cases, in which `mean` weighs each band of r50, r80
    and r95 as it is likely. `covered` is the share of that area where the raster has values. Without a place or
    without values the cells are null, never zero.

    Parameters
    ----------
    placements
        Columns subject_id, lon, lat, r50_m, r80_m, r95_m, footprint.
    path
        GeoTIFF or COG.
    band
        Counted from 1.

    Raises
    ------
    InputRefused
        The raster cannot be read or placed, is rotated, or has no such band.
    """
    lon, lat, radii = _places(placements)
    areas = _footprints(placements, lon, lat, radii[:, 2])
    with open_raster(path, crs=crs, limits=limits) as raster:
        place = place_of(raster)
        value = np.full(len(lon), np.nan)
        placed = np.flatnonzero(np.isfinite(lon))
        value[placed] = Values(raster, band).at(*points_into(lon[placed], lat[placed], raster, place))
        whole = statistics(areas, raster, place, band=band)
        mean = whole["mean"].to_numpy(copy=True)
        rows = np.flatnonzero(_nested(radii) & _circles(placements))
        if len(rows):
            inner = [
                statistics(discs(lon[rows], lat[rows], radii[rows, ring]), raster, place, band=band) for ring in (0, 1)
            ]
            mean[rows] = _banded_mean([*inner, whole.iloc[rows]])
    return pd.DataFrame(
        {
            "subject_id": placements["subject_id"].to_numpy(),
            "value": value,
            "min": whole["min"],
            "mean": mean,
            "max": whole["max"],
            "covered": whole["covered"].round(6),
        }
    )


def _banded_mean(rings: list[pd.DataFrame]) -> Floats:
    """Return means over nested discs, each ring of them weighed by how likely the strike lies in it."""
    sums, counts = ([ring[name].to_numpy(dtype=float, na_value=0.0) for ring in rings] for name in ("sum", "count"))
    sums, counts = ([np.nan_to_num(part) for part in parts] for parts in (sums, counts))
    total, weight = np.zeros(len(sums[0])), np.zeros(len(sums[0]))
    for number, likely in enumerate(BANDS):
        inside = (sums[number - 1], counts[number - 1]) if number else (0.0, 0.0)
        ring_sum, ring_count = sums[number] - inside[0], counts[number] - inside[1]
        held = ring_count > 1e-9
        total += np.where(held, likely * ring_sum / np.where(held, ring_count, 1.0), 0.0)
        weight += np.where(held, likely, 0.0)
    means: Floats = np.divide(total, weight, out=np.full(len(total), np.nan), where=weight > 0)
    return means


def zonal(
    units: pd.DataFrame,
    path: Path | str,
    *,
    band: int = 1,
    crs: str | None = None,
    limits: RasterLimits = DEFAULT_RASTER_LIMITS,
) -> pd.DataFrame:
    """Return sum, mean, min, max, stdev and count of a raster in each unit, row for row.

    Pixels on a border count by the share of them that lies inside, so that sums over neighbours add up. `covered` is
    the share of the unit where the raster has values; a unit without any has nulls, and one that is covered in part
    bears the warning `raster_partial`.

    Parameters
    ----------
    units
        As `read_units` gives them: columns pcode, level, name_en, geometry in EPSG:4326.
    path
        GeoTIFF or COG.

    Raises
    ------
    UsageProblem
        No unit has a polygon.
    InputRefused
        As `sample`.
    """
    shapes = shapes_of(units["geometry"])
    if shapely.is_missing(shapes).all():
        raise UsageProblem("None of the units has a polygon.", hint="Read them from a boundary file.")
    with open_raster(path, crs=crs, limits=limits) as raster:
        found = statistics(shapes, raster, place_of(raster), band=band)
    table = units[["pcode", "level", "name_en", "name_ar"]].reset_index(drop=True)
    covered = found["covered"].round(6)
    partly = (covered > 0) & (covered < 0.999)
    warnings: list[list[str]] = [["raster_partial"] if part else [] for part in partly]
    for row in np.flatnonzero(covered == 0):
        warnings[row] = ["raster_absent"]
    return table.assign(**found.drop(columns="covered"), covered=covered, warnings=warnings)


def exposed(
    placements: pd.DataFrame,
    path: Path | str,
    *,
    within_m: float,
    crs: str | None = None,
    limits: RasterLimits = DEFAULT_RASTER_LIMITS,
) -> pd.DataFrame:
    """Return how many people live within a distance of each placement, at least, expected and at most.

    The raster holds people per pixel, such as those of WorldPop. A strike whose place is not known to the metre may
    have stood anywhere in its circles: people are counted around 60 such places, weighed as they are likely. `min` and
    `max` are the least and the most of them; they tell of the uncertainty of the place, not of that of the raster.

    Parameters
    ----------
    placements
        Columns subject_id, lon, lat, r50_m, r80_m, r95_m.
    within_m
        The distance in metres.

    Raises
    ------
    UsageProblem
        The distance is none.
    InputRefused
        As `sample`.
    """
    if not 0 < within_m <= 200_000:
        raise UsageProblem(f"A distance of {within_m:g} m is none.", hint="Use up to 200000 metres.")
    lon, lat, radii = _places(placements)
    key = pd.MultiIndex.from_arrays([lon, lat, *radii.T])
    first, of = np.unique(key.factorize(use_na_sentinel=False)[0], return_index=True, return_inverse=True)[1:]
    kept = np.flatnonzero(np.isfinite(lon[first]))
    seeds = [_seeds(lon[row], lat[row], radii[row], within_m) for row in first[kept]]
    owner = np.repeat(kept, [len(seed) for seed in seeds])
    points = np.concatenate(seeds) if seeds else np.zeros((0, 2))
    with open_raster(path, crs=crs, limits=limits) as raster:
        circles = discs(points[:, 0], points[:, 1], np.full(len(points), within_m))
        found = statistics(circles, raster, place_of(raster))
    grouped = found.assign(owner=owner).groupby("owner")
    told = pd.DataFrame({"min": grouped["sum"].min(), "expected": grouped["sum"].mean(), "max": grouped["sum"].max()})
    told = told.round(1)
    told["covered"] = grouped["covered"].mean().round(6)
    told = told.reindex(range(len(first))).iloc[of].reset_index(drop=True)
    told["covered"] = told["covered"].fillna(0.0)
    return told.assign(subject_id=placements["subject_id"].to_numpy(), within_m=float(within_m))[
        ["subject_id", "within_m", "min", "expected", "max", "covered"]
    ]


def _seeds(lon: float, lat: float, radii: Floats, within_m: float) -> Floats:
    """Return places that a strike may stand at, as longitude and latitude; one where its place is known well enough."""
    known = bool(_nested(radii[None])[0])
    most = float(np.nanmax(radii)) if np.isfinite(radii).any() else 0.0
    if most <= within_m / 50:
        return np.array([[lon, lat]])
    share = (np.arange(SEEDS) + 0.5) / SEEDS
    if known:
        edges, limits = np.cumsum(np.concatenate([[0.0], BANDS])), np.concatenate([[0.0], radii])
        ring = np.minimum(np.searchsorted(edges, share, side="right") - 1, 2)
        inside = (share - edges[ring]) / (edges[ring + 1] - edges[ring])
        away = np.sqrt(limits[ring] ** 2 + inside * (limits[ring + 1] ** 2 - limits[ring] ** 2))
    else:
        away = most * np.sqrt(share)
    turn = np.arange(SEEDS) * GOLDEN
    degree = np.radians(1) * gaussian_radius(np.array([lat]))[0]
    east = away * np.sin(turn) / (degree * np.cos(np.radians(lat)))
    return np.column_stack([lon + east, lat + away * np.cos(turn) / degree])


def _places(placements: pd.DataFrame) -> tuple[Floats, Floats, Floats]:
    lon, lat = (placements[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in ("lon", "lat"))
    lon = np.where(np.isfinite(lat), lon, np.nan)
    columns = [placements[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in RADII]
    return lon, lat, np.column_stack(columns)


def _nested(radii: Floats) -> Flags:
    return np.asarray(np.isfinite(radii).all(axis=1) & (np.diff(radii, axis=1) > 0).all(axis=1))


def _circles(placements: pd.DataFrame) -> Flags:
    """Whether each placement is a circle, and no area of its own."""
    return np.asarray([footprint is None or footprint is pd.NA for footprint in placements["footprint"]])


def _footprints(placements: pd.DataFrame, lon: Floats, lat: Floats, radius: Floats) -> Shapes:
    shapes = shapes_of(placements["footprint"])
    areal = np.isin(shapely.get_type_id(shapes), (3, 6))
    shapes[~areal] = None
    wanting = np.flatnonzero(~areal & np.isfinite(lon) & (np.nan_to_num(radius) > 0))
    shapes[wanting] = discs(lon[wanting], lat[wanting], radius[wanting])
    return shapes
