"""From claims and stated totals to both sides of the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from ..fold import Folded
from ..schema import among, conform, frame
from ..weighing import Weighed, as_weighed, in_force
from .answers import default_terms, parties_of
from .ledger import make_ledger
from .ratios import make_ratios
from .result import Reconciled, Terms
from .stated import make_sides, make_stated
from .sums import make_months, make_parties, make_sums

NAMELESS = "The records of {who} name no party: in which incidents it has not answered cannot be told."
NOTES = {
    "dangling": "Judgements that name a record which is not among these claims: {n}.",
    "stale": "Judgements that rest on what a record says no more: {n}. Look at them again (strikeatlas judgements).",
    "blocked": "Judgements held back, since another one keeps their records apart: {n}.",
}


def reconcile(
    claims: pd.DataFrame,
    folded: Folded,
    *,
    figures: pd.DataFrame | None = None,
    sources: pd.DataFrame | None = None,
    judgements: pd.DataFrame | Weighed | None = None,
    terms: Terms | None = None,
) -> Reconciled:
    """Set side by side what each claimant says, by incident and in all; nothing is added across claimants.

    Parameters
    ----------
    claims, folded
        Claims, and what `fold` made of them by the same judgements.
    figures, sources
        Stated totals, and the sources by which they are footnoted.
    judgements
        Who matched, and `link` judgements: the first subject speaks of the others too.
    terms
        Who answers for a party, and whether the records are all that there are; see `default_terms`.

    Returns
    -------
    Reconciled
        Frames of the declared tables ledger, sums, parties, months, stated, sides and ratios.
    """
    decided = in_force(as_weighed(claims, judgements).applied)
    totals = frame("figures") if figures is None else figures
    said_in = frame("sources") if sources is None else sources
    known = default_terms() if terms is None else terms
    ledger = make_ledger(claims, folded, decided, known)
    items = _items(claims, folded)
    return Reconciled(
        ledger=ledger,
        sums=make_sums(folded.counts),
        parties=make_parties(items, folded.counts),
        months=make_months(claims, decided),
        stated=make_stated(items, totals, said_in, gone=_gone(claims, items), terms=known),
        sides=make_sides(totals, said_in),
        ratios=make_ratios(
            items, ledger, stated=(totals, said_in), answering=sorted(parties_of(claims, known.answering))
        ),
        notes=_notes(folded, known, parties_of(claims, known.answering)),
    )


def _items(claims: pd.DataFrame, folded: Folded) -> pd.DataFrame:
    """Claims in force, each with its incident."""
    pairs = zip(folded.incidents["incident_id"].tolist(), folded.incidents["claim_ids"].tolist(), strict=True)
    home = {claim: incident for incident, ids in pairs for claim in ids}
    table = conform(claims, "claims")
    table = table[among(table["claim_id"], home)].reset_index(drop=True)
    incidents = [home[claim] for claim in table["claim_id"].tolist()]
    return table.assign(incident_id=pd.Series(incidents, index=table.index, dtype="string"))


def _gone(claims: pd.DataFrame, items: pd.DataFrame) -> Counter[str]:
    """Count by source the claims that are no longer in force."""
    left = claims[~among(claims["claim_id"], set(items["claim_id"].tolist())) & claims["source_id"].notna()]
    return Counter(left["source_id"].tolist())


def _notes(folded: Folded, terms: Terms, answers_for: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    sample = [] if terms.complete else ["These records are a sample: their sums say nothing about the campaign."]
    nameless = [NAMELESS.format(who=who) for who, named in sorted(answers_for.items()) if not named]
    found = Counter(code for code, _ in {(note.code, note.judgement_id) for note in folded.notes})
    return (*sample, *nameless, *(text.format(n=found[code]) for code, text in NOTES.items() if found[code]))
