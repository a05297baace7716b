"""Boundaries from their publishers into a folder of one's own, each with its licence, vintage and hash."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from data import (
    InputRefused,
    NetFault,
    Reach,
    UsageProblem,
    bring_file,
    country_code3,
    fetch_file,
    take_part,
    write_atomic,
)

from ..units.kept import hash_of, keep_note, licence_path, note_of, note_path
from .carve import as_geojson
from .checks import checked_units, checked_zip, part_of_level
from .found import like_named, offer_in
from .offers import Offer, offer_of, unasked
from .sources import BoundarySource

# Packed files as they came, and the folder of files whose publisher is not known.
ORIGINALS, OTHERS = "originals", "others"
Progress = Callable[[int, int | None], object]


@dataclass(frozen=True)
class BoundaryFile:
    """What became of one country and level: `state` is fetched, kept, brought or missing, and `why` says why."""

    country: str
    level: int
    state: str
    path: Path | None = None
    sha256: str = ""
    vintage: str = ""
    licence: str = ""
    units: int = 0
    why: str = ""


@dataclass(frozen=True)
class Errand:
    """One fetch of several files: what every file of it shares.

    Parameters
    ----------
    source
        The publisher.
    out
        The folder; files lie in a folder of the publisher's name in it.
    brought
        A folder of files downloaded elsewhere; then nothing is asked.
    again
        Ask even where the file is there.
    sha256
        The hash that the publisher's file must have; for one file alone.
    retrieved_on
        The day, for the note beside each file.
    reach
        Hosts and limits; the source's own where left out.
    show, progress
        Called with every address before it is asked, and with the bytes that came.
    """

    source: BoundarySource
    out: Path
    brought: Path | None = None
    again: bool = False
    sha256: str = ""
    retrieved_on: str = ""
    reach: Reach | None = None
    show: Callable[[str], object] | None = None
    progress: Progress | None = None
    held: set[str] = field(default_factory=set)


def fetch_boundaries(countries: Iterable[str], levels: Iterable[int], errand: Errand) -> list[BoundaryFile]:
    """Fetch the boundaries of countries at levels; what one file lacks does not stop the others.

    A file that is there, and whose note was written for its bytes, is not asked for again.

    Raises
    ------
    UsageProblem
        A country or level does not exist, or the folder to take files from.
    """
    names = [(text, country_code3(text)) for text in countries]
    if unknown := [text for text, code in names if code is None]:
        raise UsageProblem(f"There is no country '{unknown[0]}'.", hint="Use ISO 3166-1 alpha-3, such as IRQ.")
    wanted = sorted(set(levels))
    if beyond := [level for level in wanted if level not in errand.source.levels]:
        has = ", ".join(str(level) for level in errand.source.levels)
        raise UsageProblem(f"{errand.source.title} has no level {beyond[0]}.", hint=f"It has {has}.")
    if errand.brought is not None and not errand.brought.is_dir():
        raise UsageProblem(f"There is no folder {errand.brought}.", hint="Check --from.")
    errand = replace(errand, held=set())
    codes = list(dict.fromkeys(code for _, code in names if code is not None))
    if errand.sha256 and len(codes) * len(wanted) != 1:
        raise UsageProblem("A hash belongs to one file.", hint="Name one country and one level with --sha256.")
    return [_one(code, level, errand) for code in codes for level in wanted]


def _one(iso3: str, level: int, errand: Errand) -> BoundaryFile:
    target = errand.out / errand.source.name / f"{iso3}_adm{level}.geojson"
    if not errand.again and (note := note_of(target)) is not None:
        told = {key: note.get(key, "") for key in ("sha256", "vintage", "licence")}
        return BoundaryFile(iso3, level, "kept", target, units=note.get("units", 0), **told)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        return _brought(iso3, level, target, errand) if errand.brought else _asked(iso3, level, target, errand)
    except (NetFault, InputRefused) as fault:
        missing = isinstance(fault, NetFault) and fault.status == 404
        why = f"{errand.source.title} has none" if missing else str(fault)
        return BoundaryFile(iso3, level, "missing", why=why)


class _Check:
    """The check of one file before it takes its name; keeps what it read."""

    def __init__(self, iso3: str, level: int) -> None:
        self.place, self.units = (iso3, level), pd.DataFrame()

    def __call__(self, path: Path) -> None:
        self.units = checked_units(path, *self.place)


def _asked(iso3: str, level: int, target: Path, errand: Errand) -> BoundaryFile:
    reach = errand.reach or errand.source.reach()
    offer = offer_of(errand.source, iso3, level, reach=reach, show=errand.show)
    if offer.packed:
        return _from_zip(_original(offer, reach, errand), (iso3, level), target, (offer, "fetched", errand))
    check = _Check(iso3, level)
    got = fetch_file(
        offer.url,
        target,
        reach=reach,
        sha256=errand.sha256,
        check=check,
        show=errand.show,
        progress=errand.progress,
    )
    return _noted(target, check, (offer, "fetched", errand), original=got.sha256)


def _original(offer: Offer, reach: Reach, errand: Errand) -> Path:
    """Fetch a packed file once for all levels and countries that it holds, and keep it as it came.

    One that an earlier run kept is used again, so that all levels are of one vintage.
    """
    folder = errand.out / errand.source.name / ORIGINALS
    target = folder / offer.url.partition("?")[0].rpartition("/")[2]
    if offer.url in errand.held or (target.is_file() and not errand.again and not errand.sha256):
        return target
    folder.mkdir(parents=True, exist_ok=True)
    fetch_file(
        offer.url,
        target,
        reach=reach,
        sha256=errand.sha256,
        check=checked_zip,
        show=errand.show,
        progress=errand.progress,
    )
    errand.held.add(offer.url)
    return target


How = tuple[Offer, str, Errand]


def _from_zip(packed: Path, place: tuple[str, int], target: Path, how: How) -> BoundaryFile:
    """Take one set out of a packed file: its own GeoJSON, or the country's units of a shapefile of many."""
    check, part = _Check(*place), part_of_level(packed, place[1])
    with tempfile.TemporaryDirectory(prefix="strikeatlas-") as room:
        if part is None:
            check(packed)
            write_atomic(target, as_geojson(check.units))
        else:
            loose = Path(room) / target.name
            take_part(packed, part, loose)
            bring_file(loose, target, check=check)
    return _noted(target, check, how, original=hash_of(packed))


