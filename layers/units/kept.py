"""What stands beside a fetched file: where it came from, under which terms, and the hash by which they belong to it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data import write_atomic


def note_path(path: Path) -> Path:
    """Return where the note on a file stands."""
    return path.with_name(f"{path.name}.source.json")


def licence_path(path: Path) -> Path:
    """Return where the licence of a file stands."""
    return path.with_name(f"{path.name}.licence.txt")


def keep_note(path: Path, note: Mapping[str, Any], licence_text: str) -> None:
    """Write the licence and the note beside a file; the note is last, and names the hash of the file."""
    write_atomic(licence_path(path), licence_text.encode())
    write_atomic(note_path(path), (json.dumps(note, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode())


def note_of(path: Path) -> dict[str, Any] | None:
    """Return the note on a file, if there is one and it was written for these very bytes."""
    try:
        note = json.loads(note_path(path).read_text(encoding="utf-8"))
        return note if isinstance(note, dict) and note.get("sha256") == hash_of(path) else None
    except (OSError, ValueError):
        return None


def hash_of(path: Path) -> str:
    """Return the hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
