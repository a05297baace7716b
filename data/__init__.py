"""What was reported: claims, figures, sources and judgements, each row with its origin.

This room imports no other room. The one call most people want is `read`.
"""

from .countries import norm_country
from .errors import AtlasError, GateRefused, InputRefused, MissingExtra, UsageProblem, WorldFault
from .fields import Field, dictionary_faults, fields, tables, warning_codes, words
from .files import private_folder, project_lock, write_atomic
from .identity import identify
from .ranges import Range, add, hull
from .readers.intake import combine, read, supersede
from .readers.limits import Limits
from .readers.reading import Reading
from .schema import conform, frame, schema, validate
from .store import read_frame, write_frame

__all__ = [
    "AtlasError", "Field", "GateRefused", "InputRefused", "Limits", "MissingExtra", "Range", "Reading", "UsageProblem",
    "WorldFault", "add", "combine", "conform", "dictionary_faults", "fields", "frame", "hull", "identify",
    "norm_country", "private_folder", "project_lock", "read", "read_frame", "schema", "supersede", "tables",
    "validate", "warning_codes", "words", "write_atomic", "write_frame",
]  # fmt: skip
