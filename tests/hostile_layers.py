"""Hostile texts in what users add to a StrikeMap: names of layers, popups, tooltips, icons, plugins."""

from __future__ import annotations

from dataclasses import dataclass

import folium
from hostile_project import POLYGLOT, filled

from maps import StrikeMap, safe_text
from maps.page import PageHead, write_page


@dataclass(frozen=True)
class Layer:
    """One text argument of folium or of a plugin."""

    name: str
    number: int

    @property
    def text(self) -> str:
        """The payload, made safe as the manual says."""
        return safe_text(filled(POLYGLOT, self.number))


LAYERS = tuple(
    Layer(name, 9001 + number)
    for number, name in enumerate(
        ("a layer's name", "a popup", "a tooltip", "a popup of a shape", "a second layer's name", "a GeoJSON tooltip",
         "an icon's text", "a page's title", "a page's subtitle", "a property that is not shown")
    )
)  # fmt: skip


def layered_page() -> str:
    """A page with all of them on one map."""
    text = {one.name: one.text for one in LAYERS}
    raw = {one.name: filled(POLYGLOT, one.number) for one in LAYERS}
    strike_map = StrikeMap(view=(40, 30, 46, 38))
    group = folium.FeatureGroup(name=text["a layer's name"]).add_to(strike_map)
    folium.CircleMarker((36, 43), popup=folium.Popup(text["a popup"]), tooltip=text["a tooltip"]).add_to(group)
    second = folium.FeatureGroup(name=text["a second layer's name"], show=False).add_to(strike_map)
    folium.Polygon([(35, 43), (35, 44), (36, 44)], popup=text["a popup of a shape"]).add_to(second)
    folium.Marker((34, 43), icon=folium.DivIcon(html=text["an icon's text"])).add_to(strike_map)
    about = {"name": text["a GeoJSON tooltip"], "hidden": safe_text(raw["a property that is not shown"])}
    feature = {"type": "Feature", "properties": about, "geometry": {"type": "Point", "coordinates": [42, 33]}}
    shapes = {"type": "FeatureCollection", "features": [feature]}
    folium.GeoJson(shapes, tooltip=folium.GeoJsonTooltip(["name"])).add_to(strike_map)
    folium.LayerControl().add_to(strike_map)
    return write_page(strike_map, PageHead(raw["a page's title"], raw["a page's subtitle"]))
