"""The choice of what leaves: deny by default, and nothing derived from what is withheld."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from valdrian_project import ROWS, make_project

from data import Judgement, append_judgement
from maps import compose_page, load_project, select
from maps.pipeline import read_bundle
from maps.select import Bundle, preview_policy

AS_OF = date(2031, 12, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_project(tmp_path / "valdria")


def bundle(folder: Path) -> Bundle:
    return read_bundle(load_project(folder), folder)[0]


def test_only_named_grades_pass(folder: Path) -> None:
    policy = load_project(folder).publish
    assert len(select(bundle(folder), policy, as_of=AS_OF).claims) == 4
    only = select(bundle(folder), replace(policy, statuses=("ministry/none",)), as_of=AS_OF)
    assert list(only.claims["record_id"]) == ["ministry:M9"]
    assert only.held["rule"].value_counts().to_dict() == {"status": 3}


def test_a_withheld_claim_does_not_speak_through_its_incident(folder: Path) -> None:
    policy = replace(load_project(folder).publish, statuses=("ministry/none",))
    incident = select(bundle(folder), policy, as_of=AS_OF).incidents.iloc[0]
    assert incident["recorders"] == ["ministry"]
    assert (incident["killed_min"], incident["killed_max"]) == (1, 1)


def test_s6_3_a_recent_claim_takes_its_siblings_along(folder: Path) -> None:
    rows = [*ROWS[:3], [*ROWS[3][:3], "2031-11-20", *ROWS[3][4:]]]
    make_project(folder, rows=rows)
    selection = select(bundle(folder), load_project(folder).publish, as_of=AS_OF)
    assert set(selection.claims["record_id"]) == {"watch:V2", "watch:V3"}
    assert list(selection.held["rule"]) == ["embargo", "embargo"]
    assert selection.judgements.empty


@pytest.mark.parametrize(("undated", "kept"), [("hold", 3), ("publish", 4)])
def test_s6_3_a_claim_without_a_date_is_for_the_policy_to_decide(folder: Path, undated: str, kept: int) -> None:
    make_project(folder, rows=[*ROWS[:2], [*ROWS[2][:3], "", *ROWS[2][4:]], ROWS[3]])
    policy = replace(load_project(folder).publish, undated=undated)
    assert len(select(bundle(folder), policy, as_of=AS_OF).claims) == kept


def test_s6_5_without_a_source_or_a_right_to_give_on_nothing_leaves(folder: Path) -> None:
    make_project(folder, rows=[*ROWS[:3], [*ROWS[3][:-1], ""]])
    given = bundle(folder)
    policy = load_project(folder).publish
    assert "ministry:M9" not in set(select(given, policy, as_of=AS_OF).claims["record_id"])
    closed = replace(given, sources=given.sources.assign(redistribution="none"))
    assert select(closed, policy, as_of=AS_OF).claims.empty


def test_s6_1_private_and_withheld_columns_stay(folder: Path) -> None:
    policy = replace(load_project(folder).publish, withhold=("claims.stated_precision",))
    selection = select(bundle(folder), policy, as_of=AS_OF)
    columns = {f"{name}.{column}" for name, table in selection.tables.items() for column in table.columns}
    private = {"claims.note", "claims.stated_lon", "claims.origin_file", "placements.candidates", "judgements.seen"}
    assert not columns & private
    assert selection.claims["stated_precision"].isna().all()


def test_s6_1_a_withheld_word_does_not_come_back_in_another_column(folder: Path) -> None:
    policy = replace(load_project(folder).publish, withhold=("claims.place_text", "claims.stated_precision"))
    selection = select(bundle(folder), policy, as_of=AS_OF)
    text = "".join(table.to_csv() for table in selection.tables.values())
    assert not [word for word in ("Brenn", "Ostrel", "Karn", "exact_location") if word in text]


def test_s6_1_a_warning_that_is_not_for_readers_stays(folder: Path) -> None:
    given = bundle(folder)
    assert "too_many_digits" in {code for codes in given.claims["warnings"] for code in codes}
    selection = select(given, preview_policy(load_project(folder).publish), as_of=AS_OF)
    assert not [codes for codes in selection.claims["warnings"] if "too_many_digits" in codes]


def test_s6_2_no_name_for_the_outside_is_a_hash_over_what_is_withheld(folder: Path) -> None:
    make_project(folder, rows=[[row[0], "", *row[2:]] for row in ROWS])
    given = bundle(folder)
    selection = select(given, preview_policy(load_project(folder).publish), as_of=AS_OF)
    text = "".join(table.to_csv() for table in selection.tables.values())
    assert sorted(selection.claims["record_id"]) == ["ministry:uncoded-1", *(f"watch:uncoded-{n}" for n in (1, 2, 3))]
    hashes = [part for name in given.claims["claim_id"] for part in name.replace("@", ":").split(":")[1:]]
    assert not [part for part in hashes if part in text]


def test_a_withdrawn_record_leaves_with_its_claim(folder: Path) -> None:
    withdrawn = Judgement("withdraw", ("watch:V1",), alias="desk", made_at="2031-07-01", why="asked for by the family")
    append_judgement(folder / "judgements.jsonl", withdrawn)
    selection = select(bundle(folder), load_project(folder).publish, as_of=AS_OF)
    assert "watch:V1" not in set(selection.claims["record_id"])
    assert "not_in_force" in set(selection.held["rule"])


def test_choosing_twice_gives_the_same_and_leaves_the_bundle_alone(folder: Path) -> None:
    given, policy = bundle(folder), load_project(folder).publish
    before = given.claims.copy()
    first, second = (select(given, policy, as_of=AS_OF) for _ in range(2))
    for name, table in first.tables.items():
        pd.testing.assert_frame_equal(table, second.tables[name])
    pd.testing.assert_frame_equal(given.claims, before)


@pytest.mark.parametrize(
    "place", ["a farm at 36.345671, 43.101234", "38S LF 29312 24056", "N 36°20'44.4\" E 43°06'04.4\""]
)
def test_s6_2_coordinates_inside_words_do_not_leave(folder: Path, place: str) -> None:
    make_project(folder, rows=[[*ROWS[0][:4], place, *ROWS[0][5:-1], "https://maps.example/?q=36.345671,43.101234"]])
    selection = select(bundle(folder), load_project(folder).publish, as_of=AS_OF)
    text = "".join(table.to_csv() for table in selection.tables.values())
    assert len(selection.claims) == 1
    assert not [part for part in ("36.3456", "43.1012", "29312", "20'44") if part in text]
    assert "Address withheld" in text


def test_s6_3_a_code_that_names_a_withheld_record_does_not_leave(folder: Path) -> None:
    rows = [[*ROWS[0][:3], "2031-11-20", *ROWS[0][4:]], *ROWS[1:3], [*ROWS[3][:2], "V1; X7", *ROWS[3][3:]]]
    make_project(folder, rows=rows)
    given = replace(bundle(folder), judgements=bundle(folder).judgements.iloc[:0])
    codes = select(given, load_project(folder).publish, as_of=AS_OF).claims.set_index("record_id")["codes"]
    assert codes["ministry:M9"] == ["X7"]


def test_a_corrected_record_does_not_come_back_where_its_correction_may_not_leave(folder: Path) -> None:
    given = bundle(folder)
    claims = given.claims.copy()
    claims.at[1, "supersedes"] = ["watch:V1"]
    kept = select(replace(given, claims=claims), load_project(folder).publish, as_of=AS_OF)
    assert "watch:V2" in set(kept.claims["record_id"])
    assert kept.incidents["incident_id"].notna().all()
    claims.loc[1, "source_id"] = "none"
    selection = select(replace(given, claims=claims), load_project(folder).publish, as_of=AS_OF)
    assert not {"watch:V1", "watch:V2"} & set(selection.claims["record_id"])


@pytest.mark.parametrize(
    "name",
    [f"claims.{name}" for name in ("happened_from", "killed_min", "warnings", "adm1_text")]
    + ["figures.value_min", "placements.lon", "sources.url"],
)
def test_any_column_can_be_withheld_and_the_page_is_still_made(folder: Path, name: str) -> None:
    project = load_project(folder)
    policy = replace(project.publish, withhold=(name,))
    selection = select(bundle(folder), policy, as_of=AS_OF)
    assert compose_page(project, selection, preview=False, data_sha256="")
    table, _, column = name.partition(".")
    assert (
        not selection.tables[table][column]
        .map(lambda value: value if isinstance(value, list) else pd.notna(value))
        .any()
    )


def test_a_private_page_holds_every_record_whatever_its_source_or_licence(folder: Path) -> None:
    make_project(folder, rows=[[*row[:-1], ""] for row in ROWS])
    given = bundle(folder)
    closed = replace(given, sources=given.sources.assign(redistribution="none"))
    assert len(select(closed, preview_policy(load_project(folder).publish), as_of=AS_OF).claims) == 4
    assert select(closed, load_project(folder).publish, as_of=AS_OF).claims.empty


def test_a_counted_name_never_meets_a_code(folder: Path) -> None:
    make_project(folder, rows=[[ROWS[0][0], "uncoded-1", *ROWS[0][2:]], [ROWS[1][0], "", *ROWS[1][2:]]])
    names = select(bundle(folder), load_project(folder).publish, as_of=AS_OF).claims["record_id"]
    assert sorted(names) == ["watch:uncoded-1", "watch:uncoded-2"]
