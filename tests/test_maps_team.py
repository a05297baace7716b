"""A project whose team shares a store: the same pages and tables as from files, and no password anywhere."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from postgis_server import PASSWORD, database, login
from valdrian_project import ROWS, SETTINGS, make_project

from data import Judgement, UsageProblem, append_judgements, current_run, open_team_store
from maps import build_project, load_project, main, publish_project
from maps.logs import open_log

AS_OF = date(2040, 1, 1)
JUDGED = [
    Judgement("same", ("watch:V1", "watch:V2"), "desk", "2031-06-02", why="Same street."),
    Judgement("withdraw", ("watch:V3",), "desk", "2031-06-03", why="The record was retracted."),
]


@pytest.fixture
def url() -> Iterator[str]:
    with database() as made:
        yield made


def shared(folder: Path, url: str, monkeypatch: pytest.MonkeyPatch, *, rows: list[list[str]] | None = None) -> Path:
    """Write a project that names a store, with the password in the environment only."""
    user, _, place = url.removeprefix("postgresql://").partition("@")
    name, _, word = user.partition(":")
    monkeypatch.setenv("STRIKEATLAS_STORE_PASSWORD", word)
    settings = f'{SETTINGS}\n[store]\nurl = "postgresql://{name}@{place}"\n'
    return make_project(folder, rows=rows, settings=settings)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    told = capsys.readouterr()
    assert PASSWORD not in told.out + told.err
    return int(ended.value.code or 0), told.out + told.err


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_a_build_from_the_store_is_that_from_files_byte_for_byte(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    alone, together = make_project(tmp_path / "alone"), shared(tmp_path / "together", url, monkeypatch)
    made = {}
    for folder in (alone, together):
        (folder / "work").mkdir()
        append_judgements(folder / "work" / "judgements.jsonl", JUDGED)
        if folder == together:
            assert run(capsys, "store", "push", str(folder))[0] == 0
            (folder / "incidents.csv").unlink()
            (folder / "work" / "judgements.jsonl").unlink()
        project = load_project(folder)
        built = build_project(project, work=folder / "work")
        publish_project(project, built, site=folder / "site", as_of=AS_OF)
        held = files(folder / "site")
        manifest = json.loads(held.pop("MANIFEST.json"))
        assert {len(one["seal"]) for one in manifest.pop("inputs")} == {64}
        run_folder = current_run(folder / "work")
        assert run_folder
        built_files = files(run_folder)
        # What was opened differs: files there, the store here.
        assert json.loads(built_files.pop("inputs.json"))["inputs"]
        made[folder] = (held, manifest, built_files)
    assert made[alone] == made[together]
    everything = b"".join(files(together).values())
    assert PASSWORD.encode() not in everything
    assert b"127.0.0.1" not in b"".join(made[together][0].values())


def test_the_commands_of_a_store_tell_what_they_did(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shared(tmp_path / "p", url, monkeypatch)
    place = str(folder)
    assert run(capsys, "store", "init", place)[0] == 0
    code, told = run(capsys, "store", "push", place)
    assert (code, "claims: 4 added, 0 there already" in told) == (0, True)
    again = json.loads(run(capsys, "store", "push", place, "--json")[1])
    assert again["store"]["claims"] == {"rows_in": 4, "added": 0, "read": 0, "superseded": 0, "gone": 0}
    assert run(capsys, "build", place)[0] == 0
    assert json.loads(run(capsys, "store", "share", place, "--json")[1])["tables"]["placements"] == 4
    info = json.loads(run(capsys, "store", "info", place, "--json")[1])
    assert (info["claims"], info["run"], info["may_write"]) == (4, 1, True)
    assert json.loads(run(capsys, "store", "check", place, "--json")[1]) == {"faults": []}
    assert run(capsys, "store", "pull", place, "--out", str(tmp_path / "copy"))[0] == 0
    assert run(capsys, "store", "tidy", place)[1] == "runs_taken_away: 0\n"
    assert run(capsys, "reconcile", place)[0] == 0
    assert run(capsys, "compare", str(tmp_path / "copy"), place)[1].startswith("4 records before, 4 after: 4 unchanged")


def test_who_reads_builds_and_cannot_push(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "store", "push", str(shared(tmp_path / "desk", url, monkeypatch, rows=ROWS[:3])))
    folder = shared(tmp_path / "reader", login(url, "strikeatlas_reader"), monkeypatch)
    code, told = run(capsys, "store", "push", str(folder))
    assert (code, "may not do that" in told, "strikeatlas_writer" in told) == (2, True, True)
    assert run(capsys, "build", str(folder))[0] == 0
    assert run(capsys, "store", "share", str(folder))[0] == 2


def test_inputs_of_several_members_come_together_and_whole_notes_what_is_gone(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one = shared(tmp_path / "one", url, monkeypatch, rows=ROWS[:2])
    two = shared(tmp_path / "two", url, monkeypatch, rows=ROWS[2:])
    for folder in (one, two):
        run(capsys, "store", "push", str(folder))
    assert open_team_store(url).read_claims().record_code.tolist() == ["V1", "V2", "V3", "M9"]
    told = run(capsys, "store", "push", str(one), "--whole")[1]
    assert "claims: 0 added, 2 there already; 0 superseded, 2 gone." in told
    assert open_team_store(url).read_claims().record_code.tolist() == ["V1", "V2"]


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://desk:hush@db.example/atlas", "holds a password"),
        ("postgresql://desk@db.example/atlas?password=hush", "holds a password"),
        ("mysql://desk@db.example/hush", "no address of a database"),
        ("postgresql://desk@[hush/atlas", "no address of a database"),
        ("work/hush", "no address of a database"),
    ],
)
def test_a_project_file_holds_an_address_and_no_password(tmp_path: Path, url: str, told: str) -> None:
    folder = make_project(tmp_path / "p", settings=f'{SETTINGS}\n[store]\nurl = "{url}"\n')
    with pytest.raises(UsageProblem, match=told) as problem:
        load_project(folder)
    assert "hush" not in str(problem.value)


def test_a_project_without_a_store_or_a_build_is_told_so(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "names no store" in run(capsys, "store", "info", str(make_project(tmp_path / "alone")))[1]
    folder = shared(tmp_path / "p", url, monkeypatch)
    assert "Nothing was built yet" in run(capsys, "store", "share", str(folder))[1]


def test_decisions_of_a_sheet_go_into_the_store_of_the_team(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shared(tmp_path / "team", url, monkeypatch)
    run(capsys, "store", "init", str(folder))
    log = open_log(folder)
    log.append((Judgement("same", ("watch:V1", "ministry:M9"), "desk", "2031-06-01"),))
    assert log.named == "the team's store"
    assert open_log(folder).held["kind"].tolist() == open_team_store(url).read_judgements()["kind"].tolist() == ["same"]
    assert not (folder / "work" / "judgements.jsonl").exists()
