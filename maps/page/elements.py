"""The page's parts as folium elements: each also works on any folium.Map, and puts in only constants and base64."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pandas as pd
from branca.element import Element, Figure, MacroElement

from data import UsageProblem

from .assets import bundle_text
from .framecolumns import frame_columns
from .framed import frame_payload
from .inert import inert_json
from .strikemap import template

MODEL, RECORDS, BASE, LEDGER = "sa-model", "sa-records", "sa-base", "sa-ledger-data"
UNITS = "sa-units"
CHANGES = "sa-changes-data"
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
    """
    Inert script elements that hold data; a page of ours puts them behind everything that is seen.

    `sources` are pairs of a directive and an address that the page's policy has to name for them.
    """

    def __init__(self, blocks: list[dict[str, str]], *, sources: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(str(template("incidents").module.data(blocks)))
        self.blocks, self.sources = blocks, sources


class Part(MacroElement):
    """
    A part of the page as a folium element: blocks of inert data, and one call that hands them to the page's script.

    A subclass says what it puts in; text of data goes into no template (S1.1).
    """

    call = "attach"
    script = "atlas.js"

    def __init__(self, name: str, blocks: list[dict[str, str]]) -> None:
        super().__init__()
        self._name = name
        self._template = template("incidents")
        self.blocks = blocks

    @property
    def ids(self) -> dict[str, Any]:
        """Ids of the data blocks by what they hold, as the page's script takes them."""
        return {block["id"].removeprefix("sa-").removesuffix("-data"): block["id"] for block in self.blocks}

    def render(self, **kwargs: Any) -> None:
        """Put bundle, data blocks and the call that joins them into the figure."""
        figure = self.get_root()
        if not isinstance(figure, Figure):
            raise AssertionError(f"{self._name} is not on a map: call add_to(map) first.")
        parts = self._template.module
        bundle = parts.bundle(bundle_text("atlas.css"), bundle_text(self.script))
        figure.header.add_child(Verbatim(bundle), name=f"strikeatlas_{self.script}")
        figure.html.add_child(DataBlocks(self.blocks), name=f"{self.get_name()}_data")
        figure.script.add_child(Verbatim(parts.script(self, kwargs)), name=self.get_name())


def packed(name: str, payload: bytes) -> dict[str, str]:
    """A data block that holds a payload."""
    return {"id": name, "type": PACKED, "text": b64encode(payload).decode()}


def _blocks(records: dict[str, str], base: bytes | None, model: dict[str, Any] | None) -> list[dict[str, str]]:
    """The model first, then the records, then the base geography; what is not there is left out."""
    told = [] if model is None else [{"id": MODEL, "type": JSON, "text": inert_json(model)}]
    return [*told, records, *([] if base is None else [packed(BASE, base)])]


class Incidents(Part):
    """
    Reported strikes on a folium map: symbols by precision class, the record card, and what the model adds to it.

    Parameters
    ----------
    records : bytes or frame
        Records payload, see `records_payload`; or a frame with one row per record, see `frame_payload`.
    base : bytes, optional
        Base geography payload, see `base_geography`.
    model : dict, optional
        Titles, claimants, sources and method, see `short_model`; without it the map stands alone.
    columns : str
        Of a frame: which column is what, such as `killed_min="dead_low"`, see `FrameColumns`.

    Raises
    ------
    UsageProblem
        Where an option is unknown or a column is missing, with the nearest one.
    """

    def __init__(
        self,
        records: bytes | pd.DataFrame,
        *,
        base: bytes | None = None,
        model: dict[str, Any] | None = None,
        **columns: Any,
    ) -> None:
        if not isinstance(records, bytes):
            records = frame_payload(records, frame_columns(columns))
        elif columns:
            raise UsageProblem(f"Unknown option '{next(iter(columns))}'.", hint="Columns are named for frames only.")
        super().__init__("Incidents", _blocks(packed(RECORDS, records), base, model))


class Ledger(Part):
    """
    Both sides of the ledger: who has answered, grades by month, stated totals and their chart, and what is not known.

    On a page of ours it stands below the map; on any other folium map it folds away in a corner. Incidents that are on
    the same map open from its tables.

    Parameters
    ----------
    payload : bytes
        See `ledger_payload`; packed with `alone=True` where no `Incidents` is on the map.
    """

    call = "part"

    def __init__(self, payload: bytes) -> None:
        super().__init__("Ledger", [packed(LEDGER, payload)])


class Units(Part):
    """
    What is reported by administrative unit: rates and shares as colours, totals as symbols in proportion.

    It stands beside `Incidents` on the same map, whose filters it follows; a switch on the map chooses the level and
    the measure. A level that the records cannot bear is hatched, with the sentence that says why.

    Parameters
    ----------
    payload : bytes
        See `units_payload`.
    """

    call = "part"

    def __init__(self, payload: bytes) -> None:
        super().__init__("Units", [packed(UNITS, payload)])


class Changes(Part):
    """
    What changed between two versions of the records: what came, went, moved or was told anew, with its list.

    Parameters
    ----------
    payload : bytes
        Tables `changes` and `same` with a text for each change, see `maps.changes`.
    base : bytes, optional
        Base geography payload, see `base_geography`.
    model : dict, optional
        Title, claimants, labels of columns and the counts.
    """

    call = "part"
    script = "changes.js"

    def __init__(self, payload: bytes, *, base: bytes | None = None, model: dict[str, Any] | None = None) -> None:
        super().__init__("Changes", _blocks(packed(CHANGES, payload), base, model))
