"""Both sides of the ledger: who says what, who has not answered, and what may be added."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import (
    Judgement,
    Reconciled,
    combine,
    default_terms,
    fold,
    frame,
    identify,
    judgements_frame,
    judgements_from_links,
    read,
    reconcile,
    validate,
)

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "iraq-syria-2014-2019" / "inputs"
BASE = {"happened_from": "2031-05-02", "happened_to": "2031-05-02", "date_precision": "day"}
NORTH = {"belligerents": ["Northern Alliance"]}
TERMS = default_terms(["ministry"])


def claims(*rows: Mapping[str, object]) -> pd.DataFrame:
    return identify(frame("claims", [BASE | dict(row) for row in rows]))


def row(recorder: str, code: str, **more: object) -> dict[str, object]:
    return {"recorder": recorder, "record_code": code, **NORTH, **more}


def judged(*judgements: tuple[str, ...]) -> pd.DataFrame:
    return judgements_frame(Judgement(kind, tuple(ids), "desk", "2031-06-01") for kind, *ids in judgements)


def reconciled(table: pd.DataFrame, *judgements: tuple[str, ...], **more: object) -> Reconciled:
    made = judged(*judgements)
    found = reconcile(table, fold(table, made), judgements=made, **{"terms": TERMS, **more})  # type: ignore[arg-type]
    for name, held in found.tables.items():
        validate(held, name)
    return found


def answers(found: Reconciled) -> dict[tuple[str, str], str]:
    ledger = found.ledger
    return dict(zip(zip(ledger.incident_id, ledger.claimant, strict=True), ledger.answer, strict=True))


def test_who_has_not_answered_is_who_is_named_and_says_nothing() -> None:
    found = reconciled(
        claims(
            row("watch", "1"),
            row("watch", "2", belligerents=["South"]),
            row("watch", "3", belligerents=[]),
            row("watch", "4", assessment="non-credible-unsubstantiated"),
            row("watch", "5", assessment="not-yet-assessed"),
            row("watch", "6"),
            row("ministry", "9"),
        ),
        ("same", "watch:6", "ministry:9"),
    )
    told = {key[0][-1]: word for key, word in answers(found).items() if key[1] == "ministry"}
    assert list(told.values()) == ["own_record", "none", "not_addressed", "party_unknown", "reported_by_other", "none"]
    ratios = found.ratios.set_index("key")
    assert tuple(ratios.loc["answered", ["part", "whole", "unknown"]]) == (2, 4, 1)
    assert tuple(ratios.loc["no_answer", ["part", "whole"]]) == (2, 4)


@pytest.mark.parametrize(
    ("official", "independent", "below"),
    [
        ((1, 2), (3, 9), ["watch"]),
        ((3, 3), (3, 9), []),
        ((1, None), (3, 9), []),
        ((None, None), (3, 9), []),
        ((1, 2), (None, 9), []),
        ((0, 0), (1, 1), ["watch"]),
    ],
)
def test_below_is_said_of_two_known_ends_only(
    official: tuple[int | None, int | None], independent: tuple[int | None, int | None], below: list[str]
) -> None:
    table = claims(
        row("watch", "1", killed_min=independent[0], killed_max=independent[1]),
        row("ministry", "9", killed_min=official[0], killed_max=official[1]),
    )
    ledger = reconciled(table, ("same", "watch:1", "ministry:9")).ledger.set_index("claimant")
    assert ledger.lies_below["ministry"] == below
    assert ledger.lies_below["watch"] == []
    assert ledger.judged_by["ministry"] == ["desk"]


def test_an_item_that_answers_several_incidents_is_shown_in_each_and_added_once() -> None:
    table = claims(
        row("watch", "1", killed_min=2, killed_max=2),
        row("watch", "2", killed_min=3, killed_max=3),
        row("ministry", "9", killed_min=1, killed_max=1),
    )
    found = reconciled(table, ("link", "ministry:9", "watch:1", "watch:2"))
    ledger = found.ledger.set_index(["incident_id", "claimant"])
    assert ledger.loc[("watch:1", "ministry"), "answer"] == "linked"
    assert ledger.loc[("watch:2", "ministry"), "shared_with"] == ["ministry:9", "watch:1", "watch:2"]
    assert ledger.loc[("watch:2", "ministry"), "lies_below"] == []
    sums = found.sums[(found.sums.measure == "killed") & (found.sums.status == "*")].set_index("claimant")
    assert sums["max"].to_dict() == {"ministry": 1, "watch": 5}


def test_several_records_of_one_claimant_in_one_incident_are_added_once() -> None:
    table = claims(
        row("watch", "1", killed_min=2, killed_max=4), row("watch", "2", killed_min=3, killed_max=6), row("watch", "3")
    )
    found = reconciled(table, ("same", "watch:1", "watch:2"))
    whole = found.sums[(found.sums.measure == "killed") & (found.sums.status == "*")].iloc[0]
    assert (whole["min"], whole["max"], whole.incidents, whole.without_figure) == (2, 6, 2, 1)


def test_months_count_records_in_force_by_grading() -> None:
    table = claims(
        row("cjtf-oir", "1", status="credible", published_on="2031-07-01"),
        row("cjtf-oir", "2", status="duplicate", happened_from="2031", happened_to="2031"),
        row("cjtf-oir", "3", status="credible", happened_to="2031-06-01"),
        row("cjtf-oir", "4", status="open"),
    )
    months = reconciled(table, ("withdraw", "cjtf-oir:4")).months
    happened = months[months.dated_by == "happened"]
    told = [(None if pd.isna(month) else month, status) for month, status in zip(happened.month, happened.status)]  # noqa: B905
    assert told == [("2031-05", "credible"), (None, "credible"), (None, "duplicate")]
    assert months[months.dated_by == "published"].records.tolist() == [1, 1, 1]


FIGURE = {"figure_id": "f", "claimant": "Watch", "unit": "people", "measure": "civilians killed", "source_id": "s"}


@pytest.mark.parametrize(
    ("figure", "complete", "against", "lies"),
    [
        ({"scope": "Iraq", "value_min": 9.0}, False, "sample", None),
        ({"scope": "Iraq", "value_min": 9.0}, True, "whole", "below"),
        ({"scope": "Iraq", "value_min": 4.0, "value_max": 6.0}, True, "whole", "within"),
        ({"scope": "Iraq", "value_max": 3.0}, True, "whole", "above"),
        ({"scope": "Iraq since June 2031", "value_min": 9.0}, True, "whole", None),
        ({"scope": "the harbour of Brenn", "value_min": 9.0}, True, "other_scope", None),
        ({"scope": "Iraq", "measure": "houses", "value_min": 9.0}, True, "other_measure", None),
        ({"scope": "Iraq", "claimant": "Somebody", "value_min": 9.0}, True, "no_items", None),
        ({"scope": "the month reported", "period": "May 2031", "value_min": 2.0}, False, "whole", "within"),
    ],
)
def test_a_stated_total_is_compared_only_where_it_can_be(
    figure: Mapping[str, object], complete: bool, against: str, lies: str | None
) -> None:
    table = claims(
        row("watch", "1", killed_min=2, killed_max=2, source_id="s"),
        row("watch", "2", killed_min=3, killed_max=3, country="IQ"),
        row("watch", "3", killed_min=50, country="SY"),
    )
    figures = frame("figures", [FIGURE | dict(figure)])
    stated = reconciled(table, figures=figures, terms=default_terms(complete=complete)).stated.iloc[0]
    assert stated.against == against
    assert (None if pd.isna(stated.lies) else stated.lies) == lies
    assert stated.footnote == "No source is named."


def test_items_without_a_number_are_counted_and_never_compared() -> None:
    table = claims(row("watch", "1", killed_min=2, killed_max=2), row("watch", "2"))
    figures = frame("figures", [FIGURE | {"scope": "Iraq", "value_min": 9.0}])
    stated = reconciled(table, figures=figures, terms=default_terms(complete=True)).stated.iloc[0]
    assert (stated["items"], stated.items_min, stated.without_figure) == (2, 2, 1)
    assert pd.isna(stated.lies)
    assert "1 of them with no number" in stated.why


def test_a_release_of_which_an_item_is_withdrawn_is_not_compared() -> None:
    table = claims(*(row("cjtf-oir", code, status="credible", source_id="s") for code in "12"))
    about = {"claimant": "CJTF-OIR", "unit": "reports", "scope": "the month reported", "period": "May 2031"}
    figures = frame(
        "figures",
        [
            FIGURE | about | {"measure": measure, "value_min": 2.0, "value_max": 2.0}
            for measure in ("reports completed", "credible reports", "open reports")
        ],
    )
    whole = reconciled(table, figures=figures).stated
    assert whole.against.tolist() == ["whole", "whole", "other_measure"]
    assert whole.lies.tolist()[:2] == ["within", "within"]
    left = reconciled(table, ("withdraw", "cjtf-oir:2"), figures=figures).stated
    assert left.against.tolist() == ["sample", "sample", "other_measure"]


sides = st.none() | st.integers(0, 50)
records = st.lists(
    st.tuples(st.sampled_from(["watch", "ministry", "desk"]), st.sampled_from([None, "a", "b"]), sides, sides),
    min_size=1,
    max_size=8,
)


def table_of(given_records: list[tuple[str, str | None, int | None, int | None]]) -> pd.DataFrame:
    return claims(
        *(
            row(who, str(n), status=status, killed_min=low, killed_max=high)
            for n, (who, status, low, high) in enumerate(given_records)
        )
    )


@settings(max_examples=25)
@given(records)
def test_sums_are_those_of_each_claimant_alone(
    given_records: list[tuple[str, str | None, int | None, int | None]],
) -> None:
    sums = reconciled(table_of(given_records)).sums
    for who in {one[0] for one in given_records}:
        own = [one for one in given_records if one[0] == who]
        alone = reconciled(table_of(own)).sums
        pd.testing.assert_frame_equal(sums[sums.claimant == who].reset_index(drop=True), alone)
        killed = alone[(alone.measure == "killed") & (alone.status == "*")].iloc[0]
        stated = [one for one in own if one[2] is not None or one[3] is not None]
        assert killed.without_figure == len(own) - len(stated)
        lows = [one[2] for one in stated if one[2] is not None]
        assert killed["min"] is pd.NA if not lows else killed["min"] == sum(lows)
        opened = not stated or any(one[3] is None for one in stated)
        assert killed["max"] is pd.NA if opened else killed["max"] == sum(one[3] for one in stated)


@settings(max_examples=25)
@given(records)
def test_every_incident_and_claimant_stands_once_and_the_gradings_make_the_whole(
    given_records: list[tuple[str, str | None, int | None, int | None]],
) -> None:
    found = reconciled(table_of(given_records))
    assert not found.ledger.duplicated(["incident_id", "claimant"]).any()
    assert found.ledger.n_claims.sum() == len(given_records)
    killed = found.sums[found.sums.measure == "killed"]
    parts = killed[killed.status.fillna("") != "*"].groupby("claimant").incidents.sum()
    assert killed[killed.status == "*"].set_index("claimant").incidents.to_dict() == parts.to_dict()
    assert found.months[found.months.dated_by == "happened"].records.sum() == len(given_records)


def example() -> Reconciled:
    readings = combine(
        read(EXAMPLE / name, recorder)
        for name, recorder in (
            ("incidents.csv", "airwars-facts"),
            ("links.csv", "cjtf-oir-links"),
            ("figures.csv", "figures"),
        )
    )
    made = judgements_frame(judgements_from_links(readings.claims, alias="Airwars", made_at="2022-03-10"))
    folded = fold(readings.claims, made)
    return reconcile(
        readings.claims, folded, figures=readings.figures, sources=readings.sources, judgements=made
    )  # fmt: skip


def test_the_example_gives_back_the_figures_of_its_sources_each_with_its_footnote() -> None:
    found = example()
    told = {(row.claimant, row.value_min) for row in found.stated.itertuples()}
    assert {("CJTF-OIR", value) for value in (352, 484, 817, 20205, 42089, 1799, 208)} <= told
    assert {("Airwars", value) for value in (3164, 3817)} <= told
    assert ("US Central Command", 105) in told
    assert found.stated.footnote.notna().all()
    ratios = {(row.claimant, row.part, row.whole) for row in found.ratios.itertuples()}
    assert ratios >= {
        ("CJTF-OIR", 208, 1799),
        ("CJTF-OIR", 102, 396),
        ("New York Times (Khan, Gopal)", 1, 5),
        ("cjtf-oir", 20, 61),
        ("cjtf-oir", 38, 75),
    }
    assert set(found.stated.against) == {"sample", "no_items", "other_scope", "other_measure"}
    assert found.stated.lies.isna().all()
    assert "sample" in found.notes[0]


def test_both_sides_of_a_line_stand_side_by_side_on_each_date() -> None:
    sides_found = example().sides
    one = sides_found[(sides_found.series == "coalition-civilians-killed") & (sides_found.on_date == "2017-11-30")]
    assert one.set_index("claimant").value_min.to_dict() == {"Airwars": 5961, "CJTF-OIR": 817}
    assert not sides_found.duplicated(["series", "on_date", "claimant"]).any()
