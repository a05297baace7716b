"""The page around its data blocks, from an earlier build: titles, view and program are seldom others."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..page.inert import inert_json
from ..page.pagedata import PageData
from ..project import Project
from .cache import Cache, cache_key, content_of

# The front end and its templates, of which `program` holds nothing.
WEB = Path(__file__).resolve().parents[1] / "web"
BLOCKS = ("model", "records", "base", "sides", "units")


def page_again(cache: Cache, project: Project, data: PageData) -> str:
    """Give what `page_of` gives for a preview; one with images is written anew."""
    if data.images:
        return _page_of(project, data)
    atlas, there = project.atlas, [name for name in BLOCKS if getattr(data, name) is not None]
    front = [content_of(WEB / name) for name in ("dist", "templates")]
    key = cache_key(atlas.title, atlas.subtitle, atlas.languages, list(data.view), there, front)
    told = json.loads(cache.content("page", key, lambda: json.dumps(_around(project, data, there)).encode()))
    if len(told) != len(there) + 1:
        return _page_of(project, data)
    texts = [_text(getattr(data, name)) for name in there]
    return "".join(part for pair in zip(told, [*texts, ""], strict=True) for part in pair)


def _page_of(project: Project, data: PageData) -> str:
    from ..page import page_of  # noqa: PLC0415 - loads folium, which only a page needs that is written anew

    return page_of(project, data, preview=True)


def _around(project: Project, data: PageData, there: list[str]) -> list[str]:
    """Write a page with marks in place of its data, and cut it at them; whole where that cannot be done."""
    marks: dict[str, Any] = {name: b64decode(sha256(name.encode()).hexdigest()) for name in there}
    marks["model"] = {"mark": sha256(b"model").hexdigest()}
    left = _page_of(project, replace(data, **marks))
    parts = []
    for name in there:
        before, mark, left = left.partition(_text(marks[name]))
        if not mark:
            return []
        parts.append(before)
    return [*parts, left]


def _text(value: Any) -> str:
    """Write what a block holds as its page does."""
    return b64encode(value).decode() if isinstance(value, bytes) else inert_json(value)
