"""The only way to anything that leaves: what a policy lets through, and how exactly."""

from .choose import Bundle, Selection, held_for_review, may_be_told, select, what_to_decide
from .policy import preview_policy, public_columns
from .redact import without_coordinates

__all__ = [
    "Bundle",
    "Selection",
    "held_for_review",
    "may_be_told",
    "preview_policy",
    "public_columns",
    "select",
    "what_to_decide",
    "without_coordinates",
]
