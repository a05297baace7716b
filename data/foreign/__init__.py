"""Foreign files, opened in a locked room: a worker process with its own environment and limits.

A vector file can choose what GDAL reads, a packed file how much memory it takes. So the file is
copied into an empty folder, and a worker opens it there with one driver and no network.
"""

from .room import Foreign, read_foreign
from .zips import take_part, zip_parts

__all__ = ["Foreign", "read_foreign", "take_part", "zip_parts"]
