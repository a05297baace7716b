"""From words to a place."""

from .explain import explain
from .fixes import shown_fixes, told_of
from .locate import locate

__all__ = ["explain", "locate", "shown_fixes", "told_of"]
