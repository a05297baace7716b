"""What each claimant says of the same strikes, side by side, and what changed between two versions of the records.

Claimants are never added up.
"""

from .answers import default_terms, headline_grades
from .cells import footnotes
from .compare import Compared, compare
from .reconcile import reconcile
from .result import Reconciled, Terms

__all__ = ["Compared", "Reconciled", "Terms", "compare", "default_terms", "footnotes", "headline_grades", "reconcile"]
