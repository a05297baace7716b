"""The page around and between its records: every data block by its name, and everything else, held against ours."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from dataclasses import dataclass, replace
from typing import Any

from ...page import PageData, page_data, page_of
from ...page.embed import embed_data, embed_of
from ...payload import decode
from ...project import Project
from ...select import Selection
from ...tables import plain
from .cells import Leak

INDEX, EMBED = "index.html", "embed.html"
JSON, PACKED = "application/json", "application/octet-stream;base64"
# Every data block that a page of ours may hold. What stands in another one was looked at by nobody.
BLOCKS = {"sa-model": JSON, "sa-records": PACKED, "sa-base": PACKED, "sa-ledger-data": PACKED, "sa-units": PACKED}
# Images are numbered as the project names them.
IMAGE = re.compile(r"sa-image-[1-9]\d{0,2}")
BLOCK = re.compile(r'<(?:script) type="([^"<>]*)" id="([^"<>]*)">([^<]*)</(?:script)>\n')
TYPED = re.compile(r"<(?:script)\s+[^>]", re.IGNORECASE)


@dataclass(frozen=True)
class Parted:
    """A page in two: its data blocks by name, and the text that is left without them."""

    blocks: dict[str, str]
    rest: str
    leaks: list[Leak]


def parted(text: str, file: str = INDEX) -> Parted:
    """Take the data blocks out of a page; one that is unknown, twice there, or of another type is a finding."""
    blocks: dict[str, str] = {}
    leaks: list[Leak] = []
    for match in BLOCK.finditer(text):
        kind, name, content = match.groups()
        if _kind(name) != kind or name in blocks:
            leaks.append(Leak(file, f"block {len(blocks) + 1}", "a data block that no page of ours holds", name))
        blocks.setdefault(name, content)
    rest = BLOCK.sub("", text)
    # Scripts of ours bear no attribute: whatever does is a block in a form that was not read.
    leaks += [Leak(file, "", "a script element that is none of ours") for _ in TYPED.findall(rest)[:1]]
    return Parted(blocks, rest, leaks)


def _kind(name: str) -> str | None:
    return PACKED if IMAGE.fullmatch(name) else BLOCKS.get(name)


def check_pages(texts: dict[str, str], project: Project, selection: Selection, *, data_sha256: str) -> list[Leak]:
    """
    Hold the pages against what they should be, made anew from the selection: each block decoded, all else as it is.

    The records are compared with the published tables elsewhere, cell by cell; see `read_index`.
    """
    wanted = page_data(project, selection, preview=False, data_sha256=data_sha256)
    bare = replace(wanted, model={}, records=b"", base=b"", units=b"", sides=None if wanted.sides is None else b"")
    hollow = replace(bare, images=tuple(replace(one, payload=b"") for one in wanted.images))
    empty = page_of(project, hollow, preview=False)
    leaks = _held_against(INDEX, texts[INDEX], empty, _contents(wanted))
    small = embed_data(selection, wanted)
    empty = embed_of(project, replace(small, model={}, records=b"", base=b""))
    model = json.loads(json.dumps(small.model))
    contents = {"sa-model": model, "sa-records": _unpacked(small.records), "sa-base": _unpacked(small.base)}
    return leaks + _held_against(EMBED, texts[EMBED], empty, contents)


def _held_against(file: str, text: str, empty: str, contents: dict[str, Any]) -> list[Leak]:
    """Hold one page against its blocks, and against the same page with nothing in them."""
    here = parted(text, file)
    leaks = list(here.leaks)
    if here.rest != parted(empty, file).rest:
        leaks.append(Leak(file, "", "something stands beside its data that is not the page's own"))
    for name, there in contents.items():
        if name not in here.blocks:
            leaks.append(Leak(file, name, "a data block is missing"))
            continue
        try:
            place = first_difference(_read(name, here.blocks[name]), there)
        except Exception:  # whatever it is: a block of ours that cannot be read is not published
            leaks.append(Leak(file, name, "it cannot be read again"))
            continue
        if place is not None:
            leaks.append(Leak(file, f"{name}{place}", "a value that was not selected"))
    if extra := sorted(set(here.blocks) - set(contents)):
        leaks.append(Leak(file, extra[0], "a data block that was not selected"))
    return leaks


def _contents(data: PageData) -> dict[str, Any]:
    """What each block should say, unpacked; the texts of the records are compared by card."""
    sides = {} if data.sides is None else {"sa-ledger-data": _unpacked(data.sides)}
    model = json.loads(json.dumps(data.model))
    own = {"sa-records": data.records, "sa-base": data.base, "sa-units": data.units}
    own |= {f"sa-image-{number}": one.payload for number, one in enumerate(data.images, start=1)}
    return {"sa-model": model} | {name: _unpacked(payload) for name, payload in own.items()} | sides


def _read(name: str, content: str) -> Any:
    return json.loads(content) if _kind(name) == JSON else _unpacked(b64decode(content, validate=True))


def _unpacked(payload: bytes) -> dict[str, Any]:
    """A payload as values that can be compared: tables column by column, texts and meta."""
    found = decode(payload)
    tables = {
        name: {str(column): [plain(value) for value in table[column].tolist()] for column in table.columns}
        for name, table in found.tables.items()
    }
    return {"tables": tables, "text": found.text, "meta": found.meta}


def first_difference(here: Any, there: Any) -> str | None:
    """
    Where two values differ first, as a path; None where they are the same.

    >>> first_difference({"a": [1, 2]}, {"a": [1, 3]})
    '.a[1]'
    """
    if type(here) is not type(there):
        return ""
    if isinstance(here, dict):
        if list(here) != list(there):
            return ""
        pairs = ((f".{key}", here[key], there[key]) for key in here)
    elif isinstance(here, list):
        if here == there:
            return None
        if len(here) != len(there):
            return ""
        pairs = ((f"[{number}]", *pair) for number, pair in enumerate(zip(here, there, strict=True)))
    else:
        return None if here == there else ""
    found = ((step, first_difference(one, other)) for step, one, other in pairs)
    return next((step + inner for step, inner in found if inner is not None), None)
