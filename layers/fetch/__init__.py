"""Boundaries from their publishers: who offers them, how they are asked, how a file is checked and kept.

The only part of the room that uses the network, through `data.fetch_file`. Most people want `fetch_boundaries`.
"""

from .boundaries import BoundaryFile, Errand, fetch_boundaries
from .sources import BoundarySource, boundary_source, boundary_sources

__all__ = ["BoundaryFile", "BoundarySource", "Errand", "boundary_source", "boundary_sources", "fetch_boundaries"]
