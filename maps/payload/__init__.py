"""The records payload: tables and texts of a page as one compact, deterministic run of bytes, and back.

It may import numpy and pandas, and nothing of the rooms. Most callers want `encode`; `decode` reads the result again.
"""

from .column import Column
from .container import Payload, decode, encode, raw_blocks
from .morton import morton_order
from .words import InOrder, text_array
from .written import Written, written_objects, written_values

__all__ = [
    "Column", "InOrder", "Payload", "Written", "decode", "encode", "morton_order", "raw_blocks", "text_array",
    "written_objects", "written_values",
]  # fmt: skip
