"""A site about Valdria that was published once, for tests that look at it or spoil a copy of it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from valdrian_project import ROWS, make_project

from maps import load_project, publish_project
from maps.pipeline import Built, build_project, tally_selection
from maps.project import Project
from maps.publish.corrections import last_publication
from maps.publish.exports import about_table, site_tables
from maps.publish.reread import Expected
from maps.select import Selection, select

AS_OF = date(2031, 12, 1)
FORMULA = '=HYPERLINK("x")'
# A fifth record stays back: it is younger than the embargo, and nothing of it may be found anywhere.
YOUNG = ["watch", "V-EMBARGO-7", "", "2031-11-25", "Undisclosed hamlet", "35.987651", "42.876541", "exact_location",
         "77", "the note of the youngest", "https://watch.example/young"]  # fmt: skip
HOSTILE = [
    "watch",
    "V6",
    "",
    "2017-06-01",
    FORMULA,
    "36.222221",
    "43.222221",
    "city",
    "5",
    "x",
    "https://watch.example/6",
]


@dataclass(frozen=True)
class Made:
    """A project with its build and its site."""

    project: Project
    built: Built
    selection: Selection
    site: Path

    def expected(self) -> Expected:
        """What the site should hold."""
        last = last_publication(self.site)
        assert last is not None
        tables = site_tables(self.selection, tally_selection(self.project, self.selection))
        tables |= {"corrections": last.corrections, "tombstones": last.tombstones}
        return Expected(
            self.project, self.selection, tables | {"about": about_table(self.project, self.selection)}, self.built
        )

    def copy(self, folder: Path) -> Path:
        """A copy of the site, to be spoilt."""
        return Path(shutil.copytree(self.site, folder / "copy"))


@cache
def made() -> Made:
    """Build and publish once for all tests of a process."""
    desk = Path(mkdtemp(prefix="strikeatlas-test-"))
    project = load_project(make_project(desk / "valdria", rows=[*ROWS, YOUNG, HOSTILE]))
    built = build_project(project, work=desk / "valdria" / "work")
    done = publish_project(project, built, site=desk / "site", as_of=AS_OF)
    return Made(project, built, select(built.bundle, project.publish, as_of=AS_OF), done.folder)
