"""The facts of the example are read as their pages say them."""

from pathlib import Path

import pandas as pd
import pytest

from data import Reading, combine, fold, judgements_frame, judgements_from_links, read, validate

INPUTS = Path(__file__).resolve().parent.parent / "examples" / "iraq-syria-2014-2019" / "inputs"


@pytest.fixture(scope="module")
def facts() -> Reading:
    return combine(read(INPUTS / f"{name}.csv") for name in ("incidents", "links", "figures"))


def test_every_fact_is_kept_and_valid(facts: Reading) -> None:
    assert facts.counts["kept"] == facts.rows_in
    for table in ("claims", "figures", "sources"):
        validate(getattr(facts, table), table)
    assert facts.claims.source_id.isin(facts.sources.source_id).all()
    assert facts.figures.source_id.isin(facts.sources.source_id).all()


def by_code(facts: Reading, code: str) -> pd.Series:
    return facts.claims[(facts.claims.recorder == "airwars") & (facts.claims.record_code == code)].iloc[0]


def test_blank_is_unknown_and_never_zero(facts: Reading) -> None:
    incident = by_code(facts, "CI089")
    assert pd.isna(incident.killed_min)
    assert pd.isna(incident.status)
    assert by_code(facts, "CI054").killed_min == 0


def test_codes_of_two_numberings_and_previous_codes(facts: Reading) -> None:
    assert by_code(facts, "CS1619 RS2624").codes == ["CS1619", "RS2624"]
    assert by_code(facts, "CI089").codes == []
    assert by_code(facts, "I480 (previous code)").previous_codes == ["I480"]


def test_a_place_from_the_notes_is_flagged_and_the_note_taken_off(facts: Reading) -> None:
    incident = by_code(facts, "CS1846")
    assert incident.warnings == ["place_from_notes"]
    assert (incident.place_text, incident.place_raw) == ("Hajin", "Hajin (هجين), Deir Ezzor, Syria")
    assert incident.mgrs == ["37SFU677407"]


def test_dates_keep_their_precision(facts: Reading) -> None:
    assert by_code(facts, "RS1071").happened_from == "2016-07"
    assert by_code(facts, "RS1071").date_precision == "month"
    assert by_code(facts, "p=45755").date_precision == "unknown"


def test_assessments_are_mapped_and_kept_raw(facts: Reading) -> None:
    quoted = facts.claims[facts.claims.reason_code.notna()]
    assert quoted.reason_code.tolist() == ["no_strike_in_area"]
    assert quoted.assessment_raw.tolist() == ["Non credible (no Coalition actions in the area, as quoted)"]


def test_release_items_are_claims_of_their_own_recorder(facts: Reading) -> None:
    items = facts.claims[facts.claims.recorder == "cjtf-oir"].set_index("record_code")
    item = items.loc["2017-09-29/114"]
    assert (item.relation, item.place_text, item.country, item.status) == ("near", "Mosul", "IQ", "non-credible")
    assert (item["item"], item.codes) == ("114", ["CI768"])
    assert items.loc["2017-12-28/1270"].report_id == "1270"
    revised = items.loc["2022-03-10/CS952"]
    assert (revised.status, revised.warnings) == ("credible", ["status_revised"])
    assert items.index.is_unique


def test_figures_keep_at_least_open_and_say_where_no_page_is_stored(facts: Reading) -> None:
    told = facts.figures[(facts.figures.claimant == "CJTF-OIR") & (facts.figures.value_min == 817)].iloc[0]
    assert pd.isna(told.value_max)
    source = facts.sources.set_index("source_id").loc[told.source_id]
    assert pd.isna(source.url)
    assert source.note == "No stored page."


def test_links_fold_as_judgements_with_the_alias_of_who_matched(facts: Reading) -> None:
    made = judgements_from_links(facts.claims, alias="Airwars", made_at="2022-03-10")
    folded = fold(facts.claims, judgements_frame(made))
    joined = folded.incidents[folded.incidents.recorders.str.len() == 2]
    assert len(joined) == 38
    assert {note.code for note in folded.notes} == {"dangling"}
    assert len(folded.notes) == 61 - 38
