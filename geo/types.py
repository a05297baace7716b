"""The words of the room: a point, an answer, and what it was chosen from."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

EARTH_RADIUS_M = 6_371_008.8


@dataclass(frozen=True, slots=True)
class LonLat:
    """A point on the earth in degrees, WGS 84; longitude first, as in GeoJSON.

    Examples
    --------
    >>> LonLat(43.1, 36.3).lat
    36.3
    """

    lon: float
    lat: float

    def swapped(self) -> LonLat:
        """The point with its two numbers exchanged."""
        return LonLat(self.lat, self.lon)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of longitude and latitude in degrees, borders included."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, point: LonLat) -> bool:
        """Whether the point lies inside or on the border."""
        return self.west <= point.lon <= self.east and self.south <= point.lat <= self.north


@dataclass(frozen=True, slots=True)
class Radii:
    """Radii in metres that hold the true point in 50, 80 and 95 of 100 cases."""

    r50_m: float
    r80_m: float
    r95_m: float

    def at_least(self, metres: float) -> Radii:
        """The same radii, none of them below a floor."""
        return self.wider(Radii(metres, metres, metres))

    def wider(self, other: Radii) -> Radii:
        """The wider of two, radius by radius."""
        return Radii(max(self.r50_m, other.r50_m), max(self.r80_m, other.r80_m), max(self.r95_m, other.r95_m))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row of the gazetteer that may be meant, with the terms of its score."""

    place_id: str
    name: str
    kind: str
    lon: float
    lat: float
    probability: float
    evidence: Mapping[str, float] = field(default_factory=dict)

    @property
    def lonlat(self) -> LonLat:
        """The reference point of the place."""
        return LonLat(self.lon, self.lat)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a text, a claim or an incident is, how exactly, and why.

    Lengths are metres, coordinates degrees in WGS 84; lon and lat are None where there is no answer.
    """

    lon: float | None
    lat: float | None
    precision: str
    method: str
    reason: str
    radii: Radii | None = None
    confidence: float | None = None
    place_id: str | None = None
    place_name: str | None = None
    adm1_pcode: str | None = None
    footprint: bytes | None = None
    footprint_kind: str | None = None
    candidates: tuple[Candidate, ...] = ()
    warnings: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def lonlat(self) -> LonLat | None:
        """The most likely point, or None."""
        return None if self.lon is None or self.lat is None else LonLat(self.lon, self.lat)

    def row(self, subject_id: str) -> dict[str, Any]:
        """The placement as a row of the table `placements`."""
        return {
            "subject_id": subject_id,
            "lon": self.lon,
            "lat": self.lat,
            **self._radii(),
            "footprint": self.footprint,
            "footprint_kind": self.footprint_kind,
            "precision": self.precision,
            "confidence": self.confidence,
            "place_id": self.place_id,
            "place_name": self.place_name,
            "adm1_pcode": self.adm1_pcode,
            "method": self.method,
            "candidates": candidates_json(self.candidates),
            "reason": self.reason,
            "warnings": list(self.warnings),
        }

    def answer(self, subject_id: str = "") -> dict[str, Any]:
        """The placement with the keys of `strikeatlas locate`; `radius_m` is the 95 % radius."""
        points = ";".join(f"{c.lon:.6f} {c.lat:.6f}" for c in self.candidates)
        if not points and self.lon is not None:
            points = f"{self.lon:.6f} {self.lat:.6f}"
        radii = self._radii()
        return {
            "id": subject_id,
            "lon": self.lon,
            "lat": self.lat,
            "radius_m": radii["r95_m"],
            "r50_m": radii["r50_m"],
            "r80_m": radii["r80_m"],
            "precision": self.precision,
            "confidence": self.confidence,
            "candidates": points,
            "method": self.method,
            "reason": self.reason,
            "warnings": " ".join(self.warnings),
        }

    def _radii(self) -> dict[str, float | None]:
        found = self.radii
        return {
            "r50_m": round(found.r50_m, 1) if found else None,
            "r80_m": round(found.r80_m, 1) if found else None,
            "r95_m": round(found.r95_m, 1) if found else None,
        }


def candidates_json(candidates: tuple[Candidate, ...]) -> str | None:
    """Candidates as JSON text, best first; None where there are none."""
    rows = [
        {
            "lon": c.lon,
            "lat": c.lat,
            "name": c.name,
            "kind": c.kind,
            "place_id": c.place_id,
            "probability": round(c.probability, 4),
            "evidence": {term: round(value, 3) for term, value in c.evidence.items()},
        }
        for c in candidates
    ]
    return json.dumps(rows, ensure_ascii=False) if rows else None


def distance_m(a: LonLat, b: LonLat) -> float:
    """Great-circle distance in metres (mean radius; within 0.6 % of the ellipsoid).

    Examples
    --------
    >>> round(distance_m(LonLat(0, 0), LonLat(0, 1)))
    111195
    """
    south, north = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(south) * math.cos(north) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))
