"""Releases of the Coalition as claims and figures: monthly casualty reports and daily strike lines.

Every field carries the span it was read from; what is not understood is listed and never guessed.
The call most people want is `read_release`.
"""

from .items import read_release_items
from .links import link_releases
from .reading import ReleaseReading, read_release
from .strike_lines import read_strike_lines

__all__ = ["ReleaseReading", "link_releases", "read_release", "read_release_items", "read_strike_lines"]
