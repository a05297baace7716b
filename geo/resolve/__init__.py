"""From words to a place."""

from .explain import explain
from .locate import locate
from .tables import locate_table

__all__ = ["explain", "locate", "locate_table"]
