"""A map of one frame: the page around its records, as one object to look at, to add to and to save."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo import embedded_places
from layers import units_from_crosswalk

from ..base import base_geography, town_labels, unit_labels
from ..version import strikeatlas_version
from .compose import view_around
from .elements import Incidents
from .framecolumns import frame_columns
from .framed import NOBODY, framed
from .model import claimant
from .strikemap import StrikeMap

NAME_EN, NAME_AR = "This table", "هذا الجدول"


def map_of_frame(frame: pd.DataFrame, *, title: str = "", **columns: Any) -> StrikeMap:
    """Return a frame as a private map with everything that a page has; see `maps.draw`."""
    given = frame_columns(columns)
    records = framed(frame, given)
    view = view_around(records.points)
    model = {
        "version": 1,
        "title": {"en": title, "ar": title},
        "preview": True,
        "sample": {"incidents": len(frame), "records": len(frame), "complete": True},
        "view": list(view),
        "claimants": [_claimant(name) for name in records.claimants],
        "footnote": {"data_sha256": None, "as_of": None, "version": strikeatlas_version()},
    }
    labels = [*unit_labels(units_from_crosswalk()), *town_labels(embedded_places())]
    strike_map = StrikeMap(view=view, title=title)
    Incidents(records.payload, base=base_geography(view, labels), model=model).add_to(strike_map)
    return strike_map


def _claimant(name: str) -> dict[str, str]:
    return {"id": NOBODY, "name": NAME_EN, "name_ar": NAME_AR} if name == NOBODY else claimant(name)
