"""Administrative units: from a user's boundary file, or from codes alone; their codes, and what is wrong with them."""

from typing import TYPE_CHECKING

from data import late_door

if TYPE_CHECKING:
    from .checks import check_units
    from .codes import codes_of, recoded, unit_codes
    from .crosswalk import units_from_crosswalk
    from .matching import match_units
    from .read import Provenance, read_units

# Governorates by code are made without what reads boundaries.
LATE = late_door(
    "layers.units",
    {
        ".checks": "check_units",
        ".codes": "codes_of recoded unit_codes",
        ".crosswalk": "units_from_crosswalk",
        ".matching": "match_units",
        ".read": "Provenance read_units",
    },
)

__all__ = [
    "Provenance", "check_units", "codes_of", "match_units", "read_units", "recoded", "unit_codes",
    "units_from_crosswalk",
]  # fmt: skip
