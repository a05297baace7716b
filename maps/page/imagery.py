"""Satellite images as folium elements: on a page of ours, on any folium map, in a notebook."""

from __future__ import annotations

import struct
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from branca.element import Figure

from data import UsageProblem
from geo import Box
from layers import Acquired, Look, Overlay, Pair, iso_date, overlay, pair

from ..payload import encode
from .assets import bundle_text
from .elements import DataBlocks, Part, Verbatim, packed
from .strikemap import template

BLOCK = "sa-image-"
DEFAULT_MEGABYTES = 4.0
DEFAULT_LOOK = Look()
TOLD = ("date", "date_from", "sensor", "off_nadir_deg", "cloud_percent", "pixel_m")


@dataclass(frozen=True)
class Credit:
    """What stands beside an image: its title in each language, whose it is, and what may be done with it."""

    title: str = ""
    title_ar: str = ""
    credit: str = ""
    licence: str = ""


NOBODY = Credit()


def check_size(pictures: Sequence[Overlay], megabytes: float) -> None:
    """Refuse pictures that would make a page heavy; raises UsageProblem."""
    size = sum(one.picture.size for one in pictures) / 1_000_000
    if size > megabytes:
        raise UsageProblem(
            f"The pictures of {pictures[0].source} take {size:.1f} MB, more than the {megabytes:g} of a page.",
            hint="Use a smaller size, extent or quality, or make tiles of it: strikeatlas tiles.",
        )


def image_payload(
    pictures: Sequence[tuple[str, Overlay]], credit: Credit, *, opacity: float = 1.0, days: int | None = None
) -> bytes:
    """
    Pack one image, or a pair with its difference, for the page's script.

    No path and no name of a file goes in: only what the caller says of the image, and what its metadata say of how it
    was taken.

    Parameters
    ----------
    pictures
        Each with its role: image; or before, after and difference.
    """
    if not 0 <= opacity <= 1:
        raise UsageProblem(f"An opacity of {opacity:g} is none.", hint="Use 0 to 1.")
    rows = [
        {"type": one.picture.media_type, "data": _text(one.picture.data), "mask": _text(one.picture.mask)}
        for _, one in pictures
    ]
    meta = {
        "version": 1,
        "kind": "swipe" if len(pictures) > 1 else "image",
        "title": {"en": credit.title, "ar": credit.title_ar or credit.title},
        "opacity": opacity,
        "days": days,
        "pictures": [_told(role, one, credit) for role, one in pictures],
    }
    return encode({}, rows, meta=meta)


def _text(data: bytes) -> str:
    return b64encode(data).decode()


def _told(role: str, one: Overlay, credit: Credit) -> dict[str, Any]:
    box, how = one.bounds, asdict(one.acquired)
    legend = None if one.legend is None else {**asdict(one.legend), "colours": list(one.legend.colours)}
    pixel = None if how["pixel_m"] is None else float(f"{how['pixel_m']:.3g}")
    return {
        "role": role,
        "bounds": [round(edge, 9) for edge in (box.west, box.south, box.east, box.north)],
        **{name: how[name] for name in TOLD},
        "pixel_m": pixel,
        "credit": credit.credit,
        "licence": credit.licence,
        "legend": legend,
    }


def pair_pictures(found: Pair) -> list[tuple[str, Overlay]]:
    """The pictures of a pair with their roles."""
    both = [("before", found.before), ("after", found.after)]
    return both if found.difference is None else [*both, ("difference", found.difference)]


TILES = "application/vnd.pmtiles"


def tiles_payload(
    path: Path, credit: Credit, *, date: str, opacity: float = 1.0, beside: str = "", megabytes: float
) -> tuple[bytes, Box]:
    """
    Pack a PMTiles pyramid of ours, or its address where it lies beside the page; return its bounds too.

    Raises
    ------
    UsageProblem
        It is no pyramid, has no date to it that is one, or is too large to be packed.
    """
    held = path.read_bytes() if path.is_file() else b""
    if held[:8] != b"PMTiles\x03":
        raise UsageProblem(f"{path} is no PMTiles file.", hint="Make one: strikeatlas tiles IMAGE --out FILE.pmtiles.")
    if not beside and len(held) > megabytes * 1_000_000:
        raise UsageProblem(
            f"{path.name} takes {len(held) / 1e6:.1f} MB, more than the {megabytes:g} of a page.",
            hint="Put it beside the page and name it there (beside=), or make fewer zooms.",
        )
    west, south, east, north = (number / 1e7 for number in struct.unpack_from("<4i", held, 102))
    told = Acquired(date=iso_date(date) if date else "", date_from="given" if date else "")
    box = Box(west, south, east, north)
    row = {"type": TILES, "data": "" if beside else _text(held), "mask": ""} | ({"url": beside} if beside else {})
    meta = {
        "version": 1,
        "kind": "image",
        "title": {"en": credit.title, "ar": credit.title_ar or credit.title},
        "opacity": opacity,
        "days": None,
        "pictures": [
            {"role": "image", "bounds": [west, south, east, north], **{name: asdict(told)[name] for name in TOLD}}
            | {"credit": credit.credit, "licence": credit.licence, "legend": None}
        ],
    }
    return encode({}, [row], meta=meta), box


