"""What is shown: the choice of what may leave, the page, publishing, the project file and the command line.

This room may import data, geo and layers. The one call most people want is `draw`.
"""

from typing import TYPE_CHECKING

from .cli import app, main
from .draw import DrawColumns, draw
from .later import __getattr__ as __getattr__
from .pipeline import build_project
from .project import Project, load_project
from .select import Selection, select

if TYPE_CHECKING:
    from .page import (
        Credit,
        Imagery,
        Incidents,
        Ledger,
        StrikeMap,
        Swipe,
        compose_page,
        ledger_payload,
        read_page,
        safe_text,
    )  # fmt: skip
    from .publish import publish_project

__all__ = [
    "Credit", "DrawColumns", "Imagery", "Incidents", "Ledger", "Project", "Selection", "StrikeMap", "Swipe", "app",
    "build_project", "compose_page", "draw", "ledger_payload", "load_project", "main", "publish_project", "read_page",
    "safe_text", "select",
]  # fmt: skip
