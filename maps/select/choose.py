"""Choosing what leaves: claims first, then everything is made anew from what is left of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd

from data import Weighed, among, fold, standing, warning_codes
from geo import place_incidents

from ..project import Policy
from .addresses import NOT_PUBLIC, untellable
from .beside import alternatives
from .floor import floor_placements
from .names import Names, published_names, source_names
from .policy import date_allowed, is_private, public_columns, status_allowed, withheld
from .redact import Cleaned, forget, redact, unnamed, without_coordinates
from .review import HELD_COLUMNS, Reviewed, findings, found_by_source, held_rows, review

# Why a row is held, for the private list.
WHY = {
    "not_in_force": "It was told anew, corrected by its recorder, or withdrawn.",
    "embargo": "It, or a claim of the same incident, is younger than the embargo, or has no date.",
    "status": "publish.statuses does not name its grade.",
    "no_source": "It has no source that can be told: an address on the web, or a note that says why there is none.",
    "licence": "Its source may not be given on as rows: redistribution is not 'full'.",
}
# What a person decides about a rule, beside what is looked at record by record.
DECIDE = {
    "embargo": "Publish as of a later day, or decide publish.embargo_days; for records without a date publish.undated.",
    "status": "Name the grade in publish.statuses.",
    "no_source": "Give each row its address, or say under [[inputs]] where the file is from: publisher, title, url.",
    "licence": 'Where the owner of the data allows it: redistribution = "full" under [[inputs]].',
}


def what_to_decide(rule: str) -> str:
    """Say why records are held by a rule, and what a person can decide about it."""
    return " ".join(filter(None, (WHY.get(rule, "See work/held.csv for each record."), DECIDE.get(rule))))


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
    released: tuple[str, ...] = ()

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables that may leave, by name."""
        names = ("incidents", "claims", "counts", "placements", "judgements", "figures", "sources")
        return {name: getattr(self, name) for name in names}


