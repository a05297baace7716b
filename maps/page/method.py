"""The method section, filled in from the policy that is in force."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from ..project import Project
from ..select import Selection

FILE = Path(__file__).with_name("method.toml")
NOTHING = "—"


def _hosts(project: Project) -> str:
    """Name the servers of other people that a page asks, where a reader allows it."""
    if not project.online:
        return ""
    from .images import online_layers  # noqa: PLC0415 - loads what only pages with images need

    return ", ".join(dict.fromkeys(server.host for _, server in online_layers(project)))


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _values(project: Project, selection: Selection, language: str) -> dict[str, str]:
    policy, texts = selection.policy, _texts()
    statuses = ", ".join(policy.statuses)
    return {
        "records": str(len(selection.claims)),
        "incidents": str(len(selection.incidents)),
        "decimals": str(policy.coordinate_decimals),
        "embargo_days": str(policy.embargo_days),
        "as_of": selection.as_of.isoformat(),
        "undated": texts["undated"][policy.undated][language],
        "statuses": texts["all_statuses"][language] if policy.statuses == ("*",) else statuses or NOTHING,
        "hosts": _hosts(project),
        "attribution": policy.attribution,
        "attribution_ar": policy.attribution_ar or policy.attribution,
        "licence": policy.licence or NOTHING,
        "contact": policy.contact or NOTHING,
    }


def method_sections(project: Project, selection: Selection, *, preview: bool) -> list[dict[str, dict[str, str]]]:
    """Return headings and texts of the method section, in each language of the page."""
    leave_out = {"sample"} if project.atlas.complete else set()
    leave_out.add("purpose" if project.online else "purpose_online")
    values = {language: _values(project, selection, language) for language in ("en", "ar")}
    return [
        {
            "heading": section["heading"],
            "text": {language: section["text"][language].format(**values[language]) for language in ("en", "ar")},
        }
        for section in _texts()["section"]
        if section["key"] not in leave_out
    ]
