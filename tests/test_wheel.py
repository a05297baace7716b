"""S7.3: the wheel is the same built twice, holds the front end, and says what others made."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "maps" / "web"
LEFT = shutil.ignore_patterns(
    ".venv", ".git", "node_modules", "dist", "__pycache__", "*_cache", ".hypothesis", "build", "tests", "docs", "bench",
    "work", "site",
)  # fmt: skip
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (WEB / "node_modules" / "esbuild").is_dir(), reason="run 'make test': it gets the bundler"),
]


def built(copy: Path, *, umask: int) -> Path:
    """Build a wheel from a copy of the project, front end and all."""
    shutil.copytree(ROOT, copy, ignore=LEFT)
    (copy / "maps" / "web" / "node_modules").symlink_to((WEB / "node_modules").resolve())
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(copy / "out")]
    environment = os.environ | {"SOURCE_DATE_EPOCH": "1735689600", "PYTHONHASHSEED": str(umask)}
    done = subprocess.run(words, cwd=copy, env=environment, capture_output=True, text=True, check=False, umask=umask)
    assert done.returncode == 0, done.stdout + done.stderr
    return next((copy / "out").glob("*.whl"))


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Path]]:
    desk = tmp_path_factory.mktemp("wheels")
    yield [built(desk / name / "strikeatlas", umask=umask) for name, umask in (("one", 0o022), ("two", 0o077))]
    shutil.rmtree(desk, ignore_errors=True)


def test_s7_3_a_wheel_is_the_same_built_twice(wheels: list[Path]) -> None:
    first, second = (hashlib.sha256(path.read_bytes()).hexdigest() for path in wheels)
    assert first == second


def test_s7_3_a_wheel_carries_the_front_end_and_names_what_others_made(wheels: list[Path]) -> None:
    with zipfile.ZipFile(wheels[0]) as wheel:
        names = wheel.namelist()
        bills = [name for name in names if name.endswith("dist-info/sboms/bom.json")]
        told = [name for name in names if name.endswith("dist-info/extra_metadata/NOTICES.txt")]
        assert len(bills) == len(told) == 1
        parts = {one["name"] for one in json.loads(wheel.read(bills[0]))["components"]}
        notice = wheel.read(told[0]).decode()
        assert wheel.read("maps/web/dist/bom.json") == wheel.read(bills[0])
    assert {"pandas", "folium", "leaflet", "world-atlas"} <= parts
    assert "Volodymyr Agafonkin" in notice
    assert {"maps/web/dist/atlas.js", "maps/web/dist/embed.js", "maps/web/dist/leaflet.js"} <= set(names)
    assert not [name for name in names if "node_modules" in name or name.endswith((".ts", ".pyc"))]
    assert not [
        name
        for name in names
        if name.split("/")[0] not in ("data", "geo", "layers", "maps") and "dist-info" not in name
    ]
