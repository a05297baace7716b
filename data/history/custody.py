"""Every step back from a number: incidents, judgements, claims, and the file, row or span where each was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..errors import UsageProblem
from ..fold import MEASURES, Folded
from ..judgements import decision_of
from ..reconcile.cells import rules
from ..reconcile.sums import EVERY, make_sums
from ..store import to_arrow

ABOUT_CLAIM = ("record_id", "claim_id", "recorder", "record_code", "published_on", "happened_from", "happened_to")
SAID = (
    "place_text",
    "status_raw",
    "status",
    "count_text",
    *(f"{name}_{side}" for name in MEASURES for side in ("min", "max")),
)
ORIGIN = {"file": "origin_file", "sha256": "origin_sha256", "row": "origin_row", "span": "origin_span"}
SOURCE = ("publisher", "title", "url", "archive_url", "retrieved_on", "licence", "redistribution")
DECIDED = ("judgement_id", "kind", "subjects", "alias", "made_at", "why", "supersedes")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the headline: a claimant's sum of a measure, in one grading or in all of them."""

    claimant: str
    measure: str
    status: str = EVERY

    @classmethod
    def of(cls, told: str) -> Number:
        """Read CLAIMANT/MEASURE or CLAIMANT/GRADING/MEASURE.

        Raises
        ------
        UsageProblem
            It has another shape, or another measure.

        Examples
        --------
        >>> Number.of("airwars/confirmed/killed")
        Number(claimant='airwars', measure='killed', status='confirmed')
        """
        parts = told.split("/")
        if len(parts) not in (2, 3) or parts[-1] not in MEASURES or not all(parts):
            hint = f"Write CLAIMANT/MEASURE or CLAIMANT/GRADING/MEASURE, with {' or '.join(MEASURES)}."
            raise UsageProblem(f"'{told}' names no number of the page.", hint=hint)
        return cls(parts[0], parts[-1], parts[1] if len(parts) == 3 else EVERY)


def number_steps(told: str, folded: Folded) -> tuple[Row, list[str]]:
    """Give a number as it is shown, and the incidents that it is made of; `told` is as `Number.of` reads it.

    Raises
    ------
    UsageProblem
        The claimant has no record here, or none of that grading.
    """
    number = Number.of(told)
    counts = folded.counts[folded.counts["claimant"] == number.claimant]
    sums = make_sums(counts)
    wanted = (sums["measure"] == number.measure) & (sums["status"].fillna("none") == number.status)
    if not wanted.any():
        named = sorted({f"{number.claimant}/{status}" for status in sums["status"].fillna("none")} - {EVERY})
        known = named or sorted(folded.counts["claimant"].unique())
        raise UsageProblem(f"There is no number '{told}' in the last build.", hint=f"There are: {', '.join(known)}.")
    row = to_arrow(sums[wanted], "sums").to_pylist()[0]
    if number.status == EVERY:
        entering = counts[~counts["status"].isin(rules()["repeats"].get(number.claimant, [])).to_numpy(dtype=bool)]
    else:
        entering = counts[(counts["status"].fillna("none") == number.status).to_numpy(dtype=bool)]
    return row, entering["incident_id"].tolist()


def custody(
    incident_ids: Iterable[str],
    folded: Folded,
    *,
    claims: pd.DataFrame,
    judgements: pd.DataFrame,
    sources: pd.DataFrame,
    inputs: Mapping[str, Row],
) -> list[Row]:
    """Tell each incident with what every claimant says of it, who judged, and where each of its claims was read.

    Parameters
    ----------
    incident_ids, folded
        Incidents of `folded`, in the order in which they are told.
    claims, judgements, sources
        The tables behind them; only judgements that are applied.
    inputs
        What is known of each input, by its SHA-256: the mapping that read it and the like.

    Returns
    -------
    list of dict
        As JSON holds them: incident_id, counts, judgements, claims, each with origin and source.
    """
    wanted = list(dict.fromkeys(incident_ids))
    held = folded.incidents[folded.incidents["incident_id"].isin(wanted)]
    incidents = {row["incident_id"]: row for row in to_arrow(held, "incidents").to_pylist()}
    names = {claim for row in incidents.values() for claim in row["claim_ids"]}
    told = {row["claim_id"]: row for row in to_arrow(claims[claims["claim_id"].isin(names)], "claims").to_pylist()}
    counts: dict[str, list[Row]] = {}
    for row in to_arrow(folded.counts[folded.counts["incident_id"].isin(wanted)], "counts").to_pylist():
        counts.setdefault(row.pop("incident_id"), []).append(row)
    decided = _by_record(judgements)
    known = {row["source_id"]: row for row in to_arrow(sources, "sources").to_pylist()}
    steps = []
    for name in wanted:
        incident = incidents[name]
        made = {row["judgement_id"]: row for record in incident["record_ids"] for row in decided.get(record, [])}
        about = {key: incident[key] for key in ("incident_id", "happened_from", "happened_to", "place_text")}
        own = [_claim(told[claim], known, inputs) for claim in incident["claim_ids"]]
        steps.append(about | {"counts": counts[name], "judgements": list(made.values()), "claims": own})
    return steps


def _by_record(judgements: pd.DataFrame) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in to_arrow(judgements, "judgements").to_pylist():
        made = {name: row[name] for name in DECIDED} | {"decision": decision_of(row)}
        for record in row["subjects"]:
            found.setdefault(record, []).append(made)
    return found


def _claim(claim: Row, sources: Mapping[str, Row], inputs: Mapping[str, Row]) -> Row:
    source = sources.get(claim["source_id"])
    origin = {name: claim[column] for name, column in ORIGIN.items()}
    return {
        **{name: claim[name] for name in ABOUT_CLAIM},
        "says": {name: claim[name] for name in SAID if claim[name] is not None},
        "origin": origin | inputs.get(claim["origin_sha256"], {}),
        "source": source and {name: source[name] for name in SOURCE},
        "warnings": claim["warnings"],
    }
