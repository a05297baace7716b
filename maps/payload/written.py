"""Objects that are written as JSON a column at a time: many times faster than row by row, and the same text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
PLAIN, WHOLE = {str, type(None)}, {int, float, type(None)}


@dataclass(frozen=True)
class Written:
    """Objects that are JSON already, and how tightly everything is packed with them: 1 is quick, 9 is small."""

    texts: Sequence[str]
    level: int | None = None

    def __len__(self) -> int:
        return len(self.texts)

    def block(self, some: slice) -> bytes:
        """Give some of the objects as one array."""
        return f"[{','.join(self.texts[some])}]".encode()


def written_values(values: Sequence[Any]) -> list[str]:
    """
    Each value as JSON; what recurs is written once.

    >>> written_values(["a", None, "a", ["b"]])
    ['"a"', 'null', '"a"', '["b"]']
    """
    kinds = set(map(type, values))
    if kinds <= PLAIN or kinds <= WHOLE:
        known = {value: _ENCODER.encode(value) for value in set(values)}
        return [known[value] for value in values]
    if kinds == {list} and all(type(part) is str for value in values for part in value):
        said = {key: _ENCODER.encode(key) for key in set(map(tuple, values))}
        return [said[tuple(value)] for value in values]
    return ["[]" if value == [] else _ENCODER.encode(value) for value in values]


def written_objects(columns: Mapping[str, Sequence[Any]], written: Mapping[str, Sequence[str]]) -> list[str]:
    """
    Objects with the values of `columns`, and then those of `written`, which are JSON already.

    >>> written_objects({"id": ["a", "b"]}, {"rows": ["[1]", "[]"]})
    ['{"id":"a","rows":[1]}', '{"id":"b","rows":[]}']
    """
    told = {name: written_values(values) for name, values in columns.items()} | dict(written)
    form = "{" + ",".join(_ENCODER.encode(name).replace("%", "%%") + ":%s" for name in told) + "}"
    return [form % row for row in zip(*told.values(), strict=True)]
