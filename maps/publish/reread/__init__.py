"""The second reading: what was written is opened again and held against what was selected, by cell and by byte."""

from .addresses import fetched
from .cells import Leak
from .check import Expected, check_site, examine, read_files

__all__ = ["Expected", "Leak", "check_site", "examine", "fetched", "read_files"]
