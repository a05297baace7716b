"""The page: from what select let through to one file that opens from a disk; most callers want `compose_page`."""

from typing import TYPE_CHECKING

from . import later as later

# isort: off
if TYPE_CHECKING:
    from ..units import unit_level
    from .assets import bundle_file, bundle_text, finished, shell
    from .compose import PageHead, compose_page, page_of, read_page, write_page
    from .elements import Changes, Incidents, Ledger, Units
    from .framed import FrameColumns, frame_payload
    from .framemap import map_of_frame
    from .fitting import Scene, fitted, pyramid
    from .imagepack import BESIDE, Credit, ImageBlock, Tiles, archive_picture, image_block
    from .imagery import Image, Imagery, Swipe
    from .images import Drawn, copy_tiles, drawn_image, drawn_images, online_blocks, online_layers
    from .inert import safe_text
    from .method import method_sections
    from .model import claimant
    from .online import Online, online_providers
    from .packed import take_packed
    from .pagedata import Made, PageData, page_data, unit_names, view_around
    from .records import date_words, last_day, status_word
    from .security import content_policy
    from .shown import Filters, Headline, Legend, TimeBrush
    from .sides import ledger_payload
    from .strikemap import StrikeMap
    from .units import units_payload

__all__ = [
    "BESIDE", "Changes", "Credit", "Drawn", "Filters", "FrameColumns", "Headline", "Image", "ImageBlock", "Imagery",
    "Incidents", "Ledger", "Legend", "Made", "Online", "PageData", "PageHead", "Scene", "StrikeMap", "Swipe", "Tiles",
    "TimeBrush", "Units", "archive_picture", "bundle_file", "bundle_text", "claimant", "compose_page",
    "content_policy", "copy_tiles", "date_words", "drawn_image", "drawn_images", "finished", "fitted", "frame_payload",
    "image_block", "last_day", "ledger_payload", "map_of_frame", "method_sections", "online_blocks", "online_layers",
    "online_providers", "page_data", "page_of", "pyramid", "read_page", "safe_text", "shell", "status_word",
    "take_packed", "unit_level", "unit_names", "units_payload", "view_around", "write_page",
]  # fmt: skip
