"""What was reported, each row with its origin. No other room is imported. The one call most people want is `read`."""

from typing import TYPE_CHECKING

# isort: off
from .countries import country_code3, norm_country
from .errors import AtlasError, GateRefused, InputRefused, LogMoved, MissingExtra, NetFault, UsageProblem, WorldFault
from .fields import Field, dictionary_faults, fields, tables, warning_codes, words
from .files import file_sha256, folder_lock, private_folder, project_lock, swap_folders, write_atomic
from .later import late_door as late_door

if TYPE_CHECKING:
    from .engine import Engine, OneProcess, Part, Progress, open_engine, parquet_parts
    from .foreign import Foreign, read_foreign, take_part, zip_parts
    from .history import (
        FoldNote, Folded, Judgement, Store, Weighed, append_judgement, append_judgements, confirmed, custody, fold,
        in_force, init_store, judgements_frame, judgements_from_links, number_steps, open_store, open_team_store,
        read_judgements, review_list, standing, tombstones, weigh, withdrawal,
    )  # fmt: skip
    from .net import Answer, Fetched, Reach, bring_file, fetch_bytes, fetch_file
    from .ranges import Range, add, hull
    from .identity import identify
    from .readers.door import (
        Proposal, Sheet, Written, keep_copy, own_mapping, propose_mapping, read, read_cells, read_to, sheet_mapping,
        write_rejected,
    )  # fmt: skip
    from .readers.joining import combine, supersede
    from .readers.limits import Limits
    from .readers.mapping import Mapping, load_recorders, mapping_file
    from .readers.options import Options
    from .readers.reading import FileSeen, Reading
    from .reconcile import Compared, Reconciled, Terms, compare, default_terms, footnotes, headline_grades, reconcile
    from .releases import ReleaseReading, link_releases, read_release, read_release_items, read_strike_lines
    from .schema import among, conform, frame, schema, validate
    from .store import ARROW_TYPES, current_run, from_arrow, new_run, read_frame, write_frame

__all__ = [
    "ARROW_TYPES", "Answer", "AtlasError", "Compared", "Engine", "Fetched", "Field", "FileSeen", "FoldNote", "Folded",
    "Foreign", "GateRefused", "InputRefused", "Judgement", "Limits", "LogMoved", "Mapping", "MissingExtra", "NetFault",
    "OneProcess", "Options", "Part", "Progress", "Proposal", "Range", "Reach", "Reading", "Reconciled",
    "ReleaseReading", "Sheet", "Store", "Terms", "UsageProblem", "Weighed", "WorldFault", "Written", "add", "among",
    "append_judgement", "append_judgements", "bring_file", "combine", "compare", "confirmed", "conform",
    "country_code3", "current_run", "custody", "default_terms", "dictionary_faults", "fetch_bytes", "fetch_file",
    "fields", "file_sha256", "fold", "folder_lock", "footnotes", "frame", "from_arrow", "headline_grades", "hull",
    "identify", "in_force", "init_store", "judgements_frame", "judgements_from_links", "keep_copy", "late_door",
    "link_releases", "load_recorders", "mapping_file", "new_run", "norm_country", "number_steps", "open_engine",
    "open_store", "open_team_store", "own_mapping", "parquet_parts", "private_folder", "project_lock",
    "propose_mapping", "read", "read_cells", "read_foreign", "read_frame", "read_judgements", "read_release",
    "read_release_items", "read_strike_lines", "read_to", "reconcile", "review_list", "schema", "sheet_mapping",
    "standing", "supersede", "swap_folders", "tables", "take_part", "tombstones", "validate", "warning_codes", "weigh",
    "withdrawal", "words", "write_atomic", "write_frame", "write_rejected", "zip_parts",
]  # fmt: skip
