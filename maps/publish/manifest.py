"""MANIFEST.json: every file of a site by its hash, the policy, the version; its inputs by their seals."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from data import GateRefused, file_sha256

from ..select import Selection
from ..version import strikeatlas_version
from .ledger import Sealed
from .methods import versions

MANIFEST = "MANIFEST.json"


def outputs(folder: Path) -> list[dict[str, Any]]:
    """Every file of a folder but the manifest: path, hash and size, in the order of the paths."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    return [
        {
            "path": path.relative_to(folder).as_posix(),
            "sha256": file_sha256(path),
            "bytes": path.stat().st_size,
        }
        for path in files
        if path != folder / MANIFEST
    ]


def manifest_bytes(folder: Path, selection: Selection, counts: dict[str, int], inputs: list[Sealed]) -> bytes:
    """Return the manifest of what stands in a folder; see `ledger` for why inputs are sealed."""
    policy = {
        key: list(value) if isinstance(value, tuple) else value for key, value in asdict(selection.policy).items()
    }
    opened = selection.policy.input_hashes == "open"
    given = [{"sha256": one.seen.sha256} if opened else {"seal": one.seal} for one in inputs]
    content = {
        "strikeatlas": strikeatlas_version(),
        "made_with": versions(),
        "as_of": selection.as_of.isoformat(),
        "policy": policy,
        "counts": counts,
        "inputs": [row | {"recorder": one.seen.recorder} for row, one in zip(given, inputs, strict=True)],
        "outputs": outputs(folder),
    }
    return (json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def read_manifest(folder: Path) -> dict[str, Any]:
    """
    Read the manifest of a site.

    Raises
    ------
    GateRefused
        When there is none, or it is none of ours.
    """
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        named = [(row["path"], row["sha256"], row["bytes"]) for row in content["outputs"]]
    except FileNotFoundError:
        raise GateRefused(f"{folder} is no site of ours: it has no {MANIFEST}.") from None
    except (ValueError, LookupError, TypeError, OSError):
        raise GateRefused(
            f"{path} is no manifest of ours.", hint="Publish again, or bring back the last copy."
        ) from None
    return {**content, "named": named}


def differences(folder: Path, manifest: dict[str, Any]) -> list[str]:
    """Say which files of a site are not what its manifest names."""
    named = {path: (digest, size) for path, digest, size in manifest["named"]}
    there = {row["path"]: (row["sha256"], row["bytes"]) for row in outputs(folder)}
    told = [f"{path} is missing" for path in sorted(set(named) - set(there))]
    told += [f"{path} is not named in the manifest" for path in sorted(set(there) - set(named))]
    return told + [f"{path} was changed" for path in sorted(set(named) & set(there)) if named[path] != there[path]]
