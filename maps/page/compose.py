"""The whole page as one text: shell, map, data, styles and scripts, under a policy that names each of them."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pandas as pd

from geo import embedded_places
from layers import units_from_crosswalk

from ..base import base_geography, town_labels, unit_labels
from ..payload import Payload, decode
from ..project import Project
from ..select import Selection
from ..units import Levels, UnitLevel
from .assets import bundle_text, finished, shell
from .elements import RECORDS, Incidents, Ledger, Units
from .imagepack import ImageBlock
from .imagery import BLOCK, Image
from .images import image_blocks
from .model import long_model, short_model
from .packed import pack_scripts
from .payload_tables import records_payload
from .records import cards, claim_rows, joined
from .security import content_policy
from .sides import ledger_payload
from .strikemap import DEFAULT_VIEW, StrikeMap, View
from .units import units_payload

SMALLEST_DEG, MARGIN, DECIMALS = 0.5, 0.06, 2
# A preview is made again and again, and read where it is made.
QUICK = 3
SHELL, IMAGES = "page.html.jinja", "imagery.html.jinja"


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


@dataclass(frozen=True)
class Made:
    """Who makes the parts of a page that rest on little of its selection: a caller may have them from before.

    `shapes` gives the base geography of a view with labels, `levels` the units with what lies in them.
    """

    shapes: Callable[[View, list[dict[str, Any]]], bytes] = base_geography
    levels: Callable[[Project, pd.DataFrame], list[UnitLevel]] = fresh_levels
    images: Callable[[Project], tuple[ImageBlock, ...]] = image_blocks


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
    labels = [*unit_labels(units_from_crosswalk()), *town_labels(embedded_places())]
    return PageData(
        view,
        short_model(project, selection, view=list(view), preview=preview, data_sha256=data_sha256),
        records_payload(selection, (frame, claims), told, model=more, level=QUICK if preview else None),
        made.shapes(view, labels),
        ledger_payload(project, selection, frame),
        units_payload(made.levels(project, selection.placements), frame["incident_id"].tolist()),
        made.images(project),
    )


def page_of(project: Project, data: PageData, *, preview: bool) -> str:
    """The page around its data blocks: shell, map, styles, scripts, and the policy that names each of them."""
    strike_map = StrikeMap(view=data.view)
    Incidents(data.records, base=data.base, model=data.model).add_to(strike_map)
    if data.sides is not None:
        Ledger(data.sides).add_to(strike_map)
    Units(data.units).add_to(strike_map)
    for block in data.images:
        Image(block).add_to(strike_map)
    atlas = project.atlas
    return write_page(strike_map, PageHead(atlas.title, atlas.subtitle, atlas.languages[0], preview))


def compose_page(project: Project, selection: Selection, *, preview: bool, data_sha256: str, made: Made = FRESH) -> str:
    """
    Return the page of a selection as text; the same selection gives the same text.

    Nothing but what select let through, the project's own titles and constants of ours goes in, data only as inert JSON
    and base64.
    """
    data = page_data(project, selection, preview=preview, data_sha256=data_sha256, made=made)
    return page_of(project, data, preview=preview)


@dataclass(frozen=True)
class PageHead:
    """What a page says of itself before any script has run."""

    title: str
    subtitle: str = ""
    language: str = "en"
    preview: bool = False


def _shell_of(blocks: list[dict[str, str]]) -> str:
    """A map of images alone fills its page; the page of records has room for all that stands around them."""
    names = [block["id"] for block in blocks]
    return IMAGES if names and all(name.startswith(BLOCK) for name in names) else SHELL


def write_page(strike_map: StrikeMap, head: PageHead, *, shell_name: str = "") -> str:
    """A map in the page's shell, or in a named one, as one text that asks nothing of any server (S1.2)."""
    body = strike_map.body()
    styles = [bundle_text("leaflet.css"), *body.parts.styles]
    scripts = pack_scripts([bundle_text("leaflet.js"), *body.parts.scripts])
    return shell(shell_name or _shell_of(body.blocks)).render(
        title=head.title,
        subtitle=head.subtitle,
        language=head.language,
        direction="rtl" if head.language == "ar" else "ltr",
        preview=head.preview,
        words=json.loads(bundle_text(f"{head.language}.json")),
        csp=content_policy(scripts.named, styles, sources=body.sources),
        head="",
        map=finished(body.markup),
        blocks=[block | {"text": finished(block["text"])} for block in body.blocks],
        styles=[finished(style) for style in styles],
        scripts=[finished(script) for script in scripts.emitted],
    )


class _DataBlocks(HTMLParser):
    """Finds the text of one element by its id."""

    def __init__(self, wanted: str) -> None:
        super().__init__(convert_charrefs=False)
        self.wanted, self.inside, self.text = wanted, False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "script" and ("id", self.wanted) in attrs

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        self.inside = False


def read_page(text: str) -> Payload:
    """
    Read the records back out of a finished page, as a browser would.

    Raises
    ------
    ValueError
        When the text holds no records, or damaged ones.
    """
    blocks = _DataBlocks(RECORDS)
    blocks.feed(text)
    blocks.close()
    if not blocks.text:
        raise ValueError("This page holds no records.")
    return decode(b64decode(blocks.text, validate=True))
