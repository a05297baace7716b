"""A map of one frame: the page around its records, as one object to look at, to add to and to save."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pandas as pd

from geo import embedded_places
from layers import units_from_crosswalk

from ..base import base_geography, town_labels, unit_labels
from ..version import strikeatlas_version
from .elements import Incidents
from .framecolumns import frame_columns
from .framed import NOBODY, FrameReader, packed_frame
from .model import claimant
from .pagedata import view_around
from .strikemap import StrikeMap
from .view import View

NAME_EN, NAME_AR = "This table", "هذا الجدول"


def map_of_frame(frame: pd.DataFrame, *, title: str = "", **columns: Any) -> StrikeMap:
    """Return a frame as a private map with everything that a page has; see `maps.draw`."""
    reader = FrameReader(frame, frame_columns(columns))
    view = view_around(pd.DataFrame({"lon": reader.lon, "lat": reader.lat}))
    # Packing leaves the interpreter for long: the geography is cut meanwhile.
    with ThreadPoolExecutor(1) as beside:
        geography = beside.submit(_geography, view)
        records = packed_frame(reader)
    model = {
        "version": 1,
        "title": {"en": title, "ar": title},
        "preview": True,
        "sample": {"incidents": len(frame), "records": len(frame), "complete": True},
        "view": list(view),
        "claimants": [_claimant(str(name)) for name in reader.claimants().categories],
        "footnote": {"data_sha256": None, "as_of": None, "version": strikeatlas_version()},
    }
    strike_map = StrikeMap(view=view, title=title)
    Incidents(records, base=geography.result(), model=model).add_to(strike_map)
    return strike_map


def _geography(view: View) -> bytes:
    labels = [*unit_labels(units_from_crosswalk()), *town_labels(embedded_places())]
    return base_geography(view, labels)


def _claimant(name: str) -> dict[str, str]:
    return {"id": NOBODY, "name": NAME_EN, "name_ar": NAME_AR} if name == NOBODY else claimant(name)
