"""Type words that speak of a site rather than of a settlement, in the slugs of words.toml."""

from __future__ import annotations

# What stands in a place and is a landmark by itself.
LANDMARK_KINDS = frozenset(
    [
        *("mosque", "hospital", "school", "market", "bakery", "bridge", "road", "street", "roundabout", "crossing"),
        *("square", "airport", "prison", "dam", "field", "base", "station", "factory", "castle"),
    ]
)
# What a name may speak of beside the settlement that bears it.
SITE_KINDS = LANDMARK_KINDS | {"mountain", "river", "farm", "building", "camp"}
