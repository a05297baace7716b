"""Pairs that may tell of the same strike: what is compared, what is proposed, and what is left to a person."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import UsageProblem, frame
from geo import PairTerms, pair_id, pairs
from geo.pairs.model import default_model
from geo.pairs.propose import assigned
from geo.pairs.score import margins, probabilities

OFFICE, MONITOR = "valdria-office", "valdria-monitor"


def claim(recorder: str, code: str, day: str, place: str = "Tall Rim", **told: Any) -> dict[str, Any]:
    row = {"record_id": f"{recorder}:{code}", "claim_id": f"{recorder}:{code}@1", "recorder": recorder}
    row |= {"record_code": code, "happened_from": day, "happened_to": day, "place_text": place, "warnings": []}
    return row | told


def at(row: dict[str, Any], lon: float, lat: float, radius: float = 1000.0) -> dict[str, Any]:
    radii = {"r50_m": radius / 2, "r80_m": radius, "r95_m": 2 * radius}
    return {"subject_id": row["claim_id"], "lon": lon, "lat": lat, "precision": "town", "warnings": []} | radii


def compared(a: list[dict[str, Any]], b: list[dict[str, Any]], **options: Any) -> pd.DataFrame:
    places = options.pop("places", [at(row, 43.0, 36.0) for row in (*a, *b)])
    return pairs(frame("claims", a), frame("claims", b), frame("placements", places), **options)


def outcome(found: pd.DataFrame, a: str, b: str) -> str | None:
    row = found[found["record_a"].str.endswith(f":{a}") & found["record_b"].str.endswith(f":{b}")]
    return None if row.empty else str(row["outcome"].iloc[0])


def test_the_same_day_and_place_is_proposed_and_the_evidence_is_told() -> None:
    found = compared([claim(OFFICE, "a1", "2017-03-05")], [claim(MONITOR, "b1", "2017-03-05")])
    row = found.iloc[0]
    assert (row["outcome"], row["days_apart"], row["distance_m"]) == ("proposed", 0, 0)
    assert row["reason"].startswith("The same day; 0.0 km apart; a name in common")
    assert '"same_name"' in row["evidence"]


def test_two_equally_good_answers_are_left_to_a_person() -> None:
    b = [claim(MONITOR, "b1", "2017-03-05"), claim(MONITOR, "b2", "2017-03-05")]
    found = compared([claim(OFFICE, "a1", "2017-03-05")], b)
    assert set(found["outcome"]) == {"review"}
    assert list(found["margin"]) == [0.0, 0.0]


@pytest.mark.parametrize(("day", "years"), [("2016-03-05", -1), ("2018-03-06", 1), ("2015-03-05", -2)])
def test_a_wrong_year_is_still_a_candidate(day: str, years: int) -> None:
    found = compared([claim(OFFICE, "a1", "2017-03-05")], [claim(MONITOR, "b1", day)])
    assert abs(int(found["years_apart"].iloc[0])) == abs(years)
    assert "year" in found["reason"].iloc[0]


def test_far_in_time_or_in_space_is_no_candidate() -> None:
    a = [claim(OFFICE, "a1", "2017-03-05")]
    assert compared(a, [claim(MONITOR, "b1", "2017-03-20")]).empty
    b = [claim(MONITOR, "b1", "2017-03-05", "Qasr Wadi")]
    assert compared(a, b, places=[at(a[0], 43.0, 36.0), at(b[0], 45.0, 33.0)]).empty


def test_a_printed_code_pairs_what_nothing_else_would() -> None:
    a = [claim(OFFICE, "9", "2017-03-05", codes=["VM77"])]
    b = [claim(MONITOR, "VM77", "2019-11-11", "Qasr Wadi")]
    assert outcome(compared(a, b), "9", "VM77") == "proposed"


def test_bare_numbers_that_two_recorders_share_are_no_printed_code() -> None:
    found = compared(
        [claim(OFFICE, "17", "2017-03-05", codes=["17"])], [claim(MONITOR, "17", "2019-11-11", "Qasr Wadi")]
    )
    assert found.empty


def test_one_incident_is_proposed_to_one_item_and_shown_to_the_other() -> None:
    a = [claim(OFFICE, "a1", "2017-03-05", killed_min=4, killed_max=4), claim(OFFICE, "a2", "2017-03-05")]
    found = compared(a, [claim(MONITOR, "b1", "2017-03-05", killed_min=4, killed_max=6)])
    assert sorted(found["outcome"]) == ["proposed", "shared"]


def test_an_item_of_several_days_may_answer_several_incidents() -> None:
    a = [claim(OFFICE, "a1", "2017-03-04", happened_to="2017-03-06")]
    b = [claim(MONITOR, f"b{day}", f"2017-03-0{day}") for day in (4, 6)]
    assert set(compared(a, b)["outcome"]) <= {"proposed", "shared"}


def test_a_source_that_cites_the_other_is_not_independent() -> None:
    a = [claim(OFFICE, "a1", "2017-03-05", via="Valdria report")]
    assert not compared(a, [claim(MONITOR, "b1", "2017-03-05")])["independent"].iloc[0]


def test_what_is_judged_stands_as_judged() -> None:
    a, b = [claim(OFFICE, "a1", "2017-03-05")], [claim(MONITOR, "b1", "2017-03-05")]
    told = {"judgement_id": "j1", "kind": "not_same", "subjects": [a[0]["record_id"], b[0]["record_id"]], "seen": []}
    said = frame("judgements", [told | {"alias": "desk", "made_at": "2020-01-01"}])
    found = compared(a, b, judgements=said)
    assert (found["outcome"].iloc[0], found["judged"].iloc[0]) == ("judged", "not_same")
    assert found["probability"].iloc[0] < 0.01


def test_unplaced_and_undated_claims_do_no_harm() -> None:
    a = [claim(OFFICE, "a1", "2017-03-05", ""), claim(OFFICE, "a2", "", "")]
    b = [claim(MONITOR, "b1", "2017-03"), claim(MONITOR, "b2", "nonsense")]
    found = compared(a, b, places=[])
    assert set(found["record_a"]) <= {f"{OFFICE}:a1"}
    assert found["distance_m"].isna().all()


def test_the_same_recorder_on_both_sides_is_refused() -> None:
    with pytest.raises(UsageProblem, match="both sides"):
        compared([claim(OFFICE, "a1", "2017-03-05")], [claim(OFFICE, "a2", "2017-03-05")])


def test_inputs_are_left_as_they_were_and_a_second_call_says_the_same() -> None:
    a, b = frame("claims", [claim(OFFICE, "a1", "2017-03-05")]), frame("claims", [claim(MONITOR, "b1", "2017-03-05")])
    places = frame("placements", [at({"claim_id": name}, 43.0, 36.0) for name in (*a["claim_id"], *b["claim_id"])])
    before = a.copy(deep=True)
    pd.testing.assert_frame_equal(pairs(a, b, places), pairs(a, b, places))
    pd.testing.assert_frame_equal(a, before)


def test_a_pair_is_found_from_either_side() -> None:
    a, b = [claim(OFFICE, "a1", "2017-03-05")], [claim(MONITOR, "b1", "2017-03-06")]
    one, other = compared(a, b).iloc[0], compared(b, a).iloc[0]
    assert one["pair_id"] == other["pair_id"] == pair_id(one["record_b"], one["record_a"])
    assert one["score"] == other["score"]


scored = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.floats(-5, 9)), min_size=1, max_size=9)


@given(scored)
def test_an_assignment_uses_each_side_once_and_no_other_is_better(rows: list[tuple[int, int, float]]) -> None:
    table = {(left, right): value for left, right, value in rows}
    left, right = (np.array(side) for side in zip(*table, strict=True))
    score = np.array(list(table.values()))
    taken = assigned(left, right, score)
    assert len(set(left[taken])) == len(set(right[taken])) == taken.sum()
    assert score[taken].sum() == pytest.approx(best_sum(sorted(table), table, frozenset(), frozenset()))


def best_sum(
    rows: list[tuple[int, int]], table: dict[tuple[int, int], float], a: frozenset[int], b: frozenset[int]
) -> float:
    """The highest sum of any assignment, by trying them all."""
    if not rows:
        return 0.0
    (left, right), rest = rows[0], rows[1:]
    without = best_sum(rest, table, a, b)
    if left in a or right in b or table[left, right] <= 0:
        return without
    return max(without, table[left, right] + best_sum(rest, table, a | {left}, b | {right}))


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(-20, 20)), max_size=12))
def test_probabilities_of_a_group_leave_room_for_none(rows: list[tuple[int, float]]) -> None:
    group, score = np.array([row[0] for row in rows], dtype="int64"), np.array([row[1] for row in rows])
    found = probabilities(score, group)
    sums = [found[group == name].sum() for name in set(group.tolist())]
    assert all(0 <= total <= 1 + 1e-9 for total in sums)
    assert ((found >= 0) & (found <= 1)).all()
    assert all(margin <= value + 1e-9 for margin, value in zip(margins(score, group), score, strict=True))


def test_the_model_says_where_it_comes_from_and_more_evidence_never_counts_against() -> None:
    model = default_model()
    assert model.fitted["on"]
    assert all(model.weights[term] >= 0 for term in ("same_name", "same_point", "same_party", "printed_code"))
    assert all(model.weights[term] <= 0 for term in ("days_off", "other_year", "other_party", "other_country"))
    assert list(model.calibration[1]) == sorted(model.calibration[1])


def test_fewer_are_proposed_at_a_greater_margin() -> None:
    a = [claim(OFFICE, "a1", "2017-03-05")]
    b = [claim(MONITOR, "b1", "2017-03-05"), claim(MONITOR, "b2", "2017-03-06")]
    assert outcome(compared(a, b, terms=PairTerms(margin=0.5)), "a1", "b1") == "proposed"
    assert outcome(compared(a, b, terms=PairTerms(margin=50)), "a1", "b1") == "review"
