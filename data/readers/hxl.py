"""Rows of HXL tags: found, taken out of the rows, and, where they alone say what is what, made the header."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from .chunk import Chunk
from .mapping import Mapping

SHARE = 0.5


def tag_row(chunk: Chunk) -> list[str] | None:
    """Give the tags of a chunk whose first row holds them: nothing but tags, in half of the columns or more."""
    if not chunk.cells.num_rows:
        return None
    cells = [str(column[0].as_py() or "").strip() for column in chunk.cells.columns]
    told = [cell for cell in cells if cell]
    if not told or any(not cell.startswith("#") for cell in told) or len(told) < SHARE * len(cells):
        return None
    return [tidy(cell) for cell in cells]


def tidy(tag: str) -> str:
    """Write a tag in one way: small letters, its attributes in alphabetical order.

    Examples
    --------
    >>> tidy("#Geo +lon"), tidy("#loc+name+i_ar")
    ('#geo+lon', '#loc+i_ar+name')
    """
    name, *attributes = tag.replace(" ", "").lower().split("+")
    return "+".join([name, *sorted(attributes)])


def without_tags(chunk: Chunk) -> Chunk:
    """Give a chunk without its first row."""
    return Chunk(chunk.cells.slice(1), chunk.numbers[1:], chunk.misshapen, chunk.blank_rows)


def renamed(chunks: Iterator[Chunk], names: list[str]) -> Iterator[Chunk]:
    """Give the columns of chunks other names."""
    for chunk in chunks:
        table = pa.Table.from_arrays(chunk.cells.columns, names=names)
        yield Chunk(table, chunk.numbers, chunk.misshapen, chunk.blank_rows)


def column_names(tags: list[str], header: list[str], mapping: Mapping) -> list[str]:
    """Name each column by the tag that the mapping asks for, where its own tag is that tag or a closer one.

    `#adm1+name+v_ocha` serves where `#adm1+name` is asked for and nothing fits better. A column
    in another language serves only where that language is asked for.
    """
    wanted = [tidy(name) for rule in (*mapping.rules, *mapping.source) for name in (*rule.columns, *rule.to)]
    names = [tag if tag and tags.count(tag) == 1 else f"{tag} {place}" for place, tag in enumerate(tags)]
    for want in dict.fromkeys(wanted):
        if want in names:
            continue
        close = [place for place, tag in enumerate(tags) if _serves(tag, want) and names[place] not in wanted]
        if close:
            names[min(close, key=lambda place: (len(tags[place]), place))] = want
    return [name if tag else header[place] for place, (name, tag) in enumerate(zip(names, tags, strict=True))]


def _serves(tag: str, want: str) -> bool:
    name, *attributes = tag.split("+")
    asked, *needed = want.split("+")
    foreign = {each for each in attributes if each.startswith("i_") and each != "i_en"} - set(needed)
    return name == asked and set(needed) <= set(attributes) and not foreign
