"""A table of the user's as placements, and as counts to tally."""

from .read import Ask, Given, read_given

__all__ = ["Ask", "Given", "read_given"]
