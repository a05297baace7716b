"""What is shown: the choice of what may leave, the page, publishing, the project file and the command line.

This room may import data, geo and layers. The one call most people want is `draw`.
"""

from typing import TYPE_CHECKING

# isort: off
from . import later as later
from .cli import main

if TYPE_CHECKING:
    from .cli.whole import app
    from .draw import DrawColumns, draw
    from .page import (
        Credit, Filters, FrameColumns, Headline, Imagery, Incidents, Ledger, Legend, Online, StrikeMap, Swipe,
        TimeBrush, Units, compose_page, ledger_payload, read_page, safe_text, unit_level, units_payload,
    )  # fmt: skip
    from .pipeline import build_project
    from .project import Project, load_project
    from .publish import publish_project
    from .select import Selection, select

__all__ = [
    "Credit", "DrawColumns", "Filters", "FrameColumns", "Headline", "Imagery", "Incidents", "Ledger", "Legend",
    "Online", "Project", "Selection", "StrikeMap", "Swipe", "TimeBrush", "Units", "app", "build_project",
    "compose_page", "draw", "ledger_payload", "load_project", "main", "publish_project", "read_page", "safe_text",
    "select", "unit_level", "units_payload",
]  # fmt: skip
