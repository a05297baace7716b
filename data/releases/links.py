"""References of an item turned into record_ids where the record they name is at hand."""

from __future__ import annotations

import pandas as pd

from ..late import LatePattern

_ITEM = LatePattern(r"(?P<release>[\d-]{4,10}|this release) item (?P<item>\w+)")
_REPORT = LatePattern(r"(?:(?P<release>[\d-]{4,10}|this release) )?report (?P<report>\w+)")
_OPEN = LatePattern(r"open item (?P<item>\w+)")


def _index(
    claims: pd.DataFrame,
) -> tuple[dict[tuple[str, str], list[str]], dict[str, list[str]], dict[tuple[str, str], list[str]]]:
    items: dict[tuple[str, str], list[str]] = {}
    reports: dict[str, list[str]] = {}
    opened: dict[tuple[str, str], list[str]] = {}
    columns = ["record_id", "published_on", "item", "report_id", "section"]
    for record, day, item, report, section in claims[columns].astype(object).itertuples(index=False):
        if isinstance(item, str):
            items.setdefault((str(day), item), []).append(record)
            if isinstance(section, str) and section == "open":
                opened.setdefault((str(day), item), []).append(record)
        if isinstance(report, str):
            reports.setdefault(report, []).append(record)
    return items, reports, opened


def link_releases(claims: pd.DataFrame) -> pd.DataFrame:
    """
    Give the claims with each reference in `supersedes` replaced by a record_id where exactly one record fits.

    A reference that fits none or several stays as it was read. Give the claims of several
    releases together to link across them; applied twice it changes nothing more.
    """
    if not claims["supersedes"].map(bool).any():
        return claims
    index = _index(claims)
    columns = ["record_id", "published_on", "supersedes"]
    linked = [
        [_record(reference, str(day), record, index) for reference in references]
        for record, day, references in claims[columns].astype(object).itertuples(index=False)
    ]
    return claims.assign(supersedes=pd.Series(linked, dtype=object, index=claims.index))


def _record(
    reference: str,
    day: str,
    own: str,
    index: tuple[dict[tuple[str, str], list[str]], dict[str, list[str]], dict[tuple[str, str], list[str]]],
) -> str:
    items, reports, opened = index
    found: list[str] = []
    if match := _OPEN.fullmatch(reference):
        found = opened.get((day, match["item"]), [])
    elif match := _ITEM.fullmatch(reference):
        release = day if match["release"] == "this release" else match["release"]
        found = items.get((release, match["item"]), [])
    elif match := _REPORT.fullmatch(reference):
        found = reports.get(match["report"], [])
    others = [record for record in found if record != own]
    return others[0] if len(others) == 1 else reference
