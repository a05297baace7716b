"""Text that may stand in a page: data as inert JSON, and foreign text as entities (S1.1)."""

from __future__ import annotations

import json
from typing import Any

# Braces too: branca compiles what it has rendered once more as a template, and so must find nothing to compile.
ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&{}\u2028\u2029"}
ENTITIES = {ord(char): f"&#{ord(char)};" for char in "&<>\"'{}`$\\"}


def inert_json(value: Any) -> str:
    r"""
    JSON that no parser of markup or templates can take for its own.

    Braces of the JSON's own structure stay; two that touch would open a template, so a blank parts them.
    Those inside texts are written as escapes.

    >>> inert_json({"a": {"b": "<!--{{7*7}}"}})
    '{ "a": { "b": "\\u003c!--\\u007b\\u007b7*7\\u007d\\u007d" } }'
    """
    return _write(value)


def _write(value: Any) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{_write(str(key))}: {_write(item)}" for key, item in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_write(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False).translate(ESCAPES)


def safe_text(text: str) -> str:
    """
    Text for an argument of a folium plugin, which compiles what it is given.

    >>> safe_text("{{7*7}} <b>")
    '&#123;&#123;7*7&#125;&#125; &#60;b&#62;'
    """
    return text.translate(ENTITIES)
