"""Plausibility of stated places and points."""

from .check import check
from .findings import add_warnings

__all__ = ["add_warnings", "check"]
