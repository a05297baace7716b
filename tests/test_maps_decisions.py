"""Decisions on single records, from the command to the page: nothing is applied in silence, every step is told."""

import json
from pathlib import Path

import pytest
from valdrian_project import ROWS, SETTINGS, make_project

from data import Judgement, UsageProblem, append_judgement, open_store, read_frame, read_judgements, tombstones
from maps import build_project, load_project, main
from maps.decisions import custody_report


def build(folder: Path, rows: list[list[str]] | None = None) -> None:
    build_project(load_project(make_project(folder, rows=rows)), work=folder / "work", read_on="2031-08-01")


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, dict]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main([*map(str, words), "--json"])
    return ended.value.code, json.loads(capsys.readouterr().out or "{}")


def told(row: int, column: int, text: str) -> list[list[str]]:
    """The rows with one cell told anew."""
    return [[text if (at, n) == (row, column) else cell for n, cell in enumerate(line)] for at, line in enumerate(ROWS)]


def place(folder: Path, record: str = "watch:V3") -> None:
    seen = read_frame(folder / "work" / "claims.parquet", "claims").set_index("record_id")["claim_id"][record]
    decision = {"lon": 43.5, "lat": 36.5, "precision": "village"}
    made = Judgement("place", (record,), "desk", "2031-08-02", seen=(seen,), decision=decision)
    append_judgement(folder / "work" / "judgements.jsonl", made)


def method(folder: Path, record: str = "watch:V3") -> str:
    claims = read_frame(folder / "work" / "claims.parquet", "claims").set_index("record_id")["claim_id"]
    placements = read_frame(folder / "work" / "placements.parquet", "placements").set_index("subject_id")
    return str(placements["method"][claims[record]])


def test_a_judged_place_falls_when_the_place_is_told_anew_and_stands_again_once_confirmed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(tmp_path)
    place(tmp_path)
    build(tmp_path)
    assert method(tmp_path) == "judgement"
    build(tmp_path, told(2, 8, "at least 5"))
    assert method(tmp_path) == "judgement"
    build(tmp_path, told(2, 4, "Karn al-Sharqi"))
    assert method(tmp_path) != "judgement"
    assert "stale" in (tmp_path / "work" / "reviews.csv").read_text()
    code, listed = run(capsys, "judgements", tmp_path)
    assert (code, [row["columns"] for row in listed["to_look_at"]]) == (1, [["place_text"]])
    name = listed["to_look_at"][0]["judgement_id"]
    assert run(capsys, "confirm", name, tmp_path, "--alias", "desk 2")[0] == 0
    assert run(capsys, "judgements", tmp_path) == (0, {"judgements": 3, "to_look_at": []})
    build(tmp_path, told(2, 4, "Karn al-Sharqi"))
    assert method(tmp_path) == "judgement"


