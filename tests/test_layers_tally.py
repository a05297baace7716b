"""Tallies never add claimants, never turn unknown into zero, and do not depend on the order of rows."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import UsageProblem, conform, frame
from layers import tally
from layers.join import WHOLE
from layers.tally import period_of

HALF = WHOLE // 2


def counts_of(*rows: tuple) -> pd.DataFrame:
    """Counts from incident, claimant, killed_min, killed_max."""
    table = pd.DataFrame(rows, columns=["incident_id", "claimant", "killed_min", "killed_max"])
    whole = {name: table[name].astype("Int64") for name in ("killed_min", "killed_max")}
    return table.assign(
        **whole, injured_min=pd.array([None] * len(rows), "Int64"), injured_max=pd.array([None] * len(rows), "Int64")
    )


def incidents_of(**dates: str | tuple[str, str]) -> pd.DataFrame:
    pairs = {name: (date, date) if isinstance(date, str) else date for name, date in dates.items()}
    rows = [
        {"incident_id": name, "happened_from": a, "happened_to": b, "warnings": []} for name, (a, b) in pairs.items()
    ]
    return conform(pd.DataFrame(rows), "incidents")


def shares_of(*rows: tuple[str, str | None, int]) -> pd.DataFrame:
    table = [{"subject_id": subject, "pcode": pcode, "parts": parts, "warnings": []} for subject, pcode, parts in rows]
    return conform(pd.DataFrame(table), "shares")


def killed(tallies: pd.DataFrame) -> dict:
    rows = tallies[tallies["measure"] == "killed"].astype(object)
    rows = rows.where(rows.notna(), None)
    return {(row.pcode, row.period, row.claimant): (row.min, row.expected, row.max) for row in rows.itertuples()}


def test_claimants_stand_side_by_side() -> None:
    counts = counts_of(("i1", "A", 3, 5), ("i1", "B", 0, 0), ("i2", "A", 1, 1))
    rows = tally(
        counts, incidents_of(i1="2017-03-17", i2="2017-03-20"), shares_of(("i1", "V1", WHOLE), ("i2", "V1", WHOLE))
    )
    assert killed(rows) == {("V1", "2017-03", "A"): (4, 5, 6), ("V1", "2017-03", "B"): (0, 0, 0)}
    records = rows[(rows["measure"] == "records") & (rows["claimant"] == "A")]
    assert records[["min", "expected", "max"]].to_numpy().tolist() == [[2, 2, 2]]


def test_shared_record_gives_nothing_to_min_and_all_to_max() -> None:
    shares = shares_of(("i1", "V1", HALF), ("i1", "V2", HALF))
    rows = killed(tally(counts_of(("i1", "A", 4, 8)), incidents_of(i1="2017-03-17"), shares))
    assert rows == {("V1", "2017-03", "A"): (0, 3, 8), ("V2", "2017-03", "A"): (0, 3, 8)}


def test_unknown_is_counted_beside_and_never_zero() -> None:
    shares = shares_of(("i1", "V1", WHOLE), ("i2", "V1", WHOLE), ("i3", "V2", WHOLE))
    dates = incidents_of(i1="2017-03-17", i2="2017-03-18", i3="2017-03-19")
    rows = tally(counts_of(("i1", "A", 2, 2), ("i2", "A", None, None), ("i3", "A", None, None)), dates, shares)
    assert killed(rows) == {("V1", "2017-03", "A"): (2, 2, 2), ("V2", "2017-03", "A"): (None, None, None)}
    assert rows[rows["measure"] == "killed"]["without_figure"].tolist() == [1, 1]
    assert rows[rows["measure"] == "records"]["without_figure"].tolist() == [0, 0]


def test_at_most_leaves_the_lower_end_unknown_and_never_zero() -> None:
    dates = incidents_of(i1="2017-03-17", i2="2017-03-18", i3="2017-04-01")
    shares = shares_of(("i1", "V1", WHOLE), ("i2", "V1", WHOLE), ("i3", "V1", WHOLE))
    counts = counts_of(("i1", "A", None, 5), ("i2", "A", None, 2), ("i3", "A", None, 4), ("i3", "B", 0, 4))
    assert killed(tally(counts, dates, shares)) == {
        ("V1", "2017-03", "A"): (None, None, 7),
        ("V1", "2017-04", "A"): (None, None, 4),
        ("V1", "2017-04", "B"): (0, 2, 4),
    }
    both = counts_of(("i1", "A", None, 5), ("i2", "A", 1, 2))
    assert killed(tally(both, dates, shares)) == {("V1", "2017-03", "A"): (1, None, 7)}


def test_at_least_leaves_the_upper_end_open() -> None:
    shares = shares_of(("i1", "V1", WHOLE), ("i2", "V1", WHOLE))
    counts = counts_of(("i1", "A", 7, None), ("i2", "A", 1, 2))
    assert killed(tally(counts, incidents_of(i1="2017-03-17", i2="2017-03-17"), shares)) == {
        ("V1", "2017-03", "A"): (8, None, None)
    }


def test_what_has_no_unit_has_its_own_row_last() -> None:
    counts = counts_of(("i1", "A", 1, 1), ("i2", "A", 2, 2), ("i3", "A", 4, 4))
    dates = incidents_of(i1="2017-03-17", i2="2017-03-17", i3="2017-03-17")
    rows = tally(counts, dates, shares_of(("i1", "V1", WHOLE), ("i2", None, WHOLE)))
    assert killed(rows) == {("V1", "2017-03", "A"): (1, 1, 1), (None, "2017-03", "A"): (6, 6, 6)}
    assert rows["not_placeable"].tolist() == [False] * 3 + [True] * 3
    assert rows["level"].unique().tolist() == [1]


@pytest.mark.parametrize(
    ("dates", "by", "period"),
    [
        (("2017-03-17", "2017-03-17"), "month", "2017-03"),
        (("2017-03", "2017-03"), "month", "2017-03"),
        (("2017-03", "2017-03"), "day", None),
        (("2017", "2017"), "month", None),
        (("2017", "2017"), "year", "2017"),
        (("2017-03-30", "2017-04-02"), "month", None),
        (("2017-03-30", "2017-04-02"), "year", "2017"),
        (("2017-03-17", None), "day", "2017-03-17"),
        ((None, None), "year", None),
        ((None, None), "all", "all"),
    ],
)
def test_period_is_told_only_by_dates_that_know_it(dates: tuple, by: str, period: str | None) -> None:
    found = period_of(incidents_of(i1=dates), by=by).iloc[0]
    assert (None if pd.isna(found) else found) == period


def test_unknown_period_and_impossible_count_are_refused() -> None:
    shares, dates = shares_of(("i1", "V1", WHOLE)), incidents_of(i1="2017")
    with pytest.raises(UsageProblem, match="no period 'decade'"):
        tally(counts_of(("i1", "A", 1, 1)), dates, shares, by="decade")
    with pytest.raises(UsageProblem, match="larger than"):
        tally(counts_of(("i1", "A", 2**31, 2**31)), dates, shares)


def test_tally_can_be_split_by_status_and_precision() -> None:
    counts = counts_of(("i1", "A", 1, 1), ("i2", "A", 2, 2)).assign(status=["fair", None], precision=["town", "site"])
    dates = incidents_of(i1="2017-03-17", i2="2017-03-17")
    shares = shares_of(("i1", "V1", WHOLE), ("i2", "V1", WHOLE))
    rows = tally(counts, dates, shares, split=("status", "precision"))
    killed_rows = rows[rows["measure"] == "killed"]
    assert killed_rows["status"].astype(object).where(killed_rows["status"].notna(), None).tolist() == ["fair", None]
    assert killed_rows["precision"].tolist() == ["town", "site"]
    assert killed_rows["max"].tolist() == [1, 2]
    with pytest.raises(UsageProblem, match="split by belligerent"):
        tally(counts, dates, shares, split=("belligerent",))


def test_nothing_in_gives_nothing_out() -> None:
    assert tally(counts_of(), incidents_of(i1="2017").head(0), shares_of(("i1", "V1", WHOLE)).head(0)).empty


RECORD = st.tuples(st.sampled_from("AB"), st.integers(0, 10**9), st.integers(0, WHOLE))


@settings(max_examples=30)
@given(st.lists(RECORD, min_size=1, max_size=20), st.randoms())
def test_sums_do_not_depend_on_the_order_and_are_exact(records: list[tuple], random: np.random.Generator) -> None:
    names = [f"i{place}" for place in range(len(records))]
    counts = [(name, claimant, number, number) for name, (claimant, number, _) in zip(names, records, strict=True)]
    parts = [
        (name, unit, part)
        for name, (*_, cut) in zip(names, records, strict=True)
        for unit, part in (("V1", cut), ("V2", WHOLE - cut))
        if part
    ]
    dates = incidents_of(**dict.fromkeys(names, "2017-03-17"))
    rows = tally(counts_of(*counts), dates, shares_of(*parts))
    random.shuffle(counts)
    random.shuffle(parts)
    pd.testing.assert_frame_equal(rows, tally(counts_of(*counts), dates, shares_of(*parts)))
    for claimant in "AB":
        own = {name: number for name, by, number, _ in counts if by == claimant}
        exact = sum(own[name] * part for name, unit, part in parts if unit == "V1" and name in own) / WHOLE
        told = killed(rows).get(("V1", "2017-03", claimant))
        assert told is None or told[1] == exact


@pytest.mark.parametrize(
    ("by", "first", "last", "expected"),
    [
        ("week", "2017-01-01", "2017-01-01", "2016-W52"),
        ("week", "2017-03-13", "2017-03-19", "2017-W11"),
        ("week", "2017-03-19", "2017-03-20", None),
        ("week", "2017-03", "2017-03", None),
        ("quarter", "2017-03", "2017-03-31", "2017-Q1"),
        ("quarter", "2017-10-02", None, "2017-Q4"),
        ("quarter", "2017-03-31", "2017-04-01", None),
        ("quarter", "2017", "2017", None),
    ],
)
def test_weeks_and_quarters_are_told_where_the_date_tells_them(
    by: str, first: str, last: str | None, expected: str | None
) -> None:
    incidents = frame("incidents", [{"incident_id": "i1", "happened_from": first, "happened_to": last}])
    found = period_of(incidents, by=by).iloc[0]
    assert (None if found is pd.NA else found) == expected
