"""Distances, discs and areas on the globe, for arrays; degrees in, metres or shapes out."""

from __future__ import annotations

import numpy as np
import shapely

from ..types import Floats, Shapes

# WGS 84: semi-major axis, first eccentricity squared; the authalic radius has the ellipsoid's area.
AXIS_M, ECCENTRICITY2 = 6_378_137.0, 0.006_694_379_990_14
AUTHALIC_M = 6_371_007.2
CORNERS = 64
# A straight edge in degrees of this length bends by less than half a metre in the equal-area projection.
STRAIGHT_DEGREES = 0.05


def gaussian_radius(lat: Floats) -> Floats:
    """Return the mean radius of curvature of the ellipsoid in metres."""
    radius: Floats = AXIS_M * np.sqrt(1 - ECCENTRICITY2) / (1 - ECCENTRICITY2 * np.sin(np.radians(lat)) ** 2)
    return radius


def metres_between(lon1: Floats, lat1: Floats, lon2: Floats, lat2: Floats) -> Floats:
    """Return great-circle distances in metres, on the sphere that fits the ellipsoid between the two points."""
    f1, f2 = np.radians(lat1), np.radians(lat2)
    half = np.sin((f2 - f1) / 2) ** 2 + np.cos(f1) * np.cos(f2) * np.sin(np.radians(lon2 - lon1) / 2) ** 2
    distance: Floats = 2 * gaussian_radius((lat1 + lat2) / 2) * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return distance


def reach_degrees(lat: Floats, radius_m: Floats) -> Floats:
    """Return how far a disc reaches from its centre, in degrees of either coordinate, whichever is more."""
    angle = np.clip(radius_m / np.cos(np.pi / CORNERS) / gaussian_radius(lat), 0, np.pi / 2)
    wide = np.sin(angle) / np.maximum(np.cos(np.radians(lat)), 1e-9)
    east = np.where(wide < 1, np.degrees(np.arcsin(np.clip(wide, 0, 1))), 180.0)
    reach: Floats = np.maximum(east, np.degrees(angle))
    return reach


def discs(lon: Floats, lat: Floats, radius_m: Floats, *, corners: int = CORNERS) -> Shapes:
    """Return circles on the globe as polygons of 64 corners, or more, in degrees, each around its circle.

    A disc that would reach over a pole or the antimeridian is cut at 90 and left beyond 180 degrees.
    """
    polygons: Shapes = shapely.polygons(shapely.linearrings(_corners(lon, lat, radius_m, corners)))
    return polygons


def _corners(lon: Floats, lat: Floats, radius_m: Floats, corners: int) -> Floats:
    angle = (radius_m / np.cos(np.pi / corners) / gaussian_radius(lat))[:, None]
    bearing = np.linspace(0, 2 * np.pi, corners, endpoint=False)[None, :]
    centre = np.radians(lat)[:, None]
    sine = np.sin(centre) * np.cos(angle) + np.cos(centre) * np.sin(angle) * np.cos(bearing)
    east = np.arctan2(
        np.sin(bearing) * np.sin(angle) * np.cos(centre), np.cos(angle) - np.sin(centre) * np.clip(sine, -1, 1)
    )
    points: Floats = np.stack([lon[:, None] + np.degrees(east), np.degrees(np.arcsin(np.clip(sine, -1, 1)))], axis=-1)
    return points


def flat(shapes: Shapes) -> Shapes:
    """Return shapes in the cylindrical equal-area projection, in metres: there `shapely.area` is the area on the globe.

    Long edges are bent first, since a straight line between two corners in degrees is none in the projection.
    """
    flattened: Shapes = shapely.transform(shapely.segmentize(shapes, STRAIGHT_DEGREES), _equal_area)
    return flattened


def flat_discs(lon: Floats, lat: Floats, radius_m: Floats) -> Shapes:
    """Return `discs` in the projection of `flat`."""
    corners = _equal_area(_corners(lon, lat, radius_m, CORNERS).reshape(-1, 2)).reshape(-1, CORNERS, 2)
    polygons: Shapes = shapely.polygons(shapely.linearrings(corners))
    return polygons


def areas_m2(shapes: Shapes) -> Floats:
    """Return areas in square metres on the globe; empty and missing shapes have none."""
    areas: Floats = np.nan_to_num(shapely.area(flat(shapes)))
    return areas


def _equal_area(lonlat: Floats) -> Floats:
    projected: Floats = AUTHALIC_M * np.column_stack([np.radians(lonlat[:, 0]), np.sin(np.radians(lonlat[:, 1]))])
    return projected
