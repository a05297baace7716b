"""Which format an input has, by the ending of its name, and its rows as chunks of text."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import UsageProblem
from ..foreign.room import kind_of
from .chunk import Chunk
from .delimited import SAID, delimited_chunks, find_delimiter, find_head
from .foreignfile import foreign_chunks
from .jsonfile import LINES, json_chunks
from .limits import Limits
from .opening import Opened
from .options import Options

DELIMITED = {".csv", ".tsv", ".tab", ".txt", ""}
JSON = {".json", ".geojson", *LINES}


def open_chunks(opened: Opened, options: Options, *, limits: Limits) -> tuple[Iterator[Chunk], str]:
    """Take a file apart into chunks of text; also say how, for the notes.

    Raises
    ------
    UsageProblem
        Files of this kind are not read.
    InputRefused
        The file is not what its name says, is damaged, or passes a limit.
    """
    if opened.suffix in DELIMITED:
        delimiter = find_delimiter(opened)
        said = f"{opened.encoding.said}, columns divided by {SAID.get(delimiter, delimiter)}"
        head = find_head(opened, delimiter, limits=limits)
        return delimited_chunks(opened, delimiter, limits=limits, head=head), said + head.said
    if opened.suffix in JSON:
        return json_chunks(opened, limits=limits), f"{opened.encoding.said}, JSON"
    if opened.packed or kind_of(opened.path) is None:
        raise UsageProblem(
            f"{opened.name}: files ending in {opened.suffix} are not read.", hint="Save it as XLSX or CSV."
        )
    chunks, told = foreign_chunks(opened, options, limits=limits)
    layer = f", {told['layer']}" if told.get("layer") else ""
    return chunks, f"{told['driver']}{layer}{told.get('said', '')}"
