"""What the front door gives at first use: pages and projects need libraries that take longer to load than an answer."""

from __future__ import annotations

from data import late_door

LATE = late_door(
    "maps",
    {
        ".cli.whole": "app",
        ".draw": "DrawColumns draw",
        ".page": "Credit Filters FrameColumns Headline Imagery Incidents Ledger Legend Online StrikeMap Swipe "
        "TimeBrush Units compose_page ledger_payload read_page safe_text unit_level units_payload",
        ".pipeline": "build_project",
        ".project": "Project load_project",
        ".publish": "publish_project",
        ".select": "Selection select",
    },
)
