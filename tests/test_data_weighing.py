"""A judgement on what a record says no more goes on holding back, and does nothing else, until it is confirmed."""

import pandas as pd
import pytest

from data import (
    FoldNote,
    Judgement,
    Weighed,
    confirmed,
    fold,
    frame,
    identify,
    judgements_frame,
    reconcile,
    review_list,
    weigh,
)
from data.fields import words
from data.weighing import rests_on

BEFORE = {"killed_min": 3, "place_text": "Brenn", "status": "open", "happened_from": "2031-05-02", "note": "a"}
CHANGES = {"killed_min": 4, "place_text": "Ostrel", "status": "closed", "happened_from": "2031-05-03", "note": "b"}
# Which change of the record makes a judgement of each kind stale; every other change leaves it as it is.
MAKES_STALE = {
    "same": {"killed_min", "place_text", "happened_from"},
    "not_same": {"killed_min", "place_text", "happened_from"},
    "unsure": {"killed_min", "place_text", "happened_from"},
    "link": {"killed_min", "place_text", "happened_from"},
    "place": {"place_text"},
    "unplaceable": {"place_text"},
    "status": {"killed_min", "status"},
    "release_hold": set(CHANGES),
    "withdraw": set(CHANGES),
    "alias": set(),
    "repair": set(),
}
GOES_ON = {"not_same", "unsure", "unplaceable", "withdraw", "alias", "repair"}


def claims(**said: object) -> pd.DataFrame:
    rows = [{"recorder": "a", "record_code": "1"} | BEFORE | said, {"recorder": "b", "record_code": "1"}]
    return identify(frame("claims", rows))


def judged(kind: str, seen: pd.DataFrame, **more: object) -> pd.DataFrame:
    made = Judgement(kind, ("a:1", "b:1"), "reader", "2031-06-01", seen=tuple(seen["claim_id"]), **more)
    return judgements_frame([made])


@pytest.mark.parametrize("kind", words("judgement"))
@pytest.mark.parametrize("column", CHANGES)
def test_each_kind_rests_on_its_own_columns_and_holds_back_or_goes_on(kind: str, column: str) -> None:
    before, after = claims(), claims(**{column: CHANGES[column]})
    weighed = weigh(after, judged(kind, before), earlier=before)
    stale = column in MAKES_STALE[kind]
    assert [(note.code, note.subject, note.columns) for note in weighed.notes] == [("stale", "a:1", (column,))] * stale
    assert len(weighed.applied) == (not stale or kind in GOES_ON)
    assert [note.applied for note in weighed.notes] == [kind in GOES_ON] * stale


@pytest.mark.parametrize("kind", words("judgement"))
def test_a_reading_that_is_not_on_file_makes_any_change_one_to_look_at(kind: str) -> None:
    weighed = weigh(claims(note="b"), judged(kind, claims()))
    assert [note.code for note in weighed.notes] == ["stale"] * (kind not in ("alias", "repair"))
    assert len(weighed.applied) == (kind in GOES_ON)
    assert all("not on file" in note.text for note in weighed.notes)


def test_a_stale_same_joins_nothing_and_a_stale_not_same_still_keeps_apart() -> None:
    before, after = claims(), claims(killed_min=9)
    assert fold(before, judged("same", before)).incidents["record_ids"].tolist() == [["a:1", "b:1"]]
    stale = fold(after, judged("same", before))
    assert stale.incidents["record_ids"].tolist() == [["a:1"], ["b:1"]]
    assert [note.code for note in stale.notes] == ["stale"]
    fresh = Judgement("same", ("a:1", "b:1"), "other", "2031-07-01", seen=tuple(after["claim_id"]))
    both = pd.concat([judged("not_same", before), judgements_frame([fresh])], ignore_index=True)
    apart = fold(after, both)
    assert apart.incidents["record_ids"].tolist() == [["a:1"], ["b:1"]]
    assert sorted(note.code for note in apart.notes) == ["blocked", "stale"]


