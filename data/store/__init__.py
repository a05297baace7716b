"""What stays on disk between two runs: frames as Parquet, and the work folder with its runs."""

from .frames import ARROW_TYPES, Chosen, arrow_schema, from_arrow, packing, read_frame, to_arrow, write_frame
from .runs import current_run, new_run

__all__ = [
    "ARROW_TYPES", "Chosen", "arrow_schema", "current_run", "from_arrow", "new_run", "packing", "read_frame",
    "to_arrow", "write_frame",
]  # fmt: skip
