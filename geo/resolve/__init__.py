"""From words to a place."""

from .explain import explain
from .fixes import shown_fixes, told_of
from .locate import locate
from .tables import locate_table

__all__ = ["explain", "locate", "locate_table", "shown_fixes", "told_of"]
