"""Two versions of the same records, from files, sites or work folders, and what changed between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from data import Compared, InputRefused, UsageProblem, compare, current_run, read, read_frame
from geo import LonLat, distance_m

SITE_CLAIMS, SITE_INCIDENTS = Path("data", "claims.csv"), Path("data", "incidents.csv")
WORK_CLAIMS = "claims.parquet"


@dataclass(frozen=True)
class Versions:
    """Claims of two versions of the same records, and what they are called."""

    before: pd.DataFrame
    after: pd.DataFrame
    old: str
    new: str


def read_versions(old: Path, new: Path, *, recorder: str | None = None) -> Versions:
    """
    Read two versions of a source file, two published sites, or two work folders.

    For sites, a record stands where the site published its incident.

    Raises
    ------
    UsageProblem
        When one of them holds no claims.
    InputRefused
        When a file cannot be read, or a folder is neither a site nor a work folder.
    """
    before, after = (read_version(path, recorder) for path in (old, new))
    return Versions(before, after, old.name or str(old), new.name or str(new))


def compare_versions(versions: Versions) -> Compared:
    """Compare them; where both state coordinates, a record that moved says how far, in metres on the great circle."""
    found = compare(versions.before, versions.after)
    return replace(found, changes=_with_distances(found.changes, versions.before, versions.after))


def read_version(path: Path, recorder: str | None) -> pd.DataFrame:
    """Claims of a file, of a site (with the published places of their incidents), or of a work folder."""
    if (path / SITE_CLAIMS).is_file():
        return _site_claims(path)
    for folder in (path, path / "work"):
        run = current_run(folder)
        for held in (run, folder):
            if held and (held / WORK_CLAIMS).is_file():
                return read_frame(held / WORK_CLAIMS, "claims")
    if path.is_dir():
        hint = "Name a file, a site, or the work folder of a build."
        raise InputRefused("this folder is neither a site nor a work folder.", file=str(path), hint=hint)
    claims = read(path, recorder).claims
    if claims.empty:
        raise UsageProblem(f"{path.name} holds no records.", hint="compare is for records; totals have no identity.")
    return claims


def _site_claims(site: Path) -> pd.DataFrame:
    claims = read(site / SITE_CLAIMS, "strikeatlas").claims
    incidents = pd.read_csv(site / SITE_INCIDENTS, dtype={"record_ids": str}, encoding="utf-8-sig")
    places: dict[str, tuple[Any, Any]] = {}
    if {"record_ids", "lon", "lat"} <= set(incidents.columns):
        for ids, lon, lat in zip(incidents["record_ids"], incidents["lon"], incidents["lat"], strict=True):
            places |= dict.fromkeys(str(ids).split("; "), (lon, lat))
    for side, name in enumerate(("stated_lon", "stated_lat")):
        known = [places.get(record, (None, None))[side] for record in claims["record_id"]]
        claims[name] = pd.Series(known, index=claims.index, dtype="float64")
    return claims


def _with_distances(changes: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Fill in how far the records lie apart that moved."""
    points = [_points(table) for table in (before, after)]
    rows = zip(changes["change"], changes["claim_id_before"], changes["claim_id_after"], strict=True)
    apart = [_apart(points[0].get(was), points[1].get(now)) if kind == "moved" else None for kind, was, now in rows]
    return changes.assign(moved_m=pd.Series(apart, index=changes.index, dtype="float64"))


def _points(claims: pd.DataFrame) -> dict[str, LonLat]:
    stated = claims[claims["stated_lon"].notna() & claims["stated_lat"].notna()]
    points = zip(stated["claim_id"], stated["stated_lon"], stated["stated_lat"], strict=True)
    return {claim: LonLat(float(lon), float(lat)) for claim, lon, lat in points}


def _apart(one: LonLat | None, other: LonLat | None) -> float | None:
    return None if one is None or other is None else round(distance_m(one, other), 1)
