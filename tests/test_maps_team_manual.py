"""The manual of a team's store is run as it stands, beside a real server: psql, pg_dump and our own commands."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from postgis_server import OWNER, PASSWORD, binaries, server
from valdrian_project import SETTINGS, make_project

from maps import main

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "team.md").read_text(encoding="utf-8")
DATABASES, PEOPLE = ("atlas", "atlas_restored"), ("desk_one", "guest_one")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    held = server()
    known = {"PGHOST": "127.0.0.1", "PGPORT": str(held.port), "PGUSER": OWNER, "PGPASSWORD": PASSWORD}
    for name, value in (known | {"PATH": f"{binaries()}:{os.environ['PATH']}"}).items():
        monkeypatch.setenv(name, value)
    for folder, database in zip(("team", "restored"), DATABASES, strict=True):
        make_project(tmp_path / folder, settings=f'{SETTINGS}\n[store]\nurl = "postgresql:///{database}"\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_line_of_it_runs(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL) for line in block.splitlines()]
    try:
        for line in lines:
            if line.startswith("strikeatlas "):
                with pytest.raises(SystemExit) as ended:
                    main(shlex.split(line)[1:])
                assert ended.value.code == 0, line
            else:
                done = subprocess.run(shlex.split(line), check=False, capture_output=True, text=True)
                assert done.returncode == 0, f"{line}: {done.stderr}"
        told = capsys.readouterr().out
        assert "claims: 4 added" in told
        assert told.count("Every row is as it was added") == 2
    finally:
        for name in DATABASES:
            server().run(f"drop database if exists {name} with (force)")
        for name in PEOPLE:
            server().run(f"drop role if exists {name}")


def test_every_command_of_the_store_is_in_the_manual_and_has_an_example() -> None:
    from maps.cli.team import store  # noqa: PLC0415

    commands = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    listed = re.search(r"## `strikeatlas store ([a-z|]+)`", commands)
    assert listed
    assert listed[1].split("|") == [command.name for command in store.registered_commands]
    for command in store.registered_commands:
        assert f"Example: strikeatlas store {command.name}" in (command.callback.__doc__ or "")
        assert f"strikeatlas store {command.name}" in TEXT
