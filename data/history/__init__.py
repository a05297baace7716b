"""What was said and decided over time: readings of records, judgements, and what is left of the withdrawn."""

# isort: off
from ..fold import Folded, fold, standing
from ..judgements import Judgement, append_judgement, append_judgements, judgements_frame, read_judgements
from ..links import judgements_from_links
from ..weighing import FoldNote, Weighed, in_force, weigh
from .custody import Number, custody, number_steps
from .opening import Store, init_store, open_store, open_team_store
from .readings import Appended, plan_append
from .reviewing import confirmed, review_list
from .tombstones import tombstones, withdrawal

__all__ = [
    "Appended", "FoldNote", "Folded", "Judgement", "Number", "Store", "Weighed", "append_judgement",
    "append_judgements", "confirmed", "custody", "fold", "in_force", "init_store", "judgements_frame",
    "judgements_from_links", "number_steps", "open_store", "open_team_store", "plan_append", "read_judgements",
    "review_list", "standing", "tombstones", "weigh", "withdrawal",
]  # fmt: skip
