"""Parties under several names, and totals that were stated before a record was published."""

from collections.abc import Mapping

import pandas as pd
import pytest

from data import (
    Judgement,
    Reconciled,
    Terms,
    default_terms,
    fold,
    frame,
    identify,
    judgements_frame,
    reconcile,
    validate,
)

DAY = {"happened_from": "2031-05-02", "happened_to": "2031-05-02", "date_precision": "day"}


def claim(recorder: str, code: str, party: str | None = None, **more: object) -> dict[str, object]:
    named = {"belligerents": [party] if party else []}
    return {"recorder": recorder, "record_code": code, **named, **more}


def reconciled(*rows: Mapping[str, object], terms: Terms | None = None, **more: pd.DataFrame) -> Reconciled:
    table = identify(frame("claims", [DAY | dict(row) for row in rows]))
    made = more.pop("judgements", judgements_frame([]))
    found = reconcile(table, fold(table, made), judgements=made, terms=terms, **more)
    for name, held in found.tables.items():
        validate(held, name)
    return found


def answer_of(found: Reconciled, incident: str, claimant: str) -> str | None:
    ledger = found.ledger
    hit = ledger[(ledger["incident_id"] == incident) & (ledger["claimant"] == claimant)]
    return hit["answer"].iloc[0] if len(hit) else None


@pytest.mark.parametrize(
    ("named", "answer"),
    [
        ("U.S.-led Coalition", "none"),
        ("US-led Coalition", "none"),
        ("Coalition", "none"),
        ("the Global Coalition against Daesh", "none"),
        ("التحالف الدولي", "none"),
        ("Saudi-led Coalition", "not_addressed"),
        ("Russian Military", "not_addressed"),
        ("Unknown", "party_unknown"),
        (None, "party_unknown"),
    ],
)
def test_a_party_is_the_same_under_each_of_its_names(named: str | None, answer: str) -> None:
    own = claim("cjtf-oir", "1/1", "US-led Coalition", status="credible")
    assert answer_of(reconciled(own, claim("watch", "A", named)), "watch:A", "cjtf-oir") == answer


def test_a_release_that_names_nobody_answers_for_the_coalition_all_the_same() -> None:
    found = reconciled(claim("cjtf-oir", "1/1"), claim("watch", "A", "U.S.-led Coalition"))
    assert answer_of(found, "watch:A", "cjtf-oir") == "none"
    assert found.ratios[found.ratios["key"] == "no_answer"][["part", "whole"]].values.tolist() == [[1, 1]]


def test_the_silence_of_a_claimant_that_names_no_party_says_nothing() -> None:
    found = reconciled(claim("ministry", "1"), claim("watch", "A", "North"), terms=default_terms(["ministry"]))
    assert answer_of(found, "watch:A", "ministry") is None
    assert answer_of(found, "ministry:1", "ministry") == "own_record"
    assert "The records of ministry name no party" in found.notes[1]


def test_sums_are_told_by_party_and_a_strike_of_two_stands_with_both() -> None:
    both = claim("watch", "C", killed_min=5) | {"belligerents": ["North", "south"]}
    found = reconciled(
        claim("watch", "A", "North", killed_min=1, killed_max=2),
        claim("watch", "B", "NORTH"),
        both,
        claim("watch", "D"),
        claim("desk", "E", "North", killed_min=9),
    )
    killed = found.parties[found.parties["measure"] == "killed"]
    rows = killed[["claimant", "party", "min", "incidents", "without_figure"]].astype(object)
    assert rows.where(rows.notna(), None).values.tolist() == [
        ["watch", "North", 6, 3, 1],
        ["watch", "south", 5, 1, 0],
        ["watch", None, None, 1, 1],
    ]


TOTAL = {
    "figure_id": "f", "claimant": "Watch", "as_of": "2031-06-30", "scope": "North", "measure": "civilians killed",
    "unit": "people", "value_min": 9.0, "value_max": 9.0, "source_id": "s",
}  # fmt: skip
TWO = (
    claim("watch", "A", killed_min=9, killed_max=9, published_on="2031-06-02"),
    claim("watch", "B", killed_min=4, killed_max=4, published_on="2033-01"),
)


def stated(**more: object) -> dict[str, object]:
    figures = frame("figures", [TOTAL | {"scope": "Iraq"} | more])
    return dict(reconciled(*TWO, figures=figures, terms=Terms(complete=True)).stated.iloc[0])


def test_what_was_published_after_a_total_is_not_set_against_it() -> None:
    row = stated(published_on="2031-07-15")
    assert (row["items"], row["items_max"], row["published_later"], row["lies"]) == (1, 9, 1, "within")
    assert "1 item here" in str(row["why"])
    assert "1 more published later" in str(row["why"])


def test_where_nobody_tells_when_a_total_was_stated_later_records_leave_it_uncompared() -> None:
    row = stated()
    assert (row["items"], row["published_later"], row["lies"]) == (1, 1, None) or pd.isna(row["lies"])
    assert stated(published_on="2033-02")["lies"] == "above"


def test_a_total_that_does_not_say_what_it_counts_is_told_so() -> None:
    row = stated(unit=None)
    assert (row["against"], "unit" in str(row["why"])) == ("other_measure", True)


def test_a_year_may_lie_within_a_total_that_begins_in_it() -> None:
    year = claim("watch", "A", killed_min=9, killed_max=9) | {"happened_from": "2031", "happened_to": "2031"}
    figures = frame("figures", [TOTAL | {"scope": "Iraq since May 2031", "published_on": "2031-07-01"}])
    assert reconciled(year, figures=figures).stated["items"].tolist() == [1]


def test_a_judgement_of_two_changed_records_is_one_judgement_in_the_notes() -> None:
    seen = ("watch:A@old", "watch:B@old")
    made = judgements_frame([Judgement("same", ("watch:A", "watch:B"), "desk", "2031-06-01", seen=seen)])
    found = reconciled(claim("watch", "A"), claim("watch", "B"), judgements=made)
    assert [note for note in found.notes if "says no more: 1." in note]
