"""Builds and publishes a project, and tells by whom each of its files was opened, as JSON. Started by a test."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
ROOMS = tuple(str(ROOT / room) for room in ("data", "geo", "layers", "maps"))
WRITING = os.O_WRONLY | os.O_RDWR


class Watch:
    """Notes who opens what, by the innermost module of ours."""

    def __init__(self, project: Path, site: Path) -> None:
        self.project, self.site = project, site
        self.read: set[tuple[str, str]] = set()
        self.written: set[tuple[str, str]] = set()

    def __call__(self, event: str, given: tuple[object, ...]) -> None:
        """Take an event of the interpreter."""
        if event != "open" or not isinstance(given[0], str):
            return
        path, flags = Path(given[0]), given[2]
        if not isinstance(flags, int) or not path.is_absolute():
            return
        if flags & WRITING and {self.project, self.site.parent} & set(path.parents):
            self.written.add((path.suffix, _opener()))
        elif path.parent == self.project and path.suffix != ".toml":
            self.read.add((path.name, _opener()))


def _opener() -> str:
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        if frame.f_code.co_filename.startswith(ROOMS):
            return Path(frame.f_code.co_filename).relative_to(ROOT).as_posix()
        frame = frame.f_back
    return "nobody of ours"


def main() -> None:
    """Build, publish, publish again."""
    from maps import build_project, load_project, publish_project  # noqa: PLC0415

    folder, site = (Path(word).resolve() for word in sys.argv[1:])
    watch = Watch(folder, site)
    sys.addaudithook(watch)
    project = load_project(folder)
    for _ in range(2):
        built = build_project(project, work=folder / "work")
        publish_project(project, built, site=site, as_of=date(2031, 12, 1))
    sys.stdout.write(json.dumps({"read": sorted(watch.read), "written": sorted(watch.written)}))


if __name__ == "__main__":
    main()
