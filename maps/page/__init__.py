"""The page: from what select let through to one file that opens from a disk.

It may import every room and `maps.select`. Most callers want `compose_page`; `read_page` reads its records back.
"""

from .assets import bundle_file
from .compose import PageHead, compose_page, read_page, unit_names, view_around, write_page
from .elements import Changes, Incidents, Ledger
from .inert import safe_text
from .model import claimant
from .sides import ledger_payload
from .strikemap import StrikeMap

__all__ = [
    "Changes", "Incidents", "Ledger", "PageHead", "StrikeMap", "bundle_file", "claimant", "compose_page",
    "ledger_payload", "read_page", "safe_text", "unit_names", "view_around", "write_page",
]  # fmt: skip