def test_a_file_that_is_read_again_keeps_its_former_version(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(tmp_path)
    build(tmp_path, told(0, 8, "7"))
    _, found = run(capsys, "history", "V1", tmp_path)
    assert [row["change"] for row in found["history"]] == ["read", "read", "superseded"]
    assert json.loads(found["history"][1]["before"])["killed_min"] == 2
    assert {row["origin_row"] for row in found["history"]} == {2}
    assert {row["read_on"] for row in found["history"]} == {"2031-08-01"}
    before = sorted((tmp_path / "work" / "readings").iterdir())
    build(tmp_path, told(0, 8, "7"))
    assert sorted((tmp_path / "work" / "readings").iterdir()) == before
    build(tmp_path, ROWS[1:])
    assert run(capsys, "history", "watch:V1", tmp_path)[1]["history"][-1]["change"] == "gone"


def test_a_build_tells_what_its_inputs_say_no_more_and_history_finds_it_by_its_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_project(tmp_path)
    run(capsys, "build", tmp_path)
    make_project(tmp_path, rows=[told(0, 8, "7")[0], *ROWS[2:]])
    with pytest.raises(SystemExit):
        main(["build", str(tmp_path)])
    said = capsys.readouterr().out
    assert "Records that say something else than at the last build: 1 (watch:V1)." in said
    assert "Records that no input holds any more: 1 (watch:V2)." in said
    assert [row["change"] for row in run(capsys, "history", "V2", tmp_path)[1]["history"]] == ["read", "gone"]


def test_readings_that_another_file_supersedes_are_counted_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = SETTINGS.replace("[[matches]]", '[[inputs]]\npath = "later.csv"\nrecorder = "strikeatlas"\n[[matches]]')
    make_project(tmp_path, settings=later)
    (tmp_path / "later.csv").write_bytes((tmp_path / "incidents.csv").read_bytes().replace(b"2-4", b"7"))
    with pytest.raises(SystemExit):
        main(["build", str(tmp_path)])
    said = capsys.readouterr().out
    assert "4 records in 3 incidents." in said
    assert "Earlier readings that a later one supersedes, kept on file: 1." in said


def test_the_history_of_a_record_tells_that_it_is_withdrawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_project(tmp_path)
    run(capsys, "build", tmp_path)
    run(capsys, "withdraw", "V1", tmp_path, "--why", "In error.", "--alias", "desk")
    found = run(capsys, "history", "V1", tmp_path)[1]["judgements"]
    assert [(row["kind"], row["why"]) for row in found][-1] == ("withdraw", "In error.")
    run(capsys, "withdraw", "V1", tmp_path, "--undo", "--why", "Ours.", "--alias", "desk")
    assert "withdraw" not in [row["kind"] for row in run(capsys, "history", "V1", tmp_path)[1]["judgements"]]


def test_a_withdrawn_record_leaves_with_a_tombstone_and_comes_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(tmp_path)
    words = ("--why", "In error.", "--alias", "desk")
    assert run(capsys, "withdraw", "V1", tmp_path, *words) == (0, {"record_id": "watch:V1", "withdrawn": True})
    assert run(capsys, "withdraw", "V1", tmp_path, *words)[0] == 2
    log = read_judgements(tmp_path / "work" / "judgements.jsonl")
    assert tombstones(log)[["record_id", "reason"]].to_numpy().tolist() == [["watch:V1", "In error."]]
    build(tmp_path)
    held = {
        record
        for ids in read_frame(tmp_path / "work" / "incidents.parquet", "incidents")["record_ids"]
        for record in ids
    }
    assert held == {"watch:V2", "watch:V3", "ministry:M9"}
    assert run(capsys, "withdraw", "V1", tmp_path, "--undo", *words)[0] == 0
    assert tombstones(read_judgements(tmp_path / "work" / "judgements.jsonl")).empty
    build(tmp_path)
    assert run(capsys, "custody", "V1", tmp_path)[0] == 0


@pytest.mark.parametrize("words", [["withdraw", "V7"], ["withdraw", "V1", "--why", " "], ["confirm", "zz"]])
def test_a_decision_on_nothing_or_without_a_reason_is_refused(tmp_path: Path, words: list[str]) -> None:
    build(tmp_path)
    why = [] if "--why" in words or words[0] == "confirm" else ["--why", "In error."]
    with pytest.raises(SystemExit) as ended:
        main([*words, str(tmp_path), "--alias", "desk", *why])
    assert ended.value.code == 2
    assert len(open_store(tmp_path / "work").read_judgements()) == 0


def test_custody_leads_from_a_number_to_the_row_in_the_file(tmp_path: Path) -> None:
    build(tmp_path)
    project = load_project(tmp_path)
    found = custody_report(project, tmp_path / "work", number="watch/killed")
    number = found["number"]
    assert (number["min"], number["max"], number["incidents"], number["without_figure"]) == (5, None, 3, 1)
    first = next(row for row in found["incidents"] if row["place_text"] == "Brenn")
    assert [row["alias"] for row in first["judgements"]] == ["desk"]
    claims = {claim["record_id"]: claim for claim in first["claims"]}
    assert set(claims) == {"watch:V1", "ministry:M9"}
    origin = claims["watch:V1"]["origin"]
    assert (origin["path"], origin["row"], origin["mapping"], origin["file_is"]) == (
        "incidents.csv",
        2,
        "strikeatlas",
        "unchanged",
    )
    assert len(origin["sha256"]) == len(origin["mapping_sha256"]) == 64
    assert claims["watch:V1"]["source"]["url"] == "https://watch.example/1"
    assert claims["watch:V1"]["says"]["killed_max"] == 4
    make_project(tmp_path, rows=ROWS[:2])
    again = custody_report(project, tmp_path / "work", named="V1")["incidents"][0]["claims"][0]
    assert again["origin"]["file_is"] == "changed since"


def test_custody_adds_up_to_the_number_that_it_follows(tmp_path: Path) -> None:
    build(tmp_path)
    found = custody_report(load_project(tmp_path), tmp_path / "work", number="watch/killed")
    lows = [row["killed_min"] for one in found["incidents"] for row in one["counts"] if row["claimant"] == "watch"]
    assert sum(low or 0 for low in lows) == found["number"]["min"]
    assert len(lows) == found["number"]["incidents"]


@pytest.mark.parametrize("number", ["watch", "watch/wounded", "nobody/killed", "watch/fair/killed"])
def test_a_number_that_is_not_on_the_page_is_refused(tmp_path: Path, number: str) -> None:
    build(tmp_path)
    with pytest.raises(UsageProblem):
        custody_report(load_project(tmp_path), tmp_path / "work", number=number)
