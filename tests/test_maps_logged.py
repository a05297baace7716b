"""A log of judgements that has lost its last lines is whole by itself: what was built from it remembers them."""

from pathlib import Path

import pytest
from valdrian_project import make_project

from data import InputRefused, Judgement, append_judgements
from maps import build_project, load_project
from maps.inputs import read_records

MADE = [Judgement("unsure", ("watch:V1",), name, "2031-01-01") for name in ("one", "two", "three")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_project(tmp_path / "v")
    build_project(load_project(made), work=made / "work")
    append_judgements(made / "work" / "judgements.jsonl", MADE)
    build_project(load_project(made), work=made / "work")
    return made


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
