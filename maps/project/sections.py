"""The sections of a project file as value classes, with their defaults."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "ar")
# What texts are held for until a person has looked at them.
REVIEWED = ("phone", "email", "identity", "name", "place", "secret")


@dataclass(frozen=True)
class Atlas:
    """What the page is about; titles stand in each language of the page."""

    title: str
    title_ar: str = ""
    subtitle: str = ""
    subtitle_ar: str = ""
    languages: tuple[str, ...] = LANGUAGES
    period: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    complete: bool = False


@dataclass(frozen=True)
class Input:
    """One file of reports, or of stated totals: how to read it, where it is from, and what may be done with it."""

    path: str
    recorder: str = ""
    licence: str = ""
    redistribution: str = ""
    text_column: str = ""
    date_order: str = ""
    layer: str = ""
    published_on: str = ""
    publisher: str = ""
    title: str = ""
    url: str = ""
    archive_url: str = ""
    retrieved_on: str = ""


@dataclass(frozen=True)
class Matches:
    """Codes that one recorder's records print of another's, taken as judgements of whoever matched them."""

    answering: str
    answered: str
    alias: str
    made_at: str
    why: str = ""


@dataclass(frozen=True)
class Release:
    """A record that was held for review and that a person lets go."""

    record: str
    alias: str
    made_at: str
    why: str


@dataclass(frozen=True)
class Geocode:
    """Where places are looked up, and from which confidence on an answer is used."""

    gazetteers: tuple[str, ...] = ("embedded",)
    minimum_confidence: float = 0.0


@dataclass(frozen=True)
class UnitsFile:
    """A file of administrative boundaries."""

    path: str
    level: int = 1
    vintage: str = ""
    licence: str = ""
    population: str = ""
    population_source: str = ""
    kind: str = "units"


@dataclass(frozen=True)
class ImageryFile:
    """A satellite image or another raster for the map; with `before` a pair, whose later image is `path`."""

    path: str
    date: str = ""
    before: str = ""
    before_date: str = ""
    difference: bool = False
    title: str = ""
    title_ar: str = ""
    credit: str = ""
    licence: str = ""
    opacity: float = 1.0
    size: int = 2048
    extent: tuple[float, ...] = ()
    bands: tuple[int, ...] = ()
    colours: str = ""
    unit: str = ""
    stretch: tuple[float, ...] = ()
    form: str = "webp"
    quality: int = 75
    megabytes: float = 4.0
    tiles_megabytes: float = 500.0
    crs: str = ""
    kind: str = "imagery"


@dataclass(frozen=True)
class OnlineLayer:
    """Tiles that the reader's browser asks a server elsewhere for: by a template, or from a known provider."""

    url: str = ""
    provider: str = ""
    release: str = ""
    released: str = ""
    date: str = ""
    title: str = ""
    title_ar: str = ""
    credit: str = ""
    licence: str = ""
    opacity: float = 1.0
    zooms: tuple[int, ...] = ()
    extent: tuple[float, ...] = ()
    kind: str = "online"


@dataclass(frozen=True)
class MapView:
    """What the map starts with."""

    view: tuple[float, ...] = ()
    level: int = 1
    most_coarser: float = 0.5


@dataclass(frozen=True)
class Policy:
    """What may be published, and how exactly; safe where nothing is said."""

    statuses: tuple[str, ...] = ()
    coordinate_decimals: int = 2
    embargo_days: int = 30
    undated: str = "hold"
    withhold: tuple[str, ...] = ()
    review: tuple[str, ...] = REVIEWED
    input_hashes: str = "sealed"
    online_hosts: tuple[str, ...] = ()
    attribution: str = ""
    attribution_ar: str = ""
    licence: str = ""
    contact: str = ""


@dataclass(frozen=True)
class TeamStore:
    """The database that a team shares, in the place of the log and the history in work/."""

    url: str = ""


@dataclass(frozen=True)
class Project:
    """A whole project file; paths in it are relative to its folder."""

    folder: Path
    atlas: Atlas
    inputs: tuple[Input, ...]
    matches: tuple[Matches, ...] = ()
    releases: tuple[Release, ...] = ()
    geocode: Geocode = field(default_factory=Geocode)
    layers: tuple[UnitsFile, ...] = ()
    imagery: tuple[ImageryFile, ...] = ()
    online: tuple[OnlineLayer, ...] = ()
    map: MapView = field(default_factory=MapView)
    publish: Policy = field(default_factory=Policy)
    store: TeamStore = field(default_factory=TeamStore)


SECTIONS: dict[str, tuple[type[Any], bool]] = {
    "atlas": (Atlas, False),
    "inputs": (Input, True),
    "matches": (Matches, True),
    "releases": (Release, True),
    "geocode": (Geocode, False),
    "layers": (UnitsFile, True),
    "map": (MapView, False),
    "publish": (Policy, False),
    "store": (TeamStore, False),
}
# Rows of [[layers]] by what they say of their kind; those that say nothing are boundaries.
LAYER_KINDS: dict[str, tuple[str, type[Any]]] = {
    "units": ("layers", UnitsFile),
    "imagery": ("imagery", ImageryFile),
    "online": ("online", OnlineLayer),
}
