"""The engine: maps a pure function over parts, in this process or on a cluster of Dask workers.

What every part needs is sent once, results come back in the order of the parts, and sums are made in a tree. So the
result does not depend on where it was worked out. Most callers want `open_engine`.
"""

from .engine import Engine, OneProcess, Progress
from .opened import open_engine
from .parts import Part, parquet_parts

__all__ = ["Engine", "OneProcess", "Part", "Progress", "open_engine", "parquet_parts"]
