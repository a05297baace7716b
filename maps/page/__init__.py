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
from .imagery import Credit, Image, Imagery, Swipe, check_size, image_payload, pair_pictures
from .images import Drawn, drawn_images
from .inert import safe_text
from .method import method_sections
from .model import claimant
from .records import date_words, last_day, status_word
from .security import content_policy
from .sides import ledger_payload
from .strikemap import StrikeMap
from .units import unit_level, units_payload

__all__ = [
    "Changes", "Credit", "Drawn", "Image", "Imagery", "Incidents", "Ledger", "PageData", "PageHead", "StrikeMap",
    "Swipe", "Units", "bundle_file", "check_size", "claimant", "compose_page", "content_policy", "date_words",
    "drawn_images", "finished", "image_payload", "last_day", "ledger_payload", "method_sections", "page_data",
    "page_of", "pair_pictures", "read_page", "safe_text", "status_word", "unit_level", "unit_names", "units_payload",
    "view_around", "write_page",
]  # fmt: skip
