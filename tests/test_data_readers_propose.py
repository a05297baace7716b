"""A mapping is proposed by names and contents, shown with examples, and can be read as it is."""

from pathlib import Path

import pandas as pd
import pytest

from data import InputRefused, Proposal, propose_mapping, read

ENGLISH = {
    "Ref.": ["A-1", "A-2"],
    "Date of strike": ["17/03/2017", "04/05/2017"],
    "Town": ["Tall Rim", "Qasr, north"],
    "Name (Arabic)": ["تل ريم", "القصر"],
    "Latitude": ["36.1", "36.2"],
    "Longitude": ["43.1", "43.2"],
    "Killed (min)": ["3", "at least 5"],
    "Max killed": ["4", ""],
    "Wounded": ["2-3", "dozens"],
    "Witness": ["neighbour", "shopkeeper"],
    "Link": ["https://valdria.example/1", "https://valdria.example/2"],
}
ARABIC = {
    "الرقم": ["1", "2"],
    "التاريخ": ["١٧ آذار ٢٠١٧", "2017-04"],
    "المكان": ["تل ريم", "القصر"],
    "عدد القتلى": ["٣", "5"],
    "ملاحظات": ["-", "x"],
}


def proposed(folder: Path, columns: dict[str, list[str]]) -> tuple[Proposal, Path, Path]:
    sheet, mapping = folder / "My sheet.csv", folder / "my-sheet.toml"
    pd.DataFrame(columns).to_csv(sheet, index=False)
    proposal = propose_mapping(sheet)
    mapping.write_text(proposal.toml, encoding="utf-8")
    return proposal, sheet, mapping


def test_an_english_sheet_is_understood_and_read(tmp_path: Path) -> None:
    proposal, sheet, mapping = proposed(tmp_path, ENGLISH)
    found = {guess.column: guess.target for guess in proposal.guesses}
    assert found["Date of strike"] == "happened"
    assert (found["Killed (min)"], found["Max killed"], found["Wounded"]) == ("killed_min", "killed_max", "injured")
    assert found["Witness"] is None
    claims = read(sheet, str(mapping)).claims
    assert claims.happened_from.tolist() == ["2017-03-17", "2017-05-04"]
    assert claims.place_text_ar.tolist() == ["تل ريم", "القصر"]
    assert claims.killed_min.tolist() == [3, 5]
    assert (claims.injured_min[0], claims.injured_max[0], claims.recorder[0]) == (2, 3, "my-sheet")


def test_an_arabic_sheet_is_understood_and_read(tmp_path: Path) -> None:
    _, sheet, mapping = proposed(tmp_path, ARABIC)
    claims = read(sheet, str(mapping)).claims
    assert claims.happened_from.tolist() == ["2017-03-17", "2017-04"]
    assert claims.place_text_ar.tolist() == ["تل ريم", "القصر"]
    assert claims.killed_max.tolist() == [3, 5]


def test_contents_speak_where_names_do_not(tmp_path: Path) -> None:
    columns = {"A": ["2017-03-17", "2017-03-18"], "B": ["38SLF293240", "38SLF 294 241"], "C": ["Iraq", "Syria"]}
    proposal, _, _ = proposed(tmp_path, columns)
    assert [guess.target for guess in proposal.guesses] == ["happened", "stated_mgrs", "country"]
    assert {guess.why for guess in proposal.guesses} == {"by its contents"}


def test_dates_that_can_be_read_in_two_ways_are_not_decided(tmp_path: Path) -> None:
    proposal, _, _ = proposed(tmp_path, {"Date": ["03/04/2017", "05/06/2017"], "Killed": ["1", "2"]})
    assert proposal.guesses[0].order is None
    assert "0% of its values can be read" in proposal.toml
    months_first, _, _ = proposed(tmp_path, {"Date": ["03/14/2017", "05/06/2017"], "Killed": ["1", "2"]})
    assert 'order = "mdy"' in months_first.toml


def test_two_columns_for_one_field_leave_the_better(tmp_path: Path) -> None:
    proposal, _, _ = proposed(tmp_path, {"Killed": ["see text", "a family"], "Deaths": ["1", "2"]})
    assert [guess.target for guess in proposal.guesses] == [None, "killed"]
    assert "another column fits better for killed" in proposal.toml


def test_hostile_names_and_values_stay_inside_their_quotes(tmp_path: Path) -> None:
    columns = {
        'x" }\n[source]\nredistribution = "full" #': ["1\n[a]", "2"],
        "Killed": ["1", "2"],
        "\x7f\x00": ["a", "b"],
    }
    proposal, sheet, mapping = proposed(tmp_path, columns)
    assert '\nredistribution = "full"' not in proposal.toml
    assert read(sheet, str(mapping)).sources.empty


def test_the_same_sheet_gives_the_same_proposal_and_an_empty_one_none(tmp_path: Path) -> None:
    assert proposed(tmp_path, ENGLISH)[0] == proposed(tmp_path, ENGLISH)[0]
    (tmp_path / "empty.csv").write_text("date,killed\n", encoding="utf-8")
    with pytest.raises(InputRefused, match="no rows"):
        propose_mapping(tmp_path / "empty.csv")
