"""The pages on precision, units and layers: their Python runs, and what they list is there."""

import re
import runpy
import shutil
import tomllib
from pathlib import Path

import pytest

import layers

ROOT = Path(__file__).resolve().parent.parent


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_python_of_the_units_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    shutil.copytree(ROOT / "tests" / "manual", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", page("units.md"), re.DOTALL)
    assert len(blocks) >= 5
    exec("\n".join(blocks), {})
    said = capsys.readouterr().out
    assert "IQG01" in said
    assert "Upper Valdria" in said
    assert (tmp_path / "tallies.gpkg").stat().st_size > 0


def test_room_page_names_every_call() -> None:
    text = page("layers.md")
    missing = [name for name in layers.__all__ if f"`{name}" not in text and name[0].islower()]
    assert missing == []


def test_precision_page_names_every_class_and_code() -> None:
    text = page("precision.md").casefold()
    vocabulary = tomllib.loads((ROOT / "data" / "vocabularies.toml").read_text(encoding="utf-8"))
    assert [name for name in vocabulary["precision"]["order"] if f"`{name}`" not in text] == []
    assert "unknown" in (ROOT / "docs" / "pictures" / "precision.svg").read_text(encoding="utf-8")


def test_picture_of_shares_is_what_the_join_says() -> None:
    drawing = runpy.run_path(str(ROOT / "scripts" / "make_units_picture.py"))
    units = drawing["units"]()
    shares = layers.share(drawing["placements"](), units, level=1)
    assert (ROOT / "docs" / "pictures" / "shares.svg").read_text(encoding="utf-8") == drawing["drawn"](units, shares)


def test_picture_holds_every_class_once() -> None:
    vocabulary = tomllib.loads((ROOT / "data" / "vocabularies.toml").read_text(encoding="utf-8"))
    picture = (ROOT / "docs" / "pictures" / "precision.svg").read_text(encoding="utf-8")
    assert [name for name in vocabulary["precision"]["order"] if picture.count(f">{name}<") != 1] == []
