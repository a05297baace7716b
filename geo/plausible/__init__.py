"""Plausibility of stated places and points."""

from .check import check, check_each, check_together
from .findings import add_warnings, findings_frame

__all__ = ["add_warnings", "check", "check_each", "check_together", "findings_frame"]
