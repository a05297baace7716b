"""Features of folium and its plugins, each as it is put onto a map beside the atlas's own elements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import branca.colormap
import folium
import numpy as np
from folium import plugins

AT = [33.0, -25.4]
POINTS = [[33.0, -25.4], [32.2, -26.9], [34.1, -24.3]]
LINE = {"type": "LineString", "coordinates": [[lon, lat] for lat, lon in POINTS]}
AREA = {"type": "Polygon", "coordinates": [[[-26, 32], [-25, 32], [-25, 33], [-26, 32]]]}
FEATURE = {"type": "Feature", "id": "a", "properties": {"name": "Arvenholt", "n": 3}, "geometry": AREA}
COLLECTION = {"type": "FeatureCollection", "features": [FEATURE]}
TOPOLOGY = {
    "type": "Topology",
    "objects": {"a": {"type": "GeometryCollection", "geometries": [{"type": "LineString", "arcs": [0]}]}},
    "arcs": [[[-26, 32], [-25, 33]]],
}
PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4"
    "2mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
TIMED = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "geometry": LINE, "properties": {"times": ["2031-01-01", "2031-02-01", "2031-03-01"]}}
    ],
}
Put = Callable[[folium.Map], Any]


def group(made: folium.Map) -> folium.FeatureGroup:
    return folium.FeatureGroup("a group").add_to(made)


def sub_group(made: folium.Map) -> Any:
    parent = group(made)
    return plugins.FeatureGroupSubGroup(parent, "a part").add_to(made)


def marked(made: folium.Map, **options: Any) -> folium.Marker:
    return folium.Marker(AT, icon=folium.DivIcon(html="<b>a</b>"), **options).add_to(made)


def choropleth(made: folium.Map) -> Any:
    return folium.Choropleth(COLLECTION, data={"a": 3, "b": 4, "c": 5}, key_on="feature.id", bins=3).add_to(made)


# Name, and how it is put onto a map.
FEATURES: dict[str, Put] = {
    "Circle": lambda m: folium.Circle(AT, radius=4000).add_to(m),
    "CircleMarker": lambda m: folium.CircleMarker(AT, radius=9).add_to(m),
    "PolyLine": lambda m: folium.PolyLine(POINTS).add_to(m),
    "Polygon": lambda m: folium.Polygon(POINTS).add_to(m),
    "Rectangle": lambda m: folium.Rectangle([[32, -26], [33, -25]]).add_to(m),
    "ColorLine": lambda m: folium.ColorLine(POINTS, colors=[0, 1], colormap=["#222222", "#999999"]).add_to(m),
    "Marker": lambda m: folium.Marker(AT).add_to(m),
    "Icon": lambda m: folium.Marker(AT, icon=folium.Icon(color="gray")).add_to(m),
    "CustomIcon": lambda m: folium.Marker(AT, icon=folium.CustomIcon(PIXEL, icon_size=(9, 9))).add_to(m),
    "DivIcon": marked,
    "Popup": lambda m: marked(m, popup=folium.Popup("words")),
    "Tooltip": lambda m: marked(m, tooltip=folium.Tooltip("words")),
    "GeoJson": lambda m: folium.GeoJson(COLLECTION).add_to(m),
    "GeoJsonTooltip": lambda m: folium.GeoJson(COLLECTION, tooltip=folium.GeoJsonTooltip(["name"])).add_to(m),
    "GeoJsonPopup": lambda m: folium.GeoJson(COLLECTION, popup=folium.GeoJsonPopup(["name"])).add_to(m),
    "TopoJson": lambda m: folium.TopoJson(TOPOLOGY, "objects.a").add_to(m),
    "Choropleth": choropleth,
    "FeatureGroup": group,
    "LayerControl": lambda m: (group(m), folium.LayerControl().add_to(m)),
    "FitBounds": lambda m: m.fit_bounds([[32, -26], [33, -25]]),
    "FitOverlays": lambda m: (group(m), folium.FitOverlays().add_to(m)),
    "LatLngPopup": lambda m: folium.LatLngPopup().add_to(m),
    "ClickForMarker": lambda m: folium.ClickForMarker("here").add_to(m),
    "ClickForLatLng": lambda m: folium.ClickForLatLng(alert=False).add_to(m),
    "ImageOverlay": lambda m: folium.raster_layers.ImageOverlay(np.zeros((4, 4, 3)), [[32, -26], [33, -25]]).add_to(m),
    "VideoOverlay": lambda m: folium.raster_layers.VideoOverlay(
        "data:video/webm;base64,", [[32, -26], [33, -25]]
    ).add_to(m),
    "CustomPane": lambda m: folium.map.CustomPane("own", z_index=430).add_to(m),
    "Control": lambda m: folium.Control("Scale").add_to(m),
    "ColorMap": lambda m: branca.colormap.LinearColormap(["#222222", "#999999"], vmin=0, vmax=9).add_to(m),
    "TileLayer": lambda m: folium.TileLayer("https://tiles.example/{z}/{x}/{y}.png", attr="x").add_to(m),
    "WmsTileLayer": lambda m: folium.raster_layers.WmsTileLayer("https://wms.example", "a").add_to(m),
    "Vega, VegaLite": lambda m: folium.VegaLite({"mark": "bar"}).add_to(folium.Popup().add_to(marked(m))),
    "plugins.AntPath": lambda m: plugins.AntPath(POINTS).add_to(m),
    "plugins.BeautifyIcon": lambda m: folium.Marker(AT, icon=plugins.BeautifyIcon(number=3)).add_to(m),
    "plugins.BoatMarker": lambda m: plugins.BoatMarker(AT, heading=30).add_to(m),
    "plugins.Draw": lambda m: plugins.Draw().add_to(m),
    "plugins.EncodedPolyline": lambda m: plugins.PolyLineFromEncoded("_p~iF~ps|U_ulLnnqC").add_to(m),
    "plugins.EncodedPolygon": lambda m: plugins.PolygonFromEncoded("_p~iF~ps|U_ulLnnqC_mqNvxq`@").add_to(m),
    "plugins.FastMarkerCluster": lambda m: plugins.FastMarkerCluster(POINTS).add_to(m),
    "plugins.FeatureGroupSubGroup": sub_group,
    "plugins.FloatImage": lambda m: plugins.FloatImage(PIXEL).add_to(m),
    "plugins.Fullscreen": lambda m: plugins.Fullscreen().add_to(m),
    "plugins.Geocoder": lambda m: plugins.Geocoder().add_to(m),
    "plugins.GeoMan": lambda m: plugins.GeoMan().add_to(m),
    "plugins.GroupedLayerControl": lambda m: plugins.GroupedLayerControl({"all": [group(m)]}).add_to(m),
    "plugins.HeatMap": lambda m: plugins.HeatMap(POINTS).add_to(m),
    "plugins.HeatMapWithTime": lambda m: plugins.HeatMapWithTime([POINTS, POINTS]).add_to(m),
    "plugins.LocateControl": lambda m: plugins.LocateControl().add_to(m),
    "plugins.MarkerCluster": lambda m: plugins.MarkerCluster(POINTS).add_to(m),
    "plugins.MeasureControl": lambda m: plugins.MeasureControl().add_to(m),
    "plugins.MiniMap": lambda m: plugins.MiniMap(folium.TileLayer("https://tiles.example/{z}", attr="x")).add_to(m),
    "plugins.MousePosition": lambda m: plugins.MousePosition().add_to(m),
    "plugins.OverlappingMarkerSpiderfier": lambda m: (marked(m), plugins.OverlappingMarkerSpiderfier().add_to(m)),
    "plugins.PolyLineOffset": lambda m: plugins.PolyLineOffset(POINTS, offset=4).add_to(m),
    "plugins.PolyLineTextPath": lambda m: plugins.PolyLineTextPath(folium.PolyLine(POINTS).add_to(m), "road").add_to(m),
    "plugins.Realtime": lambda m: plugins.Realtime("https://live.example", interval=9999).add_to(m),
    "plugins.ScrollZoomToggler": lambda m: plugins.ScrollZoomToggler().add_to(m),
    "plugins.Search": lambda m: plugins.Search(folium.GeoJson(COLLECTION).add_to(m), search_label="name").add_to(m),
    "plugins.SemiCircle": lambda m: plugins.SemiCircle(AT, radius=9000, direction=10, arc=60).add_to(m),
    "plugins.SideBySideLayers": lambda m: plugins.SideBySideLayers(group(m), group(m)).add_to(m),
    "plugins.StripePattern": lambda m: plugins.StripePattern().add_to(m),
    "plugins.TagFilterButton": lambda m: (marked(m, tags=["a"]), plugins.TagFilterButton(["a"]).add_to(m)),
    "plugins.Terminator": lambda m: plugins.Terminator().add_to(m),
    "plugins.Timeline": lambda m: plugins.Timeline({"type": "FeatureCollection", "features": []}).add_to(m),
    "plugins.TimestampedGeoJson": lambda m: plugins.TimestampedGeoJson(TIMED).add_to(m),
    "plugins.TreeLayerControl": lambda m: plugins.TreeLayerControl(overlay_tree={"label": "all"}).add_to(m),
    "plugins.VectorGridProtobuf": lambda m: plugins.VectorGridProtobuf("https://tiles.example/{z}").add_to(m),
}


# What does not work on a page of ours, and why not.
NOT = {
    "Icon": "its marker library names no licence, so it is not in the bundle; use DivIcon or CustomIcon",
    "VideoOverlay": "the policy of a page lets no media in",
    "TileLayer": "tiles come from a server; a page of ours has none unless the project names one",
    "WmsTileLayer": "images come from a server",
    "Vega, VegaLite": "needs eval, which the policy forbids",
    "plugins.AntPath": "it writes styles into attributes, which the policy leaves out: the line does not move",
    "plugins.BeautifyIcon": "its library is not on npm",
    "plugins.Draw": "its library is large; the page's own filter draws an area",
    "plugins.FastMarkerCluster": "its markers use Icon; MarkerCluster works",
    "plugins.FloatImage": "it writes styles into attributes, which the policy leaves out",
    "plugins.Geocoder": "it asks a server",
    "plugins.GeoMan": "its library is large; the page's own filter draws an area",
    "plugins.GroupedLayerControl": "it remembers ids of layers before they are counted; TreeLayerControl works",
    "plugins.HeatMapWithTime": "its time library is not in the bundle; the page has a time brush of its own",
    "plugins.MeasureControl": "needs eval, which the policy forbids",
    "plugins.MiniMap": "it shows tiles, which come from a server",
    "plugins.MousePosition": "its library is not on npm; exact positions are not for reading off a map here",
    "plugins.OverlappingMarkerSpiderfier": "its library is not on npm; a click on many records opens a list",
    "plugins.Realtime": "it asks a server",
    "plugins.ScrollZoomToggler": "it runs scripts in attributes, which the policy forbids, and loads an image",
    "plugins.SideBySideLayers": "its library is not maintained; Swipe does the same",
    "plugins.StripePattern": "its library is not on npm",
    "plugins.TagFilterButton": "its libraries are not in the bundle; the page has filters of its own",
    "plugins.Timeline": "its libraries are not in the bundle; the page has a time brush of its own",
    "plugins.TimestampedGeoJson": "its time library is not in the bundle; the page has a time brush of its own",
    "plugins.VectorGridProtobuf": "it asks a server",
}
# Styles in attributes are left out by the policy; the element works without them.
PLAIN_STYLE = ("Popup",)
