"""Administrative units: from a user's boundary file, or from codes alone; their codes, and what is wrong with them."""

from .checks import check_units
from .codes import codes_of, recoded, unit_codes
from .crosswalk import units_from_crosswalk
from .matching import match_units
from .read import Provenance, read_units

__all__ = [
    "Provenance", "check_units", "codes_of", "match_units", "read_units", "recoded", "unit_codes",
    "units_from_crosswalk",
]  # fmt: skip
