"""Boundary files of every kind that is read, made from the same units."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import geopandas
import pandas as pd
import shapely

ENDINGS = ("geojson", "gpkg", "shp", "shp.zip", "parquet", "kml")
FIELDS = ("ADM1_PCODE", "ADM1_EN", "ADM1_AR", "ADM0_PCODE")


def governorates(shapes: dict[str, object], *, crs: object = 4326, **names: str | None) -> geopandas.GeoDataFrame:
    """Units with the columns of OCHA COD-AB, in Iraq; a name may be given by code, and be missing."""
    rows = [
        {"ADM1_PCODE": code, "ADM1_EN": names.get(code, f"Unit {code}"), "ADM1_AR": "وحدة" if names.get(code) else None,
         "ADM0_PCODE": "IQ"}
        for code in shapes
    ]  # fmt: skip
    return geopandas.GeoDataFrame(rows, geometry=list(shapes.values()), crs=crs)


def boundary_file(frame: geopandas.GeoDataFrame, folder: Path, ending: str, name: str = "units") -> Path:
    """Write units as a file of one kind."""
    path = folder / f"{name}.{ending}"
    if ending == "shp.zip":
        frame.to_file(folder / "packed.shp")
        with zipfile.ZipFile(path, "w") as held:
            for part in folder.glob("packed.*"):
                held.write(part, f"{name}/{part.name}")
    elif ending == "parquet":
        frame.to_parquet(path)
    elif ending == "kml":
        path.write_text(kml(frame), encoding="utf-8")
    else:
        frame.to_file(path)
    return path


def kml(frame: geopandas.GeoDataFrame) -> str:
    """A KML document with a folder, whose placemarks bear their fields as extended data."""
    marks = "".join(_placemark(row) for row in frame.to_dict("records"))
    return f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder>{marks}</Folder></Document></kml>'


def _placemark(row: dict) -> str:
    told = {name: row[name] for name in FIELDS if not pd.isna(row[name])}
    fields = "".join(f'<SimpleData name="{name}">{escape(text)}</SimpleData>' for name, text in told.items())
    shape = row["geometry"]
    parts = "".join(
        f"<Polygon><outerBoundaryIs><LinearRing><coordinates>"
        f"{' '.join(f'{x},{y}' for x, y in shapely.get_coordinates(part.exterior))}"
        f"</coordinates></LinearRing></outerBoundaryIs></Polygon>"
        for part in shapely.get_parts(shape)
    )
    body = f"<MultiGeometry>{parts}</MultiGeometry>" if shape.geom_type == "MultiPolygon" else parts
    return f"<Placemark><ExtendedData><SchemaData>{fields}</SchemaData></ExtendedData>{body}</Placemark>"
