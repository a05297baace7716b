"""StrikeMap: a folium.Map that is written as one file which asks nothing of anyone."""

from __future__ import annotations

import html
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink
from folium.template import Template

from data import UsageProblem, write_atomic

from .fragments import Parts, take_apart
from .view import DEFAULT_VIEW, View

TEMPLATES = Path(__file__).with_name("templates")
LEAFLET = ("leaflet.js", "leaflet.css")  # part of our own bundle


@cache
def template(name: str) -> Template:
    """A folium template of ours; it holds constants and options only, never a value from data."""
    return Template((TEMPLATES / f"{name}.jinja").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Body:
    """What stands in a page: markup, data blocks, scripts, styles, and addresses that its policy has to name."""

    markup: str
    blocks: list[dict[str, str]]
    parts: Parts
    sources: tuple[tuple[str, str], ...] = ()


class StrikeMap(folium.Map):
    """
    A folium map for reported strikes, without tiles, that any folium element can be added to.

    Parameters
    ----------
    view : west, south, east, north
        What the map shows first, in degrees, EPSG:4326.
    title : str
        Of the page when it is saved or shown in a notebook.
    options : Leaflet's own map options, in folium's spelling.
    """

    default_js: ClassVar[list[tuple[str, str]]] = []
    default_css: ClassVar[list[tuple[str, str]]] = []

    def __init__(self, *, view: View = DEFAULT_VIEW, title: str = "", **options: Any) -> None:
        west, south, east, north = view
        options = {"max_zoom": 16, "min_zoom": 4, "zoom_start": 6, "zoom_control": True} | options
        # Without tiles folium drops max_zoom, and clustering plugins then fail: so it is given as an option too.
        super().__init__(
            # Not finer than the view itself: a digit more could be one that is withheld elsewhere.
            location=[round((south + north) / 2, 2), round((west + east) / 2, 2)],
            tiles=None,
            maxZoom=options["max_zoom"],
            minZoom=options["min_zoom"],
            attribution_control=False,
            **options,
        )
        self.view = view
        self.title = title
        self._template = template("strikemap")

    def body(self) -> Body:
        """Everything that the map and its elements put into a page, the same each time."""
        figure = self.get_root()
        number_elements(figure)
        for part in (figure.header, figure.html, figure.script):
            part._children.clear()
        for child in figure._children.values():
            child.render()
        parts = Parts()
        for child in figure.header._children.values():
            _head(child, parts)
        parts.add_last(_joined(figure.script))
        seen = [child for child in figure.html._children.values() if not hasattr(child, "blocks")]
        blocks = [block for child in figure.html._children.values() for block in getattr(child, "blocks", [])]
        sources = tuple(pair for child in figure.html._children.values() for pair in getattr(child, "sources", ()))
        return Body("\n".join(child.render() for child in seen), blocks, parts, sources)

    def page(self, title: str = "", *, language: str = "en") -> str:
        """The whole page as text: it opens from a disk and asks nothing of any server."""
        from .compose import PageHead, write_page  # noqa: PLC0415 - it is made of maps

        return write_page(self, PageHead(title, "", language, preview=True))

    def save(self, outfile: Any, *, title: str = "", **unknown: Any) -> None:
        """
        Write the page to a path or an open file.

        Raises
        ------
        UsageProblem
            For options of branca's own writing, which compiles text again and is not used here.
        """
        if unknown:
            raise UsageProblem(f"save has no option '{next(iter(unknown))}'.", hint="It has: title.")
        text = self.page(title or self.title)
        if hasattr(outfile, "write"):
            outfile.write(text.encode() if "b" in getattr(outfile, "mode", "") else text)
        else:
            write_atomic(Path(outfile), text.encode())

    def _repr_html_(self, **kwargs: Any) -> str:
        """The page in a frame of its own, as notebooks show it."""
        srcdoc = html.escape(self.page(self.title), quote=True)
        return str(template("notebook").module.frame(srcdoc, html.escape(self.title or "StrikeAtlas")))


def _head(child: Element, parts: Parts) -> None:
    if isinstance(child, JavascriptLink | CssLink) and child.url.endswith(LEAFLET):
        return
    take_apart(child.render(), parts)


def _joined(part: Element) -> str:
    return "\n".join(child.render() for child in part._children.values())


def number_elements(figure: Figure) -> None:
    """Give every element a counted id in place of a random one, so that the same input gives the same bytes."""
    waiting, number = list(figure._children.values()), 0
    while waiting:
        element = waiting.pop(0)
        element._id = f"{number:04d}"
        number += 1
        waiting.extend(element._children.values())
