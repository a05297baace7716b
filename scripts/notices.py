"""Writes NOTICES.txt and bom.json: what is installed with StrikeAtlas, and what is bundled into its pages.

Python packages are those that the project needs at run time, as they are installed here; JavaScript packages are those
that the bundle holds, by the lock file. The bill of materials is CycloneDX 1.6; nothing in it depends on the day.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "maps" / "web"
NAME = re.compile(r"^[A-Za-z0-9_.-]+")
# Written with the bundle, by maps/web/build.mjs, from the licence files of the packages that are in it.
OF_BUNDLE, NOTICE = "THIRD-PARTY-NOTICES.txt", "NOTICES.txt"
# They make the bundle, and nothing of them is in it.
TOOLS = ("esbuild", "typescript")


def python_needed() -> dict[str, tuple[str, str]]:
    """Version and licence of every package that the project needs at run time, with what those need."""
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
    classifiers = [
        line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or [] if line.startswith("License")
    ]  # type: ignore[attr-defined]
    stated = (get("License-Expression") or "").strip() or ", ".join(classifiers) or (get("License") or "").strip()
    return stated.splitlines()[0][:100] if stated else "not stated"


def bundled() -> dict[str, tuple[str, str]]:
    """Version and licence of every JavaScript package that a page holds, by the lock file."""
    lock = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))
    rows = {
        path.rpartition("node_modules/")[2]: (about["version"], about.get("license", "not stated"))
        for path, about in lock["packages"].items()
        if path and not about.get("dev") and not about.get("optional")
    }
    return {name: row for name, row in sorted(rows.items()) if name not in TOOLS}


def notices() -> str:
    """The notice as text."""
    lines = [
        (WEB / "dist" / OF_BUNDLE).read_text(encoding="utf-8"),
        "Installed beside it, each with its licence in its own package",
        "",
    ]
    lines += [f"{name} {version}, {licence}" for name, (version, licence) in python_needed().items()]
    return "\n".join(lines) + "\n"


def bill() -> str:
    """The bill of materials as CycloneDX JSON, the same for the same packages."""
    parts = [("pypi", name, version, licence) for name, (version, licence) in python_needed().items()]
    parts += [("npm", name, version, licence) for name, (version, licence) in bundled().items()]
    components = [
        Component(
            name=name,
            version=version,
            type=ComponentType.LIBRARY,
            bom_ref=f"pkg:{kind}/{name}@{version}",
            licenses=[DisjunctiveLicense(name=licence)],
        )
        for kind, name, version, licence in parts
    ]
    told = json.loads(JsonV1Dot6(Bom(components=components)).output_as_string())
    told.pop("serialNumber", None)
    told["metadata"] = {"component": {"type": "application", "name": "strikeatlas"}}
    return json.dumps(told, indent=1, sort_keys=True) + "\n"


def main(words: list[str]) -> None:
    """Write both into a folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--out", type=Path, default=ROOT / "maps" / "web" / "dist")
    out = parser.parse_args(words).out
    (out / NOTICE).write_text(notices(), encoding="utf-8")
    (out / "bom.json").write_text(bill(), encoding="utf-8")
    sys.stdout.write(f"{out / NOTICE}\n{out / 'bom.json'}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
