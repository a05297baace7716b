"""The only way to anything that leaves: what a policy lets through, and how exactly."""

from .choose import Bundle, Selection, select
from .policy import preview_policy

__all__ = ["Bundle", "Selection", "preview_policy", "select"]
