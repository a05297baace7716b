"""What the data blocks of a page hold, made from what select let through; the page itself is written elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from layers import units_from_crosswalk

from ..base import base_geography, town_labels, unit_labels
from ..project import Project
from ..select import Selection
from ..units import Levels, UnitLevel
from .model import long_model, short_model
from .payload_tables import records_payload
from .records import cards, claim_rows, joined
from .sides import ledger_payload
from .units import units_payload
from .view import DEFAULT_VIEW, View

if TYPE_CHECKING:
    from .imagepack import ImageBlock

SMALLEST_DEG, MARGIN, DECIMALS = 0.5, 0.06, 2
# A preview is made again and again, and read where it is made.
QUICK = 3


def view_of(selection: Selection, given: tuple[float, ...]) -> View:
    """West, south, east, north in degrees: the view that the project names, or around the published positions."""
    if given:
        west, south, east, north = given
        return west, south, east, north
    return view_around(selection.placements, decimals=min(selection.policy.coordinate_decimals, DECIMALS))


def view_around(points: pd.DataFrame, *, decimals: int = DECIMALS) -> View:
    """West, south, east, north around the columns lon and lat, with a margin; no finer than that many decimals."""
    lon, lat = (points[name].to_numpy(dtype=float, na_value=np.nan) for name in ("lon", "lat"))
    placed = np.isfinite(lon) & np.isfinite(lat)
    if not placed.any():
        return DEFAULT_VIEW
    (west, east), (south, north) = (_span(values[placed], 10.0**decimals) for values in (lon, lat))
    return west, south, east, north


def _span(values: np.ndarray, steps: float) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    pad = max(SMALLEST_DEG - (high - low), 0) / 2 + (high - low) * MARGIN
    return float(np.floor((low - pad) * steps) / steps), float(np.ceil((high + pad) * steps) / steps)


def unit_names() -> dict[str, str]:
    """English name of each governorate by its code."""
    units = units_from_crosswalk()
    return dict(zip(units["pcode"], units["name_en"], strict=True))


@dataclass(frozen=True)
class PageData:
    """What the data blocks of a page hold, and what the map shows first."""

    view: View
    model: dict[str, Any]
    records: bytes
    base: bytes
    sides: bytes | None
    units: bytes
    images: tuple[ImageBlock, ...] = ()


def fresh_levels(project: Project, placements: pd.DataFrame) -> list[UnitLevel]:
    """Every level that a project has units of, joined to the published places."""
    return Levels(project).all_of(placements)


def fresh_base(view: View) -> bytes:
    """The base geography of a view, with the names of places in it."""
    from geo import embedded_places  # noqa: PLC0415 - a page whose base geography is made needs no gazetteer

    return base_geography(view, [*unit_labels(units_from_crosswalk()), *town_labels(embedded_places())])


def fresh_images(project: Project) -> tuple[ImageBlock, ...]:
    """Every image of a project as a block of its page."""
    if not project.imagery and not project.online:
        return ()
    from .images import image_blocks  # noqa: PLC0415 - loads what only pages with images need

    return image_blocks(project)


@dataclass(frozen=True)
class Made:
    """Who makes the parts of a page that rest on little of its selection: a caller may have them from before.

    `shapes` gives the base geography of a view, `levels` the units with what lies in them.
    """

    shapes: Callable[[View], bytes] = fresh_base
    levels: Callable[[Project, pd.DataFrame], list[UnitLevel]] = fresh_levels
    images: Callable[[Project], tuple[ImageBlock, ...]] = fresh_images


FRESH = Made()


def page_data(
    project: Project, selection: Selection, *, preview: bool, data_sha256: str, made: Made = FRESH
) -> PageData:
    """Everything of a selection that goes into its page; the same selection gives the same bytes."""
    view = view_of(selection, project.map.view)
    frame = joined(selection, unit_names())
    claims = claim_rows(selection, frame)
    told = cards(frame, claims, selection)
    more = long_model(project, selection, codes=told.codes, preview=preview)
    return PageData(
        view,
        short_model(project, selection, view=list(view), preview=preview, data_sha256=data_sha256),
        records_payload(selection, (frame, claims), told, model=more, level=QUICK if preview else None),
        made.shapes(view),
        ledger_payload(project, selection, frame),
        units_payload(made.levels(project, selection.placements), frame["incident_id"].tolist()),
        made.images(project),
    )