def _brought(iso3: str, level: int, target: Path, errand: Errand) -> BoundaryFile:
    """Take over a file that was downloaded elsewhere: one of our own folders, or as its publisher calls it."""
    folder = errand.brought
    assert folder is not None  # noqa: S101 (only called with one)
    offer = unasked(errand.source)
    for base in (folder, folder / errand.source.name):
        given = base / target.name
        if given.is_file():
            return _taken_over(given, (iso3, level), target, (offer, "brought", errand))
        names = [errand.source.at(name, iso3, level) for name in errand.source.by_hand]
        if found := next((base / name for name in names if (base / name).is_file()), None):
            how = (offer, "brought", errand)
            if found.suffix == ".zip":
                _hold_to(found, errand.sha256)
                return _from_zip(found, (iso3, level), target, how)
            return _taken_over(found, (iso3, level), target, how)
    if other := like_named(folder, iso3, level):
        return _adopted(other, (iso3, level), errand)
    wanted = ", ".join([target.name, *names])
    return BoundaryFile(iso3, level, "missing", why=f"{folder} holds none of {wanted}")


def _adopted(given: Path, place: tuple[str, int], errand: Errand) -> BoundaryFile:
    """Take over a file found by its name, of any kind that is read; its columns tell the publisher, or nobody does."""
    _hold_to(given, errand.sha256)
    check = _Check(*place)
    check(given)
    source, offer = offer_in(check.units, errand.source)
    errand = replace(errand, source=source or replace(errand.source, name=OTHERS, title="", page="", attribution=""))
    target = errand.out / errand.source.name / f"{place[0]}_adm{place[1]}.geojson"
    target.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(target, given.read_bytes() if given.suffix == ".geojson" else as_geojson(check.units))
    return _noted(target, check, (offer, "brought", errand), original=hash_of(given))


def _taken_over(given: Path, place: tuple[str, int], target: Path, how: How) -> BoundaryFile:
    offer, _, errand = how
    note = note_of(given) or {}
    if not note and note_path(given).exists():
        raise InputRefused("its note names another hash: it was changed.", file=given.name, hint="Copy it again.")
    check = _Check(*place)
    got = bring_file(given, target, sha256=errand.sha256, check=check)
    if note:
        text = licence_path(given)
        terms = text.read_text(encoding="utf-8") if text.is_file() else offer.licence_text
        named = {key: str(note.get(key) or "") for key in ("url", "vintage", "licence", "publisher")}
        offer = Offer(licence_text=terms, **named)
    return _noted(target, check, (offer, "brought", errand), original=got.sha256)


def _hold_to(path: Path, sha256: str) -> None:
    if sha256 and (found := hash_of(path)) != sha256.lower():
        raise InputRefused(f"its hash is {found}, not {sha256}.", file=path.name, hint="Download it again.")


def _noted(target: Path, check: _Check, how: How, *, original: str) -> BoundaryFile:
    """Write the note and the licence beside a file that stands, and say what became of it."""
    (offer, state, errand), place, units = how, check.place, check.units
    own = units["vintage"].dropna()
    vintage = str(own.max()) if len(own) else offer.vintage
    sha256 = hash_of(target)
    note = {
        "source": errand.source.name,
        "publisher": offer.publisher,
        "page": errand.source.at(errand.source.page, *place),
        "url": offer.url,
        "vintage": vintage,
        "licence": offer.licence,
        "attribution": errand.source.attribution,
        "sha256": sha256,
        "sha256_of_original": original,
        "retrieved_on": errand.retrieved_on,
        "units": len(units),
    }
    keep_note(target, note, offer.licence_text)
    return BoundaryFile(*place, state, target, sha256, vintage, offer.licence, len(units))
