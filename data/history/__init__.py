"""What was said and decided over time: readings of records, judgements, and what is left of the withdrawn."""

from .opening import Store, init_store, open_store, open_team_store
from .readings import Appended, plan_append
from .reviewing import confirmed, review_list
from .tombstones import tombstones, withdrawal

__all__ = [
    "Appended", "Store", "confirmed", "init_store", "open_store", "open_team_store", "plan_append",
    "review_list", "tombstones", "withdrawal",
]  # fmt: skip
