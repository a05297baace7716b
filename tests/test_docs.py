"""The manual is tested: every command in it runs, and every command of the program is in it."""

import importlib.util
import re
import shlex
import shutil
from pathlib import Path

import pytest

from maps import app, main

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted((ROOT / "docs").glob("*.md"))
BLOCK = re.compile(r"(<!-- not run: [^>]+-->\n)?```sh\n(.*?)```", re.DOTALL)


def commands(page: Path) -> list[str]:
    """Lines that call the program, in the blocks that are meant to be run."""
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    lines = [line.split("  #")[0].strip() for skipped, block in blocks if not skipped for line in block.splitlines()]
    return [line for line in lines if line.startswith("strikeatlas ")]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as the manual supposes it: the example, and a small sheet of one's own."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("work", "site"))
    shutil.copytree(ROOT / "tests" / "manual", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("manual", [page for page in PAGES if commands(page)], ids=lambda page: page.stem)
def test_commands_of_the_manual_run(manual: Path, desk: Path) -> None:
    for line in commands(manual):
        with pytest.raises(SystemExit) as ended:
            main(shlex.split(line)[1:])
        assert ended.value.code in (0, 1), line


def test_every_command_is_in_the_manual_and_has_an_example() -> None:
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for command in app.registered_commands:
        assert f"`strikeatlas {command.name}" in text
        assert f"Example: strikeatlas {command.name}" in (command.callback.__doc__ or "")


def test_links_inside_the_manual_lead_somewhere() -> None:
    for page in [*PAGES, ROOT / "README.md", *ROOT.glob("examples/*/README.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_field_table_is_the_dictionary_of_the_day() -> None:
    spec = importlib.util.spec_from_file_location("make_field_table", ROOT / "scripts" / "make_field_table.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (ROOT / "docs" / "fields.md").read_text(encoding="utf-8") == module.page(), "run scripts/make_field_table.py"
