"""The page's parts as folium elements: each also works on any folium.Map, and puts in only constants and base64."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from branca.element import Element, Figure, MacroElement

from .assets import bundle_text
from .inert import inert_json
from .strikemap import template

MODEL, RECORDS, BASE = "sa-model", "sa-records", "sa-base"
JSON, PACKED = "application/json", "application/octet-stream;base64"


class Verbatim(Element):
    """Finished text: never compiled as a template, unlike branca's own elements (S1.1)."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **kwargs: Any) -> str:
        """Give back the text as it is."""
        return self.text


class DataBlocks(Verbatim):
    """Inert script elements that hold data; a page of ours puts them behind everything that is seen."""

    def __init__(self, blocks: list[dict[str, str]]) -> None:
        super().__init__(str(template("incidents").module.data(blocks)))
        self.blocks = blocks


class Incidents(MacroElement):
    """
    Reported strikes on a folium map: symbols by precision class, the record card, and what the model adds to it.

    Parameters
    ----------
    records : bytes
        Records payload, see `records_payload`.
    base : bytes, optional
        Base geography payload, see `base_geography`.
    model : dict, optional
        Titles, claimants, figures, sources and method, see `build_model`; without it the map stands alone.
    """

    def __init__(self, records: bytes, *, base: bytes | None = None, model: dict[str, Any] | None = None) -> None:
        super().__init__()
        self._name = "Incidents"
        self._template = template("incidents")
        self.blocks = [{"id": RECORDS, "type": PACKED, "text": b64encode(records).decode()}]
        if base is not None:
            self.blocks.append({"id": BASE, "type": PACKED, "text": b64encode(base).decode()})
        if model is not None:
            self.blocks.insert(0, {"id": MODEL, "type": JSON, "text": inert_json(model)})

    @property
    def ids(self) -> dict[str, str]:
        """Ids of the data blocks by what they hold, as the page's script takes them."""
        return {block["id"].removeprefix("sa-"): block["id"] for block in self.blocks}

    def render(self, **kwargs: Any) -> None:
        """Put bundle, data blocks and the call that joins them into the figure."""
        figure = self.get_root()
        if not isinstance(figure, Figure):
            raise AssertionError("Incidents is not on a map: call add_to(map) first.")
        parts = self._template.module
        bundle = parts.bundle(bundle_text("atlas.css"), bundle_text("atlas.js"))
        figure.header.add_child(Verbatim(bundle), name="strikeatlas_bundle")
        figure.html.add_child(DataBlocks(self.blocks), name=f"{self.get_name()}_data")
        figure.script.add_child(Verbatim(parts.script(self, kwargs)), name=self.get_name())
