"""Units and placements of Valdria, an invented country of squares."""

import pandas as pd
import shapely

from data import conform


def square_units(
    columns: int, rows: int, *, west: float = 40.0, south: float = 30.0, side: float = 1.0
) -> pd.DataFrame:
    """A grid of squares VA01, VA02, ... from south-west, row by row, all of level 1 in country VA."""
    cells = [(west + side * x, south + side * y) for y in range(rows) for x in range(columns)]
    boxes = [shapely.box(x, y, x + side, y + side) for x, y in cells]
    return unit_frame({f"VA{place:02d}": box for place, box in enumerate(boxes, start=1)})


def unit_frame(shapes: dict[str, object], *, level: int = 1, parent: str = "VA") -> pd.DataFrame:
    """Units of any shape; None makes one without a polygon."""
    return conform(
        pd.DataFrame(
            [
                {
                    "pcode": code,
                    "level": level,
                    "parent": parent,
                    "name_en": f"Unit {code}",
                    "geometry": None if shape is None else shapely.to_wkb(shape),
                    "warnings": [],
                }
                for code, shape in shapes.items()
            ]
        ),
        "units",
    )


def placed_at(*rows: tuple[float | None, float | None, str, float | None], **columns: object) -> pd.DataFrame:
    """Placements p1, p2, ... from lon, lat, precision and r95_m; further columns for all of them."""
    return conform(
        pd.DataFrame(
            [
                {
                    "subject_id": f"p{place}",
                    "lon": lon,
                    "lat": lat,
                    "precision": precision,
                    "r95_m": radius,
                    "warnings": [],
                }
                | columns
                for place, (lon, lat, precision, radius) in enumerate(rows, start=1)
            ]
        ),
        "placements",
    )
