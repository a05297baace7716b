"""How far the log of judgements had come at the last build, so that one that became shorter since does not pass unseen.

The chain of hashes shows what was changed, moved or taken out. Of a log whose last lines are gone every line that is
left is right; only what was built from it remembers the others.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from data import InputRefused, current_run

INPUTS = "inputs.json"
HINT = "Bring back the last good copy of the log; or move the work folder away, keep the log in a new one, and build."


def log_head(own: pd.DataFrame) -> dict[str, Any]:
    """Tell how many judgements the log holds, and the last of them."""
    return {"lines": len(own), "last": str(own["judgement_id"].iloc[-1]) if len(own) else None}


def refuse_shorter(work: Path, own: pd.DataFrame) -> None:
    """
    Hold the log to what the last build read: it may only have grown.

    Raises
    ------
    InputRefused
        It ends before the last line that was read, or that line is another one now.
    """
    run = current_run(work)
    path = run / INPUTS if run else None
    told = json.loads(path.read_bytes()).get("log") if path and path.is_file() else None
    if not told or not told["lines"]:
        return
    before = own["judgement_id"].iloc[: told["lines"]]
    if len(before) < told["lines"]:
        said = f"it ends here; the last build read {told['lines']} lines."
        raise InputRefused(said, file="judgements.jsonl", row=len(own), hint=HINT)
    if before.iloc[-1] != told["last"]:
        said = "another judgement stands here than when the last build read it."
        raise InputRefused(said, file="judgements.jsonl", row=told["lines"], hint=HINT)
