"""What each claimant says of the same strikes, side by side; claimants are never added up."""

from .answers import default_terms
from .reconcile import reconcile
from .result import Reconciled, Terms

__all__ = ["Reconciled", "Terms", "default_terms", "reconcile"]
