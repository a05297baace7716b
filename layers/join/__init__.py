"""Which unit a placement lies in, and with which share."""

from .parts import WHOLE
from .share import share

__all__ = ["WHOLE", "share"]
