"""Administrative units: from a user's boundary file, or from codes alone."""

from .crosswalk import units_from_crosswalk
from .read import Provenance, read_units

__all__ = ["Provenance", "read_units", "units_from_crosswalk"]
