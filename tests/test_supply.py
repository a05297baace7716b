"""S7.3: what is installed is locked by hashes, and what others made is named with its licence."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

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


@pytest.mark.skipif(not (ROOT / "maps" / "web" / "dist").is_dir(), reason="the front end was not built")
def test_s7_3_the_bill_names_what_is_installed_and_bundled_and_is_the_same_twice(tmp_path: Path) -> None:
    pytest.importorskip("cyclonedx", reason="pip install -e '.[dev]'")
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
    assert all(one["version"] and one["licenses"] for one in parts.values())
    notice = (tmp_path / "one" / "NOTICES.txt").read_text(encoding="utf-8")
    assert "Volodymyr Agafonkin" in notice
    assert "pandas" in notice
