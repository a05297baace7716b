"""What the door of the page gives at first use: its data are made without folium, and most pages hold no images."""

from __future__ import annotations

from data import late_door

LATE = late_door(
    "maps.page",
    {
        ".assets": "bundle_file bundle_text finished shell",
        ".compose": "PageHead compose_page page_of read_page write_page",
        ".elements": "Changes Incidents Ledger Units",
        ".fitting": "Scene fitted pyramid",
        ".framed": "FrameColumns frame_payload",
        ".framemap": "map_of_frame",
        ".imagepack": "BESIDE Credit ImageBlock Tiles archive_picture image_block",
        ".imagery": "Image Imagery Swipe",
        ".images": "Drawn copy_tiles drawn_image drawn_images online_blocks online_layers",
        ".inert": "safe_text",
        ".method": "method_sections",
        ".model": "claimant",
        ".online": "Online online_providers",
        ".packed": "take_packed",
        ".pagedata": "Made PageData page_data unit_names view_around",
        ".records": "date_words last_day status_word",
        ".security": "content_policy",
        ".shown": "Filters Headline Legend TimeBrush",
        ".sides": "ledger_payload",
        ".strikemap": "StrikeMap",
        ".units": "units_payload",
        "..units": "unit_level",
    },
)
