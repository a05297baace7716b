"""What reconciling is told and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

TABLES = ("ledger", "sums", "parties", "months", "stated", "sides", "ratios")


@dataclass(frozen=True, slots=True)
class Terms:
    """Who answers for a party, and whether the records are all that there are.

    `complete` is the compiler's own word; without it stated totals and records are shown side by
    side, and not compared.
    """

    answering: tuple[str, ...] = ()
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Both sides of the ledger, as declared tables.

    ledger: one row for each incident and claimant that speaks of it or has not answered. sums, parties, months:
    records of each claimant. stated, sides: stated totals beside the records, and beside one another.
    ratios: n of m. notes: what a reader must know, in sentences.
    """

    ledger: pd.DataFrame
    sums: pd.DataFrame
    parties: pd.DataFrame
    months: pd.DataFrame
    stated: pd.DataFrame
    sides: pd.DataFrame
    ratios: pd.DataFrame
    notes: tuple[str, ...] = ()

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name, in their order."""
        return {name: getattr(self, name) for name in TABLES}
