"""The page: from what select let through to one file that opens from a disk.

It may import every room and `maps.select`. Most callers want `compose_page`; `read_page` reads its records back.
"""

from .assets import bundle_file, finished
from .compose import (
    PageData,
    PageHead,
    compose_page,
    page_data,
    page_of,
    read_page,
    unit_names,
    view_around,
    write_page,
)
from .elements import Changes, Incidents, Ledger, Units
from .inert import safe_text
from .method import method_sections
from .model import claimant
from .records import date_words, status_word
from .security import content_policy
from .sides import ledger_payload
from .strikemap import StrikeMap
from .units import unit_level, units_payload

__all__ = [
    "Changes", "Incidents", "Ledger", "PageData", "PageHead", "StrikeMap", "Units", "bundle_file", "claimant",
    "compose_page", "content_policy", "date_words", "finished", "ledger_payload", "method_sections", "page_data",
    "page_of", "read_page", "safe_text", "status_word", "unit_level", "unit_names", "units_payload",
    "view_around", "write_page",
]  # fmt: skip
