"""What was published, for the publisher alone: a line for each publication, and the keys that open what is sealed.

The hash of an input is a door: who holds all of it but one cell can try that cell out until the hash fits. So the
manifest names each input by a seal, an HMAC of its hash under a key of its own, which nobody can try out. The key stays
in `work/`. To show a court, an editor or another newsroom that a site was made from a file, hand over that file and
its one key: the seal can then be made again, and no other input is opened by it.
"""

from __future__ import annotations

import hmac
import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data import FileSeen, write_atomic

KEY, LEDGER = "publishing.key", "publications.jsonl"
PRIVATE = 0o600


@dataclass(frozen=True)
class Sealed:
    """One input: its seal, which is published, and the key that opens it, which is not."""

    seen: FileSeen
    seal: str
    opens_with: str


def master_key(work: Path) -> bytes:
    """The key of a project, made once; without it the seals of later publications do not repeat."""
    path = work / KEY
    if not path.exists():
        write_atomic(path, secrets.token_hex(32).encode(), mode=PRIVATE)
    return bytes.fromhex(path.read_text(encoding="ascii"))


def seal(seen: FileSeen, master: bytes) -> Sealed:
    """Seal the hash of one input; the same file and project give the same seal."""
    opens_with = hmac.digest(master, seen.sha256.encode(), "sha256").hex()
    return Sealed(seen, sealed_by(seen.sha256, opens_with), opens_with)


def sealed_by(sha256: str, opens_with: str) -> str:
    """
    The seal of a hash under a key, for whoever was given both.

    >>> sealed_by("00", "ff")[:16]
    '12f5ae142692ab79'
    """
    return hmac.digest(bytes.fromhex(opens_with), sha256.encode(), "sha256").hex()


def note_publication(work: Path, told: dict[str, Any], inputs: list[Sealed]) -> None:
    """Add a line to the ledger, unless the last one says the same."""
    rows = [
        {"file": one.seen.name, "sha256": one.seen.sha256, "seal": one.seal, "opens_with": one.opens_with}
        for one in inputs
    ]
    line = json.dumps({**told, "inputs": rows}, ensure_ascii=False, sort_keys=True) + "\n"
    path = work / LEDGER
    held = path.read_text(encoding="utf-8") if path.exists() else ""
    if not held.endswith(line):
        write_atomic(path, (held + line).encode(), mode=PRIVATE)
