"""Where real data that is not part of the project lies, if it is there at all."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared_data(name: str) -> Path:
    """Path of a file of real data; skips the test, with the reason, where it is absent."""
    folder = Path(os.environ.get("STRIKEATLAS_SHARED", ROOT.parent / "shared"))
    path = folder / "data" / name
    if not path.exists():
        pytest.skip(f"real data not here: {name} (set STRIKEATLAS_SHARED to the folder that holds data/)")
    return path
