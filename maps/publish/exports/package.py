"""All tables as one GeoPackage, with a QGIS style that tells precision as the page does."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from layers import Sheet, geopackage

from .geoparquet import points

STYLE = Path(__file__).parent.parent / "templates" / "incidents.qml"
STYLES = "layer_styles"


def package_bytes(tables: dict[str, pd.DataFrame]) -> bytes:
    """Return the tables; incidents are features, the others attributes, and `layer_styles` is what QGIS looks for."""
    told = dict(zip(tables["about"]["key"], tables["about"]["value"], strict=True))
    changed = f"{told['as_of']}T00:00:00.000Z"
    sheets = [
        Sheet(name, table, _described(name, told), shapes=points(table) if name == "incidents" else None)
        for name, table in tables.items()
    ]
    return geopackage([*sheets, Sheet(STYLES, style_table(changed), key="id")], changed=changed)


def _described(name: str, told: dict[str, str | None]) -> str:
    return f"{told['title']}: {name}. Licence: {told['licence']}. {told['precision']}"


def style_table(changed: str) -> pd.DataFrame:
    """The table in which QGIS keeps styles, with one default style for the incidents."""
    row = {
        "f_table_catalog": "",
        "f_table_schema": "",
        "f_table_name": "incidents",
        "f_geometry_column": "geom",
        "styleName": "precision",
        "styleQML": STYLE.read_text(encoding="utf-8"),
        "styleSLD": "",
        "useAsDefault": True,
        "description": "Dots where the spot is known, rings and discs of the true radius where it is not.",
        "owner": "",
        "ui": None,
        "update_time": changed,
    }
    return pd.DataFrame([row])
