"""From words to a place."""

from .explain import explain
from .fixes import shown_fixes, told_of
from .full import full_answer
from .locate import locate

__all__ = ["explain", "full_answer", "locate", "shown_fixes", "told_of"]
