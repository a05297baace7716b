"""The network: the one part of the program that asks another machine for anything.

Nothing here runs unless it is called with a `Reach` that names the hosts. Most callers want `fetch_file`.
"""

from .bytes import Answer, fetch_bytes
from .file import Fetched, bring_file, fetch_file
from .reach import Reach

__all__ = ["Answer", "Fetched", "Reach", "bring_file", "fetch_bytes", "fetch_file"]
