"""Draws the picture of the page on units: places in three invented governorates, and the shares the join gives them."""

from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from data import conform
from layers import share

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "shares.svg"
WEST, SOUTH, SIDE, SCALE, EDGE = 40.0, 30.0, 0.5, 560.0, 24.0
COLOURS = {"VA01": "#d9e4ec", "VA02": "#efe6d5", "VA03": "#e0ead9"}
NAMES = {"VA01": "Upper Valdria", "VA02": "Lower Valdria", "VA03": "The Coast"}
PLACES = [
    ("a", 40.18, 30.36, "exact", (5.0, 10.0, 20.0), "exact"),
    ("b", 40.47, 30.33, "town", (1200.0, 1800.0, 6000.0), "a town"),
    ("c", 40.76, 30.14, "village", (1300.0, 4100.0, 9000.0), "a village"),
    ("d", 40.30, 30.16, "around_place", (1300.0, 7000.0, 15000.0), "near a place"),
]


def units() -> pd.DataFrame:
    """Three governorates with winding borders."""
    along = np.linspace(0, 1, 60)
    middle = np.column_stack([WEST + 0.5 + 0.03 * np.sin(along * 9), SOUTH + SIDE * along])
    across = np.column_stack([WEST + 1.0 * along, SOUTH + 0.22 + 0.02 * np.cos(along * 11)])
    whole = shapely.box(WEST, SOUTH, WEST + 1, SOUTH + SIDE)
    cut = shapely.union(shapely.linestrings(middle), shapely.linestrings(across))
    north = shapely.polygons([*across, (WEST + 1, SOUTH + SIDE), (WEST, SOUTH + SIDE)])
    west = shapely.polygons([*middle, (WEST, SOUTH + SIDE), (WEST, SOUTH)])
    assert not shapely.is_empty(cut)
    shapes = {
        "VA01": shapely.intersection(north, west),
        "VA02": shapely.difference(shapely.intersection(whole, north), west),
        "VA03": shapely.difference(whole, north),
    }
    rows = [
        {"pcode": code, "level": 1, "name_en": NAMES[code], "geometry": shapely.to_wkb(shape), "warnings": []}
        for code, shape in shapes.items()
    ]
    return conform(pd.DataFrame(rows), "units")


def placements() -> pd.DataFrame:
    """The places of the picture."""
    rows = [
        {"subject_id": name, "lon": lon, "lat": lat, "precision": precision, "warnings": []}
        | dict(zip(("r50_m", "r80_m", "r95_m"), radii, strict=True))
        for name, lon, lat, precision, radii, _ in PLACES
    ]
    return conform(pd.DataFrame(rows), "placements")


def at(lon: float, lat: float) -> tuple[float, float]:
    """Where a place stands on the picture."""
    stretch = np.cos(np.radians(30.25))
    return EDGE + (lon - WEST) * stretch * SCALE * 1.6, EDGE + (SOUTH + SIDE - lat) * SCALE * 1.6


def drawn(frame: pd.DataFrame, shares: pd.DataFrame) -> str:
    """The picture as SVG."""
    width, height = (round(edge + EDGE) for edge in at(WEST + 1, SOUTH))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif">'
    parts = [head, f'<rect width="{width}" height="{height}" fill="#ffffff"/>']
    for row in frame.itertuples():
        shape = shapely.from_wkb(row.geometry)
        ring = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*point) for point in shapely.get_coordinates(shape)))
        parts.append(f'<polygon points="{ring}" fill="{COLOURS[row.pcode]}" stroke="#5b6570" stroke-width="1.5"/>')
    for code, (lon, lat) in {"VA01": (40.02, 30.47), "VA02": (40.84, 30.47), "VA03": (40.02, 30.02)}.items():
        x, y = at(lon, lat)
        parts.append(f'<text x="{x:.0f}" y="{y:.0f}" font-size="15" fill="#3c4650">{NAMES[code]}</text>')
    for name, lon, lat, precision, radii, label in PLACES:
        x, y = at(lon, lat)
        for radius in () if precision == "exact" else reversed(radii):
            far = radius / 111_195 * SCALE * 1.6
            parts.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{far:.1f}" fill="#8a2f2f" fill-opacity="0.13" '
                'stroke="#8a2f2f" stroke-opacity="0.55"/>'
            )
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="#8a2f2f"/>')
        own = shares[shares["subject_id"] == name]
        lines = [label, *(f"{NAMES[row.pcode]} {row.parts / 2**32:.0%}" for row in own.itertuples())]
        beside = x + (12 if precision == "exact" else radii[2] / 111_195 * SCALE * 1.6 + 8)
        for number, text in enumerate(lines):
            weight = ' font-weight="bold"' if number == 0 else ""
            high = y + 17 * (number - (len(lines) - 1) / 2) + 5
            parts.append(f'<text x="{beside:.0f}" y="{high:.0f}" font-size="13" fill="#222"{weight}>{text}</text>')
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    made = units()
    PICTURE.write_text(drawn(made, share(placements(), made, level=1)), encoding="utf-8")