def test_a_reading_that_was_superseded_by_another_file_is_not_in_force() -> None:
    both = pd.concat([claims(), claims(killed_min=9).iloc[:1]], ignore_index=True)
    both.loc[0, "superseded_by"] = both["claim_id"][2]
    weighed = weigh(both, judged("same", both.iloc[:2]))
    assert [note.columns for note in weighed.notes] == [("killed_min",)]
    assert weighed.applied.empty


def test_what_the_recorder_corrects_in_another_record_is_weighed_as_well() -> None:
    old = claims()
    new = identify(frame("claims", [BEFORE | {"recorder": "a", "record_code": "2", "supersedes": ["a:1"]}]))
    assert len(weigh(pd.concat([old, new]), judged("same", old)).applied) == 1
    other = identify(frame("claims", [{"recorder": "a", "record_code": "2", "supersedes": ["a:1"], "killed_min": 9}]))
    weighed = weigh(pd.concat([old, other]), judged("same", old))
    assert weighed.applied.empty
    assert weighed.notes[0].columns[-1] == "killed_min"


def test_a_second_reading_that_nobody_saw_is_looked_at_and_one_less_is_not() -> None:
    twice = pd.concat([claims(), claims(killed_min=9).iloc[:1]], ignore_index=True)
    assert len(weigh(twice, judged("same", claims())).notes) == 1
    assert weigh(claims(), judged("same", twice)).notes == ()


def test_the_judgement_before_a_stale_one_does_not_come_back() -> None:
    before, after = claims(), claims(place_text="Ostrel")
    first = judged("place", after)
    second = judged("place", before, supersedes=first["judgement_id"][0])
    assert weigh(after, pd.concat([first, second]), earlier=before).applied.empty


def test_who_looks_again_and_confirms_takes_the_place_of_the_earlier_judgement() -> None:
    before, after = claims(), claims(killed_min=9)
    first = judged("same", before, why="Same hour.", decision={"sure": True})
    made = confirmed(first, first["judgement_id"][0][:8], after, alias="other", made_at="2031-07-01")
    assert (made.kind, made.subjects, made.why, made.decision) == ("same", ("a:1", "b:1"), "Same hour.", {"sure": True})
    assert set(made.seen) == set(after["claim_id"])
    both = pd.concat([first, judgements_frame([made])], ignore_index=True)
    weighed = weigh(after, both)
    assert weighed.applied["alias"].tolist() == ["other"]
    assert weighed.notes == ()


def test_the_list_names_what_changed_and_who_decided() -> None:
    before, after = claims(), claims(killed_min=9)
    made = judged("same", before, why="Same hour.")
    told = review_list(made, weigh(after, made, earlier=before).notes).iloc[0]
    assert (told["kind"], told["finding"], told["applied"]) == ("same", "stale", False)
    assert (told["record_id"], told["columns"], told["alias"], told["why"]) == (
        "a:1",
        ["killed_min"],
        "reader",
        "Same hour.",
    )


def test_a_stale_link_answers_for_nobody_in_the_ledger() -> None:
    rows = [{"recorder": "cjtf-oir", "record_code": "1", "killed_max": 1}, {"recorder": "b", "record_code": "1"}]
    before = identify(frame("claims", rows))
    made = judgements_frame(
        [Judgement("link", ("cjtf-oir:1", "b:1"), "reader", "2031-06-01", seen=tuple(before["claim_id"]))]
    )
    for said, answers in ((1, 1), (2, 0)):
        now = identify(frame("claims", [rows[0] | {"killed_max": said}, rows[1]]))
        ledger = reconcile(now, fold(now, made), judgements=made).ledger
        assert (ledger["answer"] == "linked").sum() == answers


def test_weighing_again_what_was_weighed_changes_nothing() -> None:
    before, after = claims(), claims(note="b")
    weighed = weigh(after, judged("same", before), earlier=before)
    assert fold(after, weighed).incidents["record_ids"].tolist() == [["a:1", "b:1"]]
    assert fold(after, Weighed(weighed.applied, (FoldNote("stale", "x", "y", "z"),))).notes[0].judgement_id == "x"
    assert "killed_min" in rests_on("same")
