"""Pairs through a spreadsheet and back: every row accounted for, every decision in the log."""

import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from data import fold, read, read_judgements
from maps import main
from maps.linking import judged_sheet, write_sheet

HEAD = "record_code,recorder,date,place,lat,lon,killed_min,killed_max\n"
OFFICIAL = (
    HEAD + "o1,valdria-office,2017-03-05,Tall Rim,36.0,43.0,,\no2,valdria-office,2017-05-01,=Qasr,36.5,43.5,2,2\n"
)
SEEN = (
    HEAD + "m1,valdria-monitor,2017-03-05,Tall Rim,36.0,43.0,4,6\nm2,valdria-monitor,2017-05-01,=Qasr,36.5,43.5,1,3\n"
)


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    return int(ended.value.code or 0)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "official.csv").write_text(OFFICIAL, encoding="utf-8")
    (tmp_path / "seen.csv").write_text(SEEN, encoding="utf-8")
    assert run("pairs", "official.csv", "seen.csv", "--out", "pairs.csv") == 0
    return tmp_path


def judge(path: Path, answers: dict[int, tuple[str, str]]) -> None:
    """Write decisions into an exported sheet, as a person would."""
    book = openpyxl.load_workbook(path)
    page = book.active
    titles = [held.value for held in page[1]]
    for row, (decision, why) in answers.items():
        page.cell(row, titles.index("decision") + 1, decision)
        page.cell(row, titles.index("why") + 1, why)
    book.save(path)


def exported(name: str) -> Path:
    assert run("link", "export", "pairs.csv", "official.csv", "seen.csv", "--out", name) == 0
    return Path(name)


def test_a_judged_sheet_comes_back_as_judgements_and_the_records_fold(desk: Path) -> None:
    path = exported("sheet.xlsx")
    judge(path, {2: ("Same", "one crater"), 3: ("not the same", "other street")})
    assert run("link", "import", path, "--alias", "desk-1", "--project", "log.jsonl") == 0
    log = read_judgements(desk / "log.jsonl")
    assert list(log["kind"]) == ["same", "not_same"]
    assert list(log["why"]) == ["one crater", "other street"]
    claims = pd.concat([read(desk / name).claims for name in ("official.csv", "seen.csv")], ignore_index=True)
    assert set(log["seen"].explode()) == set(claims["claim_id"])
    assert len(fold(claims, log).incidents) == 3


@pytest.mark.parametrize("name", ["sheet.xlsx", "sheet.csv"])
def test_a_sheet_without_decisions_adds_nothing_and_loses_nothing(
    desk: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = exported(name)
    capsys.readouterr()
    assert run("link", "import", path, "--alias", "desk-1", "--project", "log.jsonl", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows_in"], told["judged"], told["undecided"], told["rejected"]) == (2, 0, 2, 0)
    assert not (desk / "log.jsonl").exists()


def test_the_same_sheet_twice_adds_nothing_and_another_decision_supersedes(desk: Path) -> None:
    path = exported("sheet.xlsx")
    judge(path, {2: ("same", "one crater")})
    for _ in range(2):
        assert run("link", "import", path, "--alias", "desk-1", "--project", "log.jsonl") == 0
    assert len(read_judgements(desk / "log.jsonl")) == 1
    judge(path, {2: ("unsure", "two craters")})
    assert run("link", "import", path, "--alias", "desk-2", "--project", "log.jsonl") == 0
    log = read_judgements(desk / "log.jsonl")
    assert log["supersedes"].iloc[1] == log["judgement_id"].iloc[0]


def test_a_bad_row_is_named_and_the_others_go_on(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = exported("sheet.csv")
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    rows.loc[0, "decision"] = "perhaps"
    rows.loc[1, "decision"] = "same"
    rows = pd.concat([rows, rows.assign(record_a="valdria-office:o9").iloc[[1]]])
    rows.to_csv(path, index=False)
    capsys.readouterr()
    assert run("link", "import", path, "--alias", "desk-1", "--project", "log.jsonl", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["rows_in"], told["judged"], told["rejected"]) == (3, 1, 2)
    assert [(row["row"], row["column"]) for row in told["rejections"]] == [(2, "decision"), (4, "pair_id")]


def test_text_never_becomes_a_formula(desk: Path) -> None:
    """S5.3."""
    page = openpyxl.load_workbook(exported("sheet.xlsx")).active
    held = [cell for row in page.iter_rows() for cell in row if isinstance(cell.value, str) and "Qasr" in cell.value]
    assert held
    assert {cell.data_type for cell in held} == {"s"}
    assert all(cell.value.startswith("'=") for cell in held)


def test_pairs_know_what_is_judged(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = exported("sheet.xlsx")
    judge(path, {2: ("not_same", "")})
    run("link", "import", path, "--alias", "desk-1", "--project", "log.jsonl")
    capsys.readouterr()
    assert run("pairs", "official.csv", "seen.csv", "--project", "log.jsonl", "--out", "again.csv", "--json") == 0
    assert json.loads(capsys.readouterr().out)["outcomes"]["judged"] == 1


def test_a_sheet_of_something_else_is_refused_and_the_log_stays(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("link", "import", "seen.csv", "--alias", "desk-1", "--project", "log.jsonl") == 3
    assert "pair_id" in capsys.readouterr().err
    assert run("link", "import", "pairs.csv", "--alias", "desk-1", "--project", str(desk / "nowhere")) == 2


def test_rows_are_always_accounted_for(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    ids = {"pair_id": "x", "record_a": "a:1", "claim_a": "a:1@1", "record_b": "b:1", "claim_b": "b:1@1"}
    write_sheet(pd.DataFrame([ids | {"decision": word} for word in ("same", None, "?")]), path)
    taken = judged_sheet(path, read_judgements(tmp_path / "none.jsonl"), alias="desk", made_at="2020-01-01")
    told = taken.counts
    assert told["rows_in"] == told["judged"] + told["undecided"] + told["already"] + told["rejected"] == 3
