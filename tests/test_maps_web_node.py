"""The front end's own tests, in Node: spellings, filters, dates, addresses and the decoder, without a browser."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "maps" / "web"


@pytest.mark.skipif(not (WEB / "node_modules").is_dir(), reason="esbuild is not installed (npm ci in maps/web)")
def test_the_front_end_s_own_tests_pass():
    command = [sys.executable, str(ROOT / "scripts" / "npm.py"), "run", "--silent", "test"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    failed = re.findall(r"^not ok \d+ - (.+)$", done.stdout, re.MULTILINE)
    assert (done.returncode, failed) == (0, []), done.stdout + done.stderr
    written = sum(path.read_text().count("\ntest('") for path in (WEB / "tests").glob("*.test.ts"))
    assert len(re.findall(r"^ok \d+ ", done.stdout, re.MULTILINE)) == written > 25
