"""The server that the tests start: it ends with them, however they end, and is asked for where it must be there."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from postgis_server import missing, server

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "scripts" / "ensure_postgis.sh"


def test_it_ends_with_the_tests_even_when_they_are_killed() -> None:
    server()
    code = "import time; from postgis_server import server; print(server().folder, flush=True); time.sleep(600)"
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT / "tests", stdout=subprocess.PIPE, text=True)
    assert process.stdout
    folder = Path(process.stdout.readline().strip())
    assert (folder / "db" / "postmaster.pid").exists()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    for _ in range(600):
        if not folder.exists():
            return
        time.sleep(0.1)
    pytest.fail(f"{folder} is still there")


def test_without_it_tests_are_skipped_and_fail_where_it_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("STRIKEATLAS_POSTGIS", raising=False)
    with pytest.raises(pytest.skip.Exception, match="make test installs"):
        missing("no PostGIS")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="make test"):
        missing("no PostGIS")


def test_make_test_sees_to_it() -> None:
    assert "sh scripts/ensure_postgis.sh" in (ROOT / "Makefile").read_text(encoding="utf-8")
    server()
    assert subprocess.run(["sh", SCRIPT], check=False).returncode == 0
