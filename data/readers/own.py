"""A mapping for one table of the user's own, made from the columns that the user names."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import replace

from .mapping import Mapping, Rule, load_mapping


def own_mapping(columns: Map[str, str]) -> Mapping:
    """Map our own names, with some fields taken from columns that bear other names.

    Parameters
    ----------
    columns
        Column of the table by target: `stated_lon`, `stated_lat`, `happened`, `place_text`, `killed` and the like.
        A column that is named must be there.
    """
    known = load_mapping("strikeatlas")
    rules = {rule.target: rule for rule in known.rules}
    for target, column in columns.items():
        rules[target] = replace(rules.get(target, Rule(target)), columns=(column,), to=(), own=False)
    return replace(known, rules=tuple(rules.values()), required=tuple((column,) for column in columns.values()))
