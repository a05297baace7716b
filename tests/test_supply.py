"""S7.3: what is installed is locked by hashes, and what others made is named with its licence."""

import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
ROW = re.compile(r"^([a-z0-9.-]+)==(\S+) \\\n    --hash=sha256:[0-9a-f]{64}$", re.MULTILINE)


def test_s7_3_the_lock_names_each_package_by_its_hash_and_no_address() -> None:
    rows = ROW.findall(LOCK)
    assert len(rows) == LOCK.count("==") == LOCK.count("--hash=sha256:")
    assert "://" not in LOCK
    assert not re.search(r"^\s*--(?!hash)|@", LOCK, re.MULTILINE)


def test_s7_3_all_that_the_project_asks_for_is_locked() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*told["dependencies"], *(line for extra in told["optional-dependencies"].values() for line in extra)]
    names = {re.match(r"[\w.-]+", line)[0].lower().replace("_", "-") for line in lines}  # type: ignore[index]
    assert names - {name for name, _ in ROW.findall(LOCK)} - {"strikeatlas"} == set()


def notices() -> ModuleType:
    spec = importlib.util.spec_from_file_location("notices", ROOT / "scripts" / "notices.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_s7_3_what_is_noted_of_others_is_locked_and_installed() -> None:
    module = notices()
    noted, here, locked = module.recorded(), module.python_needed(), dict(ROW.findall(LOCK))
    assert {name: version for name, (version, _) in noted.items()} == {name: locked.get(name) for name in noted}
    # A newer release may be installed than the one that was locked; of the same release the licence is the same.
    same = {name: row for name, row in here.items() if name in noted and noted[name][0] == row[0]}
    assert same == {name: noted[name] for name in same}
    if len(same) == len(here):
        assert noted == here, "run 'make notices'"
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert {re.match(r"[\w.-]+", line)[0].lower() for line in told} <= set(noted)  # type: ignore[index]


def test_s7_3_the_lock_satisfies_what_the_project_asks_for() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, locked = told["project"], dict(ROW.findall(LOCK))
    lines = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    asked = [Requirement(line) for line in [*lines, *told["build-system"]["requires"]]]
    wrong = [
        f"{one} and {locked[one.name.lower()]}"
        for one in asked
        if one.name != "strikeatlas" and not one.specifier.contains(locked[one.name.lower()])
    ]
    assert wrong == []


def test_s7_3_a_locked_package_that_is_installed_needs_nothing_that_is_not_locked() -> None:
    locked = dict(ROW.findall(LOCK))
    missing = set()
    for name, version in locked.items():
        try:
            held = distribution(name)
        except PackageNotFoundError:
            continue
        if held.version != version:
            continue
        needs = [Requirement(line) for line in held.requires or []]
        plain = [one for one in needs if one.marker is None or one.marker.evaluate({"extra": ""})]
        missing |= {f"{name}: {one.name}" for one in plain if one.name.lower().replace("_", "-") not in locked}
    assert missing == set()


@pytest.mark.skipif(not (ROOT / "maps" / "web" / "dist").is_dir(), reason="the front end was not built")
def test_s7_3_the_bill_names_what_is_installed_and_bundled_and_is_the_same_twice(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        words = [sys.executable, str(ROOT / "scripts" / "notices.py"), "--out", str(tmp_path / name)]
        subprocess.run(words, check=True, capture_output=True)
        made.append((tmp_path / name / "bom.json").read_bytes())
    bill = json.loads(made[0])
    parts = {one["name"]: one for one in bill["components"]}
    assert made[0] == made[1]
    assert bill["bomFormat"] == "CycloneDX"
    assert {"pandas", "folium", "leaflet", "world-atlas"} <= set(parts)
    assert all(one["version"] and one["licenses"] and one["purl"].startswith("pkg:") for one in parts.values())
    notice = (tmp_path / "one" / "NOTICES.txt").read_text(encoding="utf-8")
    assert "Volodymyr Agafonkin" in notice
    assert "pandas" in notice


@pytest.mark.skipif(not (ROOT / "maps" / "web" / "dist").is_dir(), reason="the front end was not built")
def test_s7_3_the_bill_is_read_by_others() -> None:
    bom = pytest.importorskip("cyclonedx.model.bom", reason="pip install -e '.[dev]'")
    module = notices()
    read = bom.Bom.from_json(json.loads(module.bill(module.recorded())))
    assert len(read.components) == len(module.recorded()) + len(module.bundled())