class Image(Part):
    """An image, or a pair, that is packed already, see `image_payload`."""

    script = "imagery.js"
    style = "imagery.css"

    def __init__(self, payload: bytes, *, fit: bool = False) -> None:
        super().__init__("Imagery", [packed(f"{BLOCK}1", payload)])
        self.fit = fit
        self._template = template("imagery")

    @property
    def block(self) -> str:
        """Id of the block that holds the image."""
        return self.blocks[0]["id"]

    def render(self, **kwargs: Any) -> None:
        """Put bundle, data block and the call that joins them into the figure."""
        figure = self.get_root()
        if not isinstance(figure, Figure):
            raise AssertionError("Imagery is not on a map: call add_to(map) first.")
        if getattr(self._parent, "crs", "EPSG3857") != "EPSG3857":
            raise UsageProblem(
                f"The map is drawn in {self._parent.crs}, and images are warped to Web Mercator.",
                hint="Use a folium map in EPSG3857, which is its default.",
            )
        own = f"{self.get_name()}_data"
        others = [child for name, child in figure.html._children.items() if name != own]
        taken = [block for child in others for block in getattr(child, "blocks", []) if block["id"].startswith(BLOCK)]
        self.blocks[0]["id"] = f"{BLOCK}{len(taken) + 1}"
        bundle = self._template.module.bundle(bundle_text(self.style), bundle_text(self.script))
        figure.header.add_child(Verbatim(bundle), name=f"strikeatlas_{self.script}")
        figure.html.add_child(DataBlocks(self.blocks), name=own)
        figure.script.add_child(Verbatim(self._template.module.script(self, kwargs)), name=self.get_name())


class Imagery(Image):
    """
    A satellite image or another raster on a folium map, warped to its place, with its date and legend.

    Parameters
    ----------
    image : path or Overlay
        GeoTIFF or COG, what `layers.overlay` made of it, or a PMTiles file of `strikeatlas tiles`.
    date : str
        When it was taken; the file's metadata where left out.
    credit : Credit
        Title, whose image it is, licence.
    opacity : float
        0 to 1.
    look : Look
        Size, extent, bands, stretch, colours, format.
    megabytes : float
        The most that the picture may add to the page.
    beside : str
        Address, relative to the page, of a PMTiles file that lies beside it on a web host that answers ranges.

    Raises
    ------
    UsageProblem
        There is no such file or date, or the picture is too large.
    InputRefused
        The file cannot be read or placed.
    """

    def __init__(
        self,
        image: Path | str | Overlay,
        *,
        date: str = "",
        credit: Credit = NOBODY,
        opacity: float = 1.0,
        look: Look = DEFAULT_LOOK,
        megabytes: float = DEFAULT_MEGABYTES,
        beside: str = "",
    ) -> None:
        if not isinstance(image, Overlay) and Path(image).suffix == ".pmtiles":
            payload, self.bounds = tiles_payload(
                Path(image), credit, date=date, opacity=opacity, beside=beside, megabytes=megabytes
            )
            super().__init__(payload)
            return
        drawn = image if isinstance(image, Overlay) else overlay(image, date=date, look=look)
        check_size([drawn], megabytes)
        self.bounds = drawn.bounds
        super().__init__(image_payload([("image", drawn)], credit, opacity=opacity))


class Swipe(Image):
    """
    Images before and after on a folium map, with a divider for mouse, finger and keys, and both dates beside it.

    Parameters
    ----------
    before, after : path
        GeoTIFF or COG.
    dates : two texts
        When each was taken; the files' metadata where left empty.
    difference : bool
        Adds a difference image, a screening aid that is off at first.

    The others are those of `Imagery`.

    Raises
    ------
    UsageProblem
        A date is not known, they are in the wrong order, or the pictures are too large.
    InputRefused
        A file cannot be read or placed.
    """

    def __init__(
        self,
        before: Path | str,
        after: Path | str,
        *,
        dates: tuple[str, str] = ("", ""),
        credit: Credit = NOBODY,
        difference: bool = False,
        look: Look = DEFAULT_LOOK,
        megabytes: float = 2 * DEFAULT_MEGABYTES,
    ) -> None:
        found = pair(before, after, dates=dates, look=look, difference=difference)
        pictures = pair_pictures(found)
        check_size([one for _, one in pictures], megabytes)
        self.bounds = found.after.bounds
        super().__init__(image_payload(pictures, credit, days=found.days))
