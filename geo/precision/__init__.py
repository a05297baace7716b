"""How exactly a place is known: classes, radii, and what recorders' codes mean."""

from .crosswalk import precision_of_kind, stated_precision
from .extent import PEOPLE_PER_KM2, area_radii, extent_radii
from .radii import (
    BANDS,
    grid_radii,
    larger_radii,
    named_radii,
    near_radii,
    precision_of_radius,
    radii_source,
    stated_radii,
)

__all__ = [
    "BANDS", "PEOPLE_PER_KM2", "area_radii", "extent_radii", "grid_radii", "larger_radii", "named_radii",
    "near_radii", "precision_of_kind", "precision_of_radius", "radii_source", "stated_precision", "stated_radii",
]  # fmt: skip
