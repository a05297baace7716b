"""From words to a place."""

from .explain import explain
from .fixes import shown_fixes, told_of
from .locate import locate
from .tables import answer_table, locate_table, questions_in

__all__ = ["answer_table", "explain", "locate", "locate_table", "questions_in", "shown_fixes", "told_of"]
