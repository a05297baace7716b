"""The log of judgements that a command names: that of a project, of its team's store, or a file by itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data import Judgement, UsageProblem, append_judgements, private_folder, read_judgements

from .inputs import project_store, read_log
from .project import Project, load_project

ALONE, STORE = ".jsonl", "the team's store"


@dataclass(frozen=True)
class Log:
    """A log as it was read and verified; `project` is none of a file by itself."""

    where: Path
    held: pd.DataFrame
    project: Project | None = None

    @property
    def named(self) -> str:
        """What it is called."""
        return STORE if self.project and self.project.store.url else str(self.where)

    def append(self, judgements: tuple[Judgement, ...]) -> None:
        """Add judgements to it, all or none."""
        if self.project is not None:
            project_store(self.project, self.where.parent).append_judgements(judgements)
            return
        if not self.where.parent.exists():
            private_folder(self.where.parent)
        append_judgements(self.where, judgements)


def open_log(named: Path) -> Log:
    """
    Open the log of a project (its folder, or its atlas.toml), or a log by itself; its chain is verified.

    Raises
    ------
    UsageProblem
        There is no such project.
    InputRefused
        The chain is broken, or the log is shorter than the last build read it.
    """
    if named.suffix == ALONE:
        return Log(named, read_judgements(named))
    folder = named.parent if named.is_file() else named
    if not (folder / "atlas.toml").is_file():
        raise UsageProblem(f"{named} is no project.", hint="Name the folder with atlas.toml, or a log: FILE.jsonl")
    project = load_project(named)
    work = project.folder / "work"
    return Log(work / "judgements.jsonl", read_log(project, work), project)
