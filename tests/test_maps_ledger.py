"""Reconcile and compare on the command line: what they print, and what they leave."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from valdrian_project import ROWS, make_project

from maps import main

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "iraq-syria-2014-2019"


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    return int(ended.value.code or 0)


def test_the_example_prints_both_sides_with_footnotes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    assert run("reconcile", str(EXAMPLE)) == 0
    told = " ".join(capsys.readouterr().out.split())
    for words in ("208 of 1,799", "1 of 5", "at least 817", "at least 3,817", "20,205", "a sample"):
        assert words in told
    assert "[5] news report of the time (no stored page)" in told
    assert "38 of 150 incidents" in told
    assert "airwars killed US-led Coalition 74 556 to 775 and 38 with no number" in told
    assert "0 items here graded credible; 4 more published later; a sample is not the campaign." in told
    # Each incident leads to where its numbers were said.
    number = re.search(r"airwars, fair: 11 to 13 \[(\d+)\]", told)
    assert number is not None
    assert f"[{number[1]}] https://airwars.org/civilian-casualties/ci136-november-8-2015" in told


def test_the_months_of_each_claimant_stand_in_a_table_that_eighty_columns_hold(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run("reconcile", str(EXAMPLE)) == 0
    lines = capsys.readouterr().out.splitlines()
    title = lines.index("Records of airwars by the month in which they happened")
    assert lines[title + 1].split() == [
        "month",
        "confirmed",
        "contested",
        "discounted",
        "fair",
        "weak",
        "no",
        "grading",
    ]
    assert "Records of airwars by the month in which they were published" not in lines


def test_json_holds_every_table_and_null_for_what_is_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("reconcile", str(EXAMPLE), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert {"ledger", "sums", "parties", "months", "stated", "sides", "ratios"} <= set(told)
    named = {source for row in told["ledger"] for source in row["source_ids"]}
    assert named <= {row["source_id"] for row in told["sources"]}
    official = [row for row in told["sums"] if row["claimant"] == "cjtf-oir" and row["status"] == "*"]
    assert [(row["min"], row["max"], row["without_figure"]) for row in official] == [(None, None, 61)] * 2


def test_below_is_listed_and_tables_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_project(tmp_path / "v", rows=[*ROWS[:3], [*ROWS[3][:8], "1", *ROWS[3][9:]]])
    out = tmp_path / "ledger.csv"
    assert run("reconcile", str(folder), "--only", "below", "--out", str(out)) == 0
    assert "ministry: 1; lies below watch" in capsys.readouterr().out
    ledger = pd.read_csv(out)
    assert ledger[ledger.claimant == "ministry"].lies_below.dropna().tolist() == ["watch"]
    assert (tmp_path / "ledger.ratios.csv").exists()
    assert not (folder / "work").exists()


def test_text_from_data_is_neither_markup_nor_obeyed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = [*ROWS[0][:4], "[red]Brenn\u202e[/red]", *ROWS[0][5:]]
    assert run("reconcile", str(make_project(tmp_path / "v", rows=[first, *ROWS[1:]])), "--only", "all") == 0
    told = capsys.readouterr().out
    assert "[red]Brenn" in told
    assert "\u202e" not in told


def test_an_unknown_choice_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("reconcile", str(EXAMPLE), "--only", "guilty") == 2
    assert "unanswered" in capsys.readouterr().err


def test_compare_tells_of_every_record_and_how_far_it_moved(capsys: pytest.CaptureFixture[str]) -> None:
    manual = Path(__file__).parent / "manual"
    words = ["compare", str(manual / "strikes.csv"), str(manual / "strikes-later.csv")]
    assert run(*words, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    kinds = [(row["change"], row["record_code"]) for row in told["changes"]]
    assert kinds[:2] == [("added", "V-4"), ("removed", "V-3")]
    assert {("recounted", "V-1"), ("moved", "V-1"), ("redated", "V-2")} <= set(kinds)
    assert [row["moved_m"] for row in told["changes"] if row["change"] == "moved"] == [pytest.approx(1112, abs=2)]
    assert told["before"] == told["unchanged"] + told["changed"] + told["removed"]
    assert run(*words) == 0
    assert "1,112 m apart" in capsys.readouterr().out


def test_two_sites_and_two_work_folders_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later = [ROWS[0], [*ROWS[1][:8], "7", *ROWS[1][9:]], *ROWS[2:]]
    for name, rows in (("a", ROWS), ("b", later)):
        folder = make_project(tmp_path / name, rows=rows)
        assert run("publish", str(folder), "--as-of", "2020-01-31") == 0
    capsys.readouterr()
    for part in ("site", ""):
        assert run("compare", str(tmp_path / "a" / part), str(tmp_path / "b" / part), "--json") == 0
        told = json.loads(capsys.readouterr().out)
        found = [(row["change"], row["record_id"]) for row in told["changes"]]
        assert (found, told["unchanged"]) == ([("recounted", "watch:V2")], 3), part


def test_two_files_that_share_no_record_are_told_apart_and_what_came_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    files = [str(EXAMPLE / "inputs" / name) for name in ("incidents.csv", "links.csv")]
    assert run("compare", *files) == 0
    told = capsys.readouterr().out
    assert "No record is in both." in told
    assert re.search(r"removed +airwars:CI136 +2015-11-08 +Qayyarah +fair, killed: 11 to 13", told)
    assert re.search(r"added +cjtf-oir:2017-06/CI495 .* credible, killed: no number", told)


def test_a_folder_that_is_neither_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compare", str(tmp_path), str(tmp_path)) == 3
    assert "neither" in capsys.readouterr().err
