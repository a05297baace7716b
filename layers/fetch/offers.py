"""What a publisher says of a file before it is fetched: its address, its vintage, its licence."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from data import NetFault, Reach, fetch_bytes

from .sources import BoundarySource

Show = Callable[[str], object]


@dataclass(frozen=True)
class Offer:
    """A file that may be fetched; `licence_text` is what the publisher states, in full."""

    url: str
    vintage: str = ""
    licence: str = ""
    licence_text: str = ""
    publisher: str = ""

    @property
    def packed(self) -> bool:
        """Whether the file is a zip that holds more than this one set."""
        return self.url.partition("?")[0].lower().endswith(".zip")


def offer_of(source: BoundarySource, iso3: str, level: int, *, reach: Reach, show: Show | None = None) -> Offer:
    """Ask a publisher for the address and the terms of one file.

    Raises
    ------
    NetFault
        It cannot be asked, or answers in another way than its documentation says.
    """
    if source.shape == "none":
        return unasked(source, source.file[str(level)])
    url = source.at(source.about, iso3, level)
    answer = fetch_bytes(url, reach=reach, accept="application/json", show=show)
    try:
        told = json.loads(answer.body)
        return SHAPES[source.shape](source, told, iso3, level)
    except (ValueError, LookupError, TypeError, AttributeError) as fault:
        what = "a web page" if answer.body.lstrip()[:1] == b"<" else "something else"
        raise NetFault(
            f"{url}: the publisher answered with {what}, not with the list that it documents.",
            hint=f"Download the file from {source.at(source.page, iso3, level)} and use --from.",
        ) from fault


def unasked(source: BoundarySource, url: str = "") -> Offer:
    """Return what holds of a publisher's files without asking."""
    text = _text(source, {"licence": source.licence or "not stated in the file; see the page above"})
    return Offer(url, source.vintage, source.licence, text, source.title)


def _geoboundaries(source: BoundarySource, told: Mapping[str, Any], _iso3: str, _level: int) -> Offer:
    stated = {
        "licence": told.get("boundaryLicense"),
        "licence in detail": told.get("licenseDetail"),
        "licence stated at": told.get("licenseSource"),
        "made by": told.get("boundarySource"),
        "made from": told.get("boundarySourceURL"),
        "represents the year": told.get("boundaryYearRepresented"),
        "identifier": told.get("boundaryID"),
        "built on": told.get("buildDate"),
    }
    return Offer(
        url=str(told["gjDownloadURL"]),
        vintage=str(told.get("boundaryYearRepresented") or "").removesuffix(".0"),
        licence=str(told.get("boundaryLicense") or ""),
        licence_text=_text(source, stated),
        publisher=f"{source.title}: {told.get('boundarySource') or 'no maker stated'}",
    )


def _ckan(source: BoundarySource, told: Mapping[str, Any], iso3: str, level: int) -> Offer:
    held = told["result"]
    wanted = [source.at(name, iso3, level) for name in source.by_hand]
    files = {str(one.get("name", "")).strip().lower(): one for one in held["resources"]}
    found = next((files[name] for name in wanted if name in files), None)
    if found is None:
        raise NetFault(
            f"{source.at(source.page, iso3, level)}: none of {', '.join(wanted)} is offered there.",
            hint=f"It offers {', '.join(files) or 'nothing'}; download one by hand and use --from.",
        )
    stated = {
        "licence": held.get("license_title"),
        "licence in detail": held.get("license_other"),
        "licence stated at": held.get("license_url"),
        "made by": held.get("dataset_source"),
        "covers": held.get("dataset_date"),
        "last changed": found.get("last_modified"),
        "caveats": held.get("caveats"),
    }
    days = re.findall(r"\d{4}-\d{2}-\d{2}", str(held.get("dataset_date") or ""))
    return Offer(
        url=str(found.get("download_url") or found["url"]),
        vintage=days[-1] if days else "",
        licence=str(held.get("license_title") or ""),
        licence_text=_text(source, stated),
        publisher=f"{source.title}: {held.get('dataset_source') or 'no maker stated'}",
    )


SHAPES: Mapping[str, Callable[[BoundarySource, Mapping[str, Any], str, int], Offer]] = {
    "geoboundaries": _geoboundaries,
    "ckan": _ckan,
}


def _text(source: BoundarySource, stated: Mapping[str, Any]) -> str:
    lines = [source.title, source.page, *(f"{key}: {value}" for key, value in stated.items() if value)]
    return "\n".join([*lines, f"attribution: {source.attribution}", ""])
