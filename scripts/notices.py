"""Writes NOTICES.txt and bom.json: what is installed with StrikeAtlas, and what is bundled into its pages.

Python packages are those that the project needs at run time, by `third-party.json`, which `--record` makes from what is
installed here; JavaScript packages are those that the bundle holds, by their lock file. The bill of materials is
CycloneDX 1.6; nothing in it depends on the day. The build hook calls `write`, so that every wheel carries both.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "maps" / "web"
RECORD = ROOT / "third-party.json"
NAME = re.compile(r"^[A-Za-z0-9_.-]+")
# Written with the bundle, by maps/web/build.mjs, from the licence files of the packages that are in it.
OF_BUNDLE, NOTICE, BILL = "THIRD-PARTY-NOTICES.txt", "NOTICES.txt", "bom.json"
# They make the bundle, and nothing of them is in it.
TOOLS = ("esbuild", "typescript")
LONGEST = 100
Needed = dict[str, tuple[str, str]]


def python_needed() -> Needed:
    """Version and licence of every package that the project needs at run time, with what those need, as installed."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    waiting, found = [NAME.match(line)[0] for line in told["project"]["dependencies"]], {}  # type: ignore[index]
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in found:
            continue
        try:
            held = distribution(name)
        except PackageNotFoundError:
            continue
        found[name] = (held.version, licence_of(held.metadata))
        needs = [line for line in held.requires or [] if "extra ==" not in line]
        waiting += [match[0] for line in needs if (match := NAME.match(line))]
    return dict(sorted(found.items()))


def licence_of(about: object) -> str:
    """The licence that a package states, in its shortest form."""
    get = about.get  # type: ignore[attr-defined]
    lines = about.get_all("Classifier") or []  # type: ignore[attr-defined]
    classifiers = [line.rpartition(" :: ")[2] for line in lines if line.startswith("License")]
    stated = (get("License-Expression") or "").strip() or ", ".join(classifiers) or (get("License") or "").strip()
    return stated.splitlines()[0][:LONGEST] if stated else "not stated"


def recorded() -> Needed:
    """What `--record` noted."""
    told = json.loads(RECORD.read_text(encoding="utf-8"))
    return {name: (version, licence) for name, (version, licence) in told.items()}


def bundled() -> Needed:
    """Version and licence of every JavaScript package that a page holds, by the lock file."""
    lock = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))
    rows = {
        path.rpartition("node_modules/")[2]: (about["version"], about.get("license", "not stated"))
        for path, about in lock["packages"].items()
        if path and not about.get("dev") and not about.get("optional")
    }
    return {name: row for name, row in sorted(rows.items()) if name not in TOOLS}


def notices(needed: Needed) -> str:
    """The notice as text."""
    lines = [
        (WEB / "dist" / OF_BUNDLE).read_text(encoding="utf-8"),
        "Installed beside it, each with its licence in its own package",
        "",
    ]
    lines += [f"{name} {version}, {licence}" for name, (version, licence) in needed.items()]
    return "\n".join(lines) + "\n"


def bill(needed: Needed) -> str:
    """The bill of materials as CycloneDX JSON, the same for the same packages."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    rows = [("pypi", name, *row) for name, row in needed.items()] + [
        ("npm", name, *row) for name, row in bundled().items()
    ]
    parts = [_part(kind, name, version, licence) for kind, name, version, licence in rows]
    told = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "strikeatlas", "version": version}},
        "components": parts,
    }
    return json.dumps(told, indent=1, sort_keys=True) + "\n"


def _part(kind: str, name: str, version: str, licence: str) -> dict[str, object]:
    address = f"pkg:{kind}/{quote(name, safe='/')}@{version}"
    return {
        "type": "library",
        "bom-ref": address,
        "purl": address,
        "name": name,
        "version": version,
        "licenses": [{"license": {"name": licence}}],
    }


def write(folder: Path, needed: Needed) -> list[Path]:
    """Write both into a folder."""
    (folder / NOTICE).write_text(notices(needed), encoding="utf-8")
    (folder / BILL).write_text(bill(needed), encoding="utf-8")
    return [folder / NOTICE, folder / BILL]


def main(words: list[str]) -> None:
    """Note what is installed, or write both into a folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--out", type=Path, default=WEB / "dist")
    parser.add_argument("--record", action="store_true", help=f"note what is installed here in {RECORD.name}")
    told = parser.parse_args(words)
    if told.record:
        RECORD.write_text(json.dumps(python_needed(), indent=1) + "\n", encoding="utf-8")
        sys.stdout.write(f"{RECORD}\n")
    for path in write(told.out, recorded()):
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
