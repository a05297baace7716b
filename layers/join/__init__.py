"""Which unit a placement lies in, and with which share."""

from .parts import WHOLE, whole_parts
from .share import share

__all__ = ["WHOLE", "share", "whole_parts"]
