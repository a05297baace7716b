"""Plausibility of stated places and points."""

from typing import TYPE_CHECKING

from data import late_door

if TYPE_CHECKING:
    from .check import check, check_each, check_together
    from .findings import add_warnings, findings_frame

# Findings that were made before are put beside claims without what makes them.
LATE = late_door(
    "geo.plausible",
    {".check": "check check_each check_together", ".findings": "add_warnings findings_frame"},
)

__all__ = ["add_warnings", "check", "check_each", "check_together", "findings_frame"]
