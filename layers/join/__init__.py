"""Which unit a placement lies in, and with which share."""

from typing import TYPE_CHECKING

from data import late_door

if TYPE_CHECKING:
    from .parts import WHOLE, whole_parts
    from .share import share

# Distances on the globe are asked for by pictures as well, which wait for no table.
LATE = late_door("layers.join", {".parts": "WHOLE whole_parts", ".share": "share"})

__all__ = ["WHOLE", "share", "whole_parts"]
