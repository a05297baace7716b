"""Choosing what leaves: claims first, then everything is made anew from what is left of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data import Weighed, fold, warning_codes
from geo import place_incidents

from ..project import Policy
from .floor import floor_placements
from .names import Names, published_names
from .policy import date_allowed, is_private, public_columns, status_allowed, withheld
from .redact import forget, redact


@dataclass(frozen=True)
class Bundle:
    """Everything a project knows, private columns included; it never leaves.

    `judgements` are those that are applied: one that must be looked at again first is not among them.
    """

    claims: pd.DataFrame
    placements: pd.DataFrame
    judgements: pd.DataFrame
    figures: pd.DataFrame
    sources: pd.DataFrame


@dataclass(frozen=True)
class Selection:
    """What may leave: public columns only, positions rounded; and what was held, with the rule that held it."""

    claims: pd.DataFrame
    incidents: pd.DataFrame
    counts: pd.DataFrame
    placements: pd.DataFrame
    judgements: pd.DataFrame
    figures: pd.DataFrame
    sources: pd.DataFrame
    held: pd.DataFrame
    policy: Policy
    as_of: date

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables that may leave, by name."""
        names = ("incidents", "claims", "counts", "placements", "judgements", "figures", "sources")
        return {name: getattr(self, name) for name in names}


def _sourced(frame: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """Whether a row has a source that can be told: an address on the web, or a note that says why there is none."""
    address = sources["url"].fillna("").str.match(r"https?://", case=False)
    told = sources[address | sources["note"].notna()]
    return frame["source_id"].isin(told["source_id"])


def _may_be_given_on(frame: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    full = sources.loc[sources["redistribution"] == "full", "source_id"]
    return frame["source_id"].isin(full)


def _dated(claims: pd.DataFrame, policy: Policy, as_of: date) -> pd.Series:
    ends = claims["happened_to"].fillna(claims["happened_from"])
    return pd.Series([date_allowed(text, policy, as_of=as_of) for text in ends], index=claims.index, dtype=bool)


def _hold(frame: pd.DataFrame, key: str, rules: dict[str, pd.Series]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Split a table by rules; a row that breaks several is listed under the first."""
    left, held = frame, []
    for rule, good in rules.items():
        here = good.reindex(left.index)
        held.append(pd.DataFrame({"id": left.loc[~here, key], "rule": rule}))
        left = left[here]
    return left.reset_index(drop=True), pd.concat(held, ignore_index=True)


def _in_force(claims: pd.DataFrame, incidents: pd.DataFrame) -> pd.Series:
    """Whether a claim stands in an incident: neither told anew, nor corrected by its recorder, nor withdrawn."""
    return claims["claim_id"].isin({claim for ids in incidents["claim_ids"] for claim in ids})


def _recent_incidents(claims: pd.DataFrame, judgements: Weighed, kept: pd.Series) -> pd.Series:
    """Keep a claim only where every claim of its incident is old enough: a sibling would tell of the recent one."""
    folded = fold(claims, judgements).incidents
    young = set(claims.loc[~kept, "claim_id"])
    blocked = {claim for ids in folded["claim_ids"] if young & set(ids) for claim in ids}
    return ~claims["claim_id"].isin(blocked)


def _public(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """Leave the public columns of a table, and in its warnings those that are for readers."""
    out = frame[[name for name in public_columns(table) if name in frame.columns]].copy()
    if "warnings" in out.columns:
        shown = {code for code, about in warning_codes().items() if about["public"]}
        codes = [[code for code in row if code in shown] for row in out["warnings"]]
        out["warnings"] = pd.Series(codes, index=out.index, dtype=object)
    return out


def _named(claims: pd.DataFrame) -> set[str]:
    """Every name by which other records may speak of these."""
    codes = claims["record_code"].dropna()
    return {*claims["record_id"], *codes, *(part for code in codes for part in str(code).split())}


def _chosen(bundle: Bundle, policy: Policy, as_of: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Claims that may leave, and the others with the rule that holds each."""
    claims, judgements = bundle.claims, Weighed(bundle.judgements)
    in_force = _in_force(claims, fold(claims, judgements).incidents)
    if is_private(policy):
        return _hold(claims, "claim_id", {"not_in_force": in_force})
    rules = {
        # First of all, and over all: a record that was corrected stays so where the correction itself may not leave.
        "not_in_force": in_force,
        "embargo": _recent_incidents(claims, judgements, _dated(claims, policy, as_of)),
        "status": status_allowed(claims, policy),
        "no_source": _sourced(claims, bundle.sources),
        "licence": _may_be_given_on(claims, bundle.sources),
    }
    return _hold(claims, "claim_id", rules)


def _figures(bundle: Bundle, policy: Policy) -> tuple[pd.DataFrame, pd.DataFrame]:
    figures = bundle.figures
    good = pd.Series(is_private(policy), index=figures.index, dtype=bool)
    rules = {
        "no_source": good | _sourced(figures, bundle.sources),
        "licence": good | _may_be_given_on(figures, bundle.sources),
    }
    return _hold(figures, "figure_id", rules)


def _public_judgements(judgements: pd.DataFrame, policy: Policy, names: Names) -> pd.DataFrame:
    known = set(names.records)
    whole = pd.Series([set(ids) <= known for ids in judgements["subjects"]], index=judgements.index, dtype=bool)
    return _told(names.renamed(judgements[whole]).reset_index(drop=True), "judgements", policy)


def _told(frame: pd.DataFrame, table: str, policy: Policy) -> pd.DataFrame:
    """Leave what may be told of a table: withheld columns emptied, texts without coordinates, public columns only."""
    return _public(redact(withheld(frame, table, policy), table, policy.coordinate_decimals), table)


def select(bundle: Bundle, policy: Policy, *, as_of: date) -> Selection:
    """
    Let through what the policy allows, and nothing that was derived from what it does not.

    Claims are chosen first, by grade, source, licence and date, and emptied of what is withheld; then incidents, counts
    and places are made again from the claims that are left, so that no withheld claim or word speaks through a total or
    a point. Positions are rounded last, before anything is derived from them.
    """
    claims, held = _chosen(bundle, policy, as_of)
    figures, held_figures = _figures(bundle, policy)
    used = set(claims["source_id"]) | set(figures["source_id"])
    sources = bundle.sources[bundle.sources["source_id"].isin(used)].reset_index(drop=True)
    others = bundle.claims[~bundle.claims["record_id"].isin(claims["record_id"])]
    claims = forget(withheld(claims, "claims", policy), _named(others) - _named(claims))
    claims = redact(claims, "claims", policy.coordinate_decimals)
    folded = fold(claims, Weighed(bundle.judgements))
    names = published_names(claims, folded.incidents)
    left = bundle.placements[bundle.placements["subject_id"].isin(claims["claim_id"])]
    placed = floor_placements(place_incidents(folded.incidents, left), policy.coordinate_decimals)
    return Selection(
        claims=_public(names.renamed(claims), "claims"),
        incidents=_public(names.renamed(folded.incidents), "incidents"),
        counts=_public(names.renamed(folded.counts), "counts"),
        placements=_told(names.renamed(placed), "placements", policy),
        judgements=_public_judgements(bundle.judgements, policy, names),
        figures=_told(figures, "figures", policy),
        sources=_told(sources, "sources", policy),
        held=pd.concat([held, held_figures], ignore_index=True),
        policy=policy,
        as_of=as_of,
    )
