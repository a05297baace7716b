"""A table of the user's as placements, and as counts to tally."""

from .ours import table_in
from .read import Ask, Given, read_given

__all__ = ["Ask", "Given", "read_given", "table_in"]
