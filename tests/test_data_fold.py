"""Nothing is merged without a judgement, nothing is added up, and nothing about a judgement is lost."""

from collections.abc import Mapping

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from data import Folded, Judgement, fold, frame, identify, judgements_frame, validate

BASE = {"happened_from": "2021-05-02", "happened_to": "2021-05-02", "date_precision": "day"}


def claims(*rows: Mapping[str, object]) -> pd.DataFrame:
    return identify(frame("claims", [BASE | dict(row) for row in rows]))


def row(recorder: str, code: str, **more: object) -> dict[str, object]:
    return {"recorder": recorder, "record_code": code, **more}


def judged(*judgements: tuple[str, ...], **more: object) -> pd.DataFrame:
    made = [
        Judgement(kind, tuple(records), "reader", f"2021-06-{n + 1:02d}")
        for n, (kind, *records) in enumerate(judgements)
    ]
    return judgements_frame(made)


def groups(folded: Folded) -> list[list[str]]:
    return folded.incidents.record_ids.tolist()


def test_without_judgements_every_record_is_its_own_incident() -> None:
    folded = fold(claims(row("a", "1"), row("b", "1")))
    assert groups(folded) == [["a:1"], ["b:1"]]
    validate(folded.incidents, "incidents")
    validate(folded.counts, "counts")


def test_same_joins_and_the_counts_are_spanned_per_claimant_and_never_added() -> None:
    given_claims = claims(
        row("a", "1", killed_min=3, killed_max=5),
        row("a", "2", killed_min=2, killed_max=4),
        row("b", "1", killed_min=10, status="seen"),
        row("c", "1"),
    )
    folded = fold(given_claims, judged(("same", "a:1", "a:2"), ("same", "b:1", "a:1"), ("same", "c:1", "b:1")))
    incident = folded.incidents.iloc[0]
    assert (incident.incident_id, incident.killed_min, pd.isna(incident.killed_max)) == ("a:1", 2, True)
    assert folded.counts.set_index("claimant").n_claims.to_dict() == {"a": 2, "b": 1, "c": 1}
    assert folded.counts.killed_min.tolist() == [2, 10, pd.NA]
    assert folded.counts.killed_max.tolist() == [5, pd.NA, pd.NA]


def test_not_same_and_unsure_stand_against_a_roundabout_join() -> None:
    given_claims = claims(row("a", "1"), row("b", "1"), row("c", "1"))
    for kind in ("not_same", "unsure"):
        folded = fold(given_claims, judged(("same", "a:1", "b:1"), (kind, "a:1", "c:1"), ("same", "b:1", "c:1")))
        assert groups(folded) == [["a:1", "b:1"], ["c:1"]]
        assert [note.code for note in folded.notes] == ["blocked"]


def test_a_superseded_judgement_is_not_in_force() -> None:
    given_claims = claims(row("a", "1"), row("b", "1"))
    made = judged(("same", "a:1", "b:1"), ("unsure", "a:1", "b:1"))
    made.loc[1, "supersedes"] = made.judgement_id[0]
    assert groups(fold(given_claims, made)) == [["a:1"], ["b:1"]]


def test_stale_and_dangling_judgements_are_listed_and_the_stale_do_not_join() -> None:
    given_claims = claims(row("a", "1", killed_min=4), row("b", "1"))
    old = claims(row("a", "1", killed_min=3)).claim_id[0]
    made = judgements_frame([Judgement("same", ("a:1", "b:1", "c:9"), "reader", "2021-06-01", seen=(old,))])
    folded = fold(given_claims, made)
    assert sorted((note.code, note.subject) for note in folded.notes) == [("dangling", "c:9"), ("stale", "a:1")]
    assert groups(folded) == [["a:1"], ["b:1"]]


def test_a_record_that_is_not_there_joins_nobody_with_anybody() -> None:
    table = claims(row("a", "1"), row("b", "1"), row("c", "1"))
    folded = fold(table, judged(("same", "a:1", "x:9"), ("same", "b:1", "x:9"), ("same", "x:9", "b:1", "c:1")))
    assert groups(folded) == [["a:1"], ["b:1", "c:1"]]
    assert [note.code for note in folded.notes] == ["dangling"] * 3


def test_withdrawn_records_and_superseded_claims_leave() -> None:
    given_claims = claims(row("a", "1"), row("a", "2"), row("a", "3"))
    given_claims.loc[1, "superseded_by"] = "a:2@new"
    assert groups(fold(given_claims, judged(("withdraw", "a:3")))) == [["a:1"]]


def test_a_recorders_own_correction_takes_the_place_of_the_earlier_record() -> None:
    given_claims = claims(
        row("a", "old", killed_min=1),
        row("a", "new", killed_min=4, supersedes=["a:old"]),
        row("b", "1"),
        row("b", "2", supersedes=["a:old"]),
        row("a", "again", supersedes=["a:new"], status="duplicate"),
    )
    folded = fold(given_claims, judged(("same", "a:old", "b:1")))
    assert groups(folded) == [["a:again"], ["a:new", "b:1"], ["b:2"]]


def test_dates_that_differ_are_shown_as_a_range() -> None:
    given_claims = claims(
        row("a", "1"),
        row("b", "1", happened_from="2021-05-04", happened_to="2021-05-04"),
        row("c", "1", happened_from="2021-05", happened_to="2021-05", date_precision="month"),
    )
    incident = fold(given_claims, judged(("same", "a:1", "b:1", "c:1"))).incidents.iloc[0]
    assert (incident.happened_from, incident.happened_to) == ("2021-05-02", "2021-05-04")
    assert incident.date_precision == "range"
    assert incident.warnings == ["dates_differ"]


def test_the_latest_status_of_a_claimant_is_shown_with_a_warning() -> None:
    given_claims = claims(
        row("a", "1", status="open", published_on="2021-07"), row("a", "2", status="closed", published_on="2021-06")
    )
    counts = fold(given_claims, judged(("same", "a:1", "a:2"))).counts
    assert counts.status.tolist() == ["open"]
    assert counts.warnings.tolist() == [["statuses_differ"]]


def test_no_claims_fold_to_nothing() -> None:
    folded = fold(frame("claims"), judged(("same", "a:1", "b:1")))
    assert folded.incidents.empty
    assert len(folded.notes) == 2


records = st.sampled_from([f"a:{n}" for n in range(6)])
edges = st.lists(st.tuples(st.sampled_from(["same", "not_same", "unsure"]), records, records), max_size=8)


@given(edges)
def test_every_record_is_in_one_incident_and_no_forbidden_pair_meets(given_edges: list[tuple[str, str, str]]) -> None:
    held = [edge for edge in given_edges if edge[1] != edge[2]]
    folded = fold(claims(*(row("a", str(n)) for n in range(6))), judged(*held))
    found = groups(folded)
    assert sorted(record for group in found for record in group) == [f"a:{n}" for n in range(6)]
    apart = {frozenset(edge[1:]) for edge in held if edge[0] != "same"}
    assert not any(pair <= set(group) for pair in apart for group in found)
    joined = [edge for edge in held if edge[0] == "same" and not any(set(edge[1:]) <= set(group) for group in found)]
    assert len(joined) <= sum(note.code == "blocked" for note in folded.notes)
