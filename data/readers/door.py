"""What the front door of the room takes from the readers, by name.

It stands beside `__init__`, which imports nothing: the worker for foreign files needs single modules of this folder.
"""

from ..identity import identify
from .cells_only import read_cells
from .copies import keep_copy
from .intake import read
from .joining import combine, supersede
from .limits import Limits
from .mapping import Mapping, load_recorders, mapping_file
from .options import Options
from .own import Sheet, own_mapping, sheet_mapping
from .propose import Proposal, propose_mapping
from .reading import FileSeen, Reading
from .repair import write_rejected
from .writing import Written, read_to

__all__ = [
    "FileSeen", "Limits", "Mapping", "Options", "Proposal", "Reading", "Sheet", "Written", "combine",
    "identify", "keep_copy", "load_recorders", "mapping_file", "own_mapping", "propose_mapping", "read",
    "read_cells", "read_to", "sheet_mapping", "supersede", "write_rejected",
]  # fmt: skip
