"""A log of judgements that has lost its last lines is whole by itself: what was built from it remembers them."""

from pathlib import Path

import pytest
from valdrian_project import make_project

from data import InputRefused, Judgement, append_judgements
from maps import build_project, load_project, main
from maps.inputs import read_records
from maps.logs import open_log

MADE = [Judgement("unsure", ("watch:V1",), name, "2031-01-01") for name in ("one", "two", "three")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_project(tmp_path / "v")
    build_project(load_project(made), work=made / "work")
    append_judgements(made / "work" / "judgements.jsonl", MADE)
    build_project(load_project(made), work=made / "work")
    return made


@pytest.mark.parametrize(
    "words",
    [
        ("judgements",),
        ("custody", "watch:V1"),
        ("confirm", "3f", "--alias", "desk"),
        ("withdraw", "watch:V1", "--why", "In error.", "--alias", "desk"),
        ("reconcile",),
        ("build",),
        ("publish",),
    ],
)
def test_no_command_goes_on_from_a_log_that_became_shorter(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    log = folder / "work" / "judgements.jsonl"
    short = b"".join(log.read_bytes().splitlines(keepends=True)[:2])
    log.write_bytes(short)
    named = 2 if words[0] in ("custody", "confirm", "withdraw") else 1
    with pytest.raises(SystemExit) as ended:
        main([*words[:named], str(folder), *words[named:]])
    assert ended.value.code == 3
    assert "judgements.jsonl, row 2: it ends here; the last build read 3 lines" in capsys.readouterr().err
    assert log.read_bytes() == short


def test_a_judged_sheet_is_not_added_to_a_log_that_became_shorter(folder: Path) -> None:
    log = folder / "work" / "judgements.jsonl"
    log.write_bytes(log.read_bytes().splitlines(keepends=True)[0])
    with pytest.raises(InputRefused, match="row 1: it ends here"):
        open_log(folder)


def test_a_log_that_lost_its_last_lines_or_has_others_is_refused(folder: Path) -> None:
    log, project = folder / "work" / "judgements.jsonl", load_project(folder)
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(lines[:2]))
    with pytest.raises(InputRefused, match=r"row 2: it ends here; the last build read 3 lines"):
        build_project(project, work=folder / "work")
    append_judgements(log, MADE[:1])
    with pytest.raises(InputRefused, match="row 3: another judgement stands here"):
        read_records(project, folder / "work")
    log.unlink()
    with pytest.raises(InputRefused, match="the last build read 3 lines"):
        read_records(project, folder / "work")
    log.write_bytes(b"".join(lines))
    append_judgements(log, MADE[:1])
    build_project(project, work=folder / "work")
    assert len(read_records(project, folder / "work").judgements) == 5
