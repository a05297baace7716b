"""Writes requirements-dev.lock: every package of the development environment by version and hash, and no address.

Run it where the environment is as it should be: it asks pip for the files of what is installed here for the project's
extras, and keeps names, versions and hashes alone. `pip install --require-hashes -r requirements-dev.lock` makes the
same environment from whatever index the machine uses.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements-dev.lock"
HEAD = "# Made by scripts/lock.py for Python {python} on {platform}: hashes of the files that pip chose there.\n"
OWN = "strikeatlas"


def wanted() -> list[str]:
    """What the project and its development extras ask for, and what builds it."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = told["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    lines = [*project["dependencies"], *extras, *told["build-system"]["requires"]]
    return sorted({line for line in lines if not line.startswith(OWN)})


def installed() -> str:
    """The versions that are installed here, as constraints: what was tested is what is locked."""
    rows = {one.metadata["Name"]: one.version for one in distributions()}
    return "".join(f"{name}=={version}\n" for name, version in sorted(rows.items()) if name != OWN)


def chosen(lines: list[str]) -> list[tuple[str, str, str]]:
    """Name, version and hash of everything that pip would install."""
    words = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--dry-run",
        "--ignore-installed",
    ]
    with tempfile.TemporaryDirectory() as desk:
        held = Path(desk, "constraints.txt")
        held.write_text(installed(), encoding="utf-8")
        asked = [*words, "--constraint", str(held), "--report", "-", *lines]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    rows = json.loads(done.stdout[done.stdout.index("{") :])["install"]
    return sorted(
        (
            row["metadata"]["name"].lower().replace("_", "-"),
            row["metadata"]["version"],
            row["download_info"]["archive_info"]["hashes"]["sha256"],
        )
        for row in rows
    )


def main() -> None:
    """Write the lock."""
    head = HEAD.format(python=".".join(map(str, sys.version_info[:2])), platform=sys.platform)
    rows = [f"{name}=={version} \\\n    --hash=sha256:{digest}\n" for name, version, digest in chosen(wanted())]
    LOCK.write_text(head + "".join(rows), encoding="utf-8")
    sys.stdout.write(f"{len(rows)} packages in {LOCK.name}\n")


if __name__ == "__main__":
    main()
