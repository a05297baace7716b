"""The page: from what select let through to one file that opens from a disk.

It may import every room and `maps.select`. Most callers want `compose_page`; `read_page` reads its records back.
"""

from ..units import unit_level
from .assets import bundle_file, bundle_text, finished, shell
from .compose import (
    Made,
    PageData,
    PageHead,
    compose_page,
    page_data,
    page_of,
    read_page,
    unit_names,
    view_around,
    write_page,
)  # fmt: skip
from .elements import Changes, Incidents, Ledger, Units
from .framed import FrameColumns, frame_payload
from .framemap import map_of_frame
from .imagery import Credit, Image, Imagery, Swipe, check_size, image_payload, pair_pictures, tiles_payload
from .images import Drawn, drawn_image, drawn_images
from .inert import safe_text
from .method import method_sections
from .model import claimant
from .records import date_words, last_day, status_word
from .security import content_policy
from .shown import Filters, Headline, Legend, TimeBrush
from .sides import ledger_payload
from .strikemap import StrikeMap
from .units import units_payload

__all__ = [
    "Changes", "Credit", "Drawn", "Filters", "FrameColumns", "Headline", "Image", "Imagery", "Incidents", "Ledger",
    "Legend", "Made", "PageData", "PageHead", "StrikeMap", "Swipe", "TimeBrush", "Units", "bundle_file",
    "bundle_text", "check_size", "claimant", "compose_page", "content_policy", "date_words", "drawn_image",
    "drawn_images", "finished", "frame_payload", "image_payload", "last_day", "ledger_payload", "map_of_frame",
    "method_sections", "page_data", "page_of", "pair_pictures", "read_page", "safe_text", "shell", "status_word",
    "tiles_payload", "unit_level", "unit_names", "units_payload", "view_around", "write_page",
]  # fmt: skip
