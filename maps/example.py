"""The example project, wherever it lies: in the repository, or inside the installed package."""

from __future__ import annotations

from pathlib import Path

from data import InputRefused

NAME = "iraq-syria-2014-2019"


def example_folder() -> Path:
    """Folder of the example project; raises InputRefused when the installation lacks it."""
    here = Path(__file__).resolve().parent
    for folder in (here.parent / "examples" / NAME, here / "examples" / NAME):
        if (folder / "atlas.toml").exists():
            return folder
    raise InputRefused("the example is not part of this installation.", file=NAME, hint="Install StrikeAtlas again.")