def _sourced(frame: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """Whether a row has a source that can be told: an address on the web, or a note that says why there is none."""
    public = [isinstance(text, str) and untellable(text) != NOT_PUBLIC for text in sources["url"]]
    told = sources[pd.Series(public, index=sources.index, dtype=bool) | sources["note"].notna()]
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
        record = left.loc[~here, "record_id" if "record_id" in left else key]
        held.append(pd.DataFrame({"id": left.loc[~here, key], "rule": rule, "record_id": record, "why": WHY[rule]}))
        left = left[here]
    return left.reset_index(drop=True), pd.concat(held, ignore_index=True)


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
    codes = claims["record_code"].dropna().tolist()
    return {*claims["record_id"].tolist(), *codes, *(part for code in codes for part in str(code).split())}


def _chosen(bundle: Bundle, policy: Policy, as_of: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Claims that may leave, and the others with the rule that holds each."""
    claims, judgements = bundle.claims, Weighed(bundle.judgements)
    # Neither told anew, nor corrected by its recorder, nor withdrawn.
    in_force = among(claims["claim_id"], set(standing(claims, judgements)["claim_id"].tolist()))
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


def _figures(bundle: Bundle, policy: Policy, as_of: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    figures = bundle.figures
    good = pd.Series(is_private(policy), index=figures.index, dtype=bool)
    # A total that was stated within the embargo, less an older one, tells of the days between.
    stated = figures["as_of"].fillna(figures["published_on"])
    old = pd.Series([date_allowed(text, policy, as_of=as_of) for text in stated], index=figures.index, dtype=bool)
    rules = {
        "embargo": good | old,
        "no_source": good | _sourced(figures, bundle.sources),
        "licence": good | _may_be_given_on(figures, bundle.sources),
    }
    return _hold(figures, "figure_id", rules)


def _reviewed(frame: pd.DataFrame, table: str, policy: Policy, key: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part a table in rows that may go and rows that a person has to look at first."""
    found = [] if is_private(policy) else findings(redact(frame, table, policy.coordinate_decimals), table, policy)
    rows = sorted({one.row for one in found})
    return frame.drop(index=frame.index[rows]).reset_index(drop=True), held_rows(frame, found, key)


def _reviewed_figures(
    figures: pd.DataFrame, sources: pd.DataFrame, policy: Policy
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Stated totals that need no second look, neither they nor their sources."""
    left, held = _reviewed(withheld(figures, "figures", policy), "figures", policy, "figure_id")
    if is_private(policy):
        return left, held
    told = redact(withheld(sources, "sources", policy), "sources", policy.coordinate_decimals)
    more = found_by_source(left, told[told["source_id"].isin(set(left["source_id"]))].reset_index(drop=True), policy)
    rows = sorted({one.row for one in more})
    also = held_rows(left, more, "figure_id")
    return left.drop(index=left.index[rows]).reset_index(drop=True), pd.concat([held, also], ignore_index=True)


def may_be_told(frame: pd.DataFrame, table: str, policy: Policy) -> list[bool]:
    """Whether each row may be told as it is; False where a person would have to look at it first."""
    clean = redact(frame, table, policy.coordinate_decimals).reset_index(drop=True)
    unread = {one.row for one in findings(clean, table, policy)}
    same = [all(clean[name].iloc[row] == frame[name].iloc[row] for name in frame.columns) for row in range(len(frame))]
    return [row not in unread and same[row] for row in range(len(frame))]


def _told_judgements(bundle: Bundle, policy: Policy, names: Names) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Judgements as they may be told; one that speaks of somebody still joins records, and is not shown."""
    # That a record was held, and who let it go, is for the project alone.
    shown = bundle.judgements[bundle.judgements["kind"] != "release_hold"].reset_index(drop=True)
    left, held = _reviewed(withheld(shown, "judgements", policy), "judgements", policy, "judgement_id")
    return _public_judgements(left, names), held


def _public_judgements(judgements: pd.DataFrame, names: Names) -> pd.DataFrame:
    known = set(names.records)
    whole = pd.Series([set(ids) <= known for ids in judgements["subjects"]], index=judgements.index, dtype=bool)
    # "Unsure" about one record alone is what is left of a decision that was taken back: it tells readers nothing.
    alone = pd.Series([len(ids) == 1 for ids in judgements["subjects"]], index=judgements.index, dtype=bool)
    whole &= ~(alone & (judgements["kind"] == "unsure"))
    return names.renamed(judgements[whole]).reset_index(drop=True)


def _told(frame: pd.DataFrame, table: str, policy: Policy, *, cleaned: Cleaned, gone: set[str]) -> pd.DataFrame:
    """Leave what may be told of a table: withheld columns emptied, texts without coordinates, public columns only."""
    left = unnamed(withheld(frame, table, policy), table, gone)
    return _public(redact(left, table, policy.coordinate_decimals, cleaned=cleaned), table)


def _looked_at(clean: pd.DataFrame, bundle: Bundle, policy: Policy) -> Reviewed:
    """Claims that need no second look, or have had it; a private page shows them all."""
    if is_private(policy):
        return Reviewed(clean, held_rows(clean, [], "claim_id"), ())
    sources = bundle.sources[bundle.sources["source_id"].isin(set(clean["source_id"]))].reset_index(drop=True)
    told = redact(withheld(sources, "sources", policy), "sources", policy.coordinate_decimals)
    return review(clean, told, bundle.judgements, policy)


def held_for_review(bundle: Bundle, policy: Policy, *, as_of: date) -> pd.DataFrame:
    """List the claims that only a person's look keeps from leaving, each with what was found; the private list."""
    chosen, _ = _chosen(bundle, policy, as_of)
    clean = redact(withheld(chosen, "claims", policy), "claims", policy.coordinate_decimals)
    return _looked_at(clean, bundle, policy).held


def select(bundle: Bundle, policy: Policy, *, as_of: date, cleaned: Cleaned = without_coordinates) -> Selection:
    """
    Let through what the policy allows, and nothing that was derived from what it does not.

    Claims are chosen first, by grade, source, licence and date, and emptied of what is withheld; then incidents, counts
    and places are made again from the claims that are left, so that no withheld claim or word speaks through a total or
    a point. Positions are rounded last, before anything is derived from them. `cleaned` takes coordinates out of texts.
    """
    chosen, held = _chosen(bundle, policy, as_of)
    figures, held_figures = _figures(bundle, policy, as_of)
    figures, unread = _reviewed_figures(figures, bundle.sources, policy)
    clean = redact(withheld(chosen, "claims", policy), "claims", policy.coordinate_decimals, cleaned=cleaned)
    seen = _looked_at(clean, bundle, policy)
    claims = seen.claims
    used = {*claims["source_id"].tolist(), *figures["source_id"].tolist()}
    sources = bundle.sources[among(bundle.sources["source_id"], used)].reset_index(drop=True)
    others = bundle.claims[~among(bundle.claims["record_id"], set(claims["record_id"].tolist()))]
    gone = _named(others) - _named(claims)
    claims = unnamed(forget(claims, gone), "claims", gone)
    folded = fold(claims, Weighed(bundle.judgements))
    told = partial(_told, policy=policy, cleaned=cleaned, gone=gone)
    shown = told(sources, "sources")
    names = published_names(claims, folded.incidents, source_names(sources, shown))
    left = bundle.placements[among(bundle.placements["subject_id"], set(claims["claim_id"].tolist()))]
    placed = floor_placements(place_incidents(folded.incidents, left), policy.coordinate_decimals)
    placed["alternatives"] = pd.Series(alternatives(placed), index=placed.index, dtype=object)
    judgements, untold = _told_judgements(bundle, policy, names)
    return Selection(
        claims=_public(names.renamed(claims), "claims"),
        incidents=_public(names.renamed(folded.incidents), "incidents"),
        counts=_public(names.renamed(folded.counts), "counts"),
        placements=told(names.renamed(placed), "placements"),
        judgements=told(judgements, "judgements"),
        figures=told(names.renamed(figures), "figures"),
        sources=names.renamed(shown),
        held=pd.concat([held, held_figures, seen.held, unread, untold], ignore_index=True)[list(HELD_COLUMNS)],
        policy=policy,
        as_of=as_of,
        released=seen.released,
    )
