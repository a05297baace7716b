"""Satellite images as folium elements: on a page of ours, on any folium map, in a notebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from branca.element import Figure

from data import UsageProblem
from layers import Look, Overlay, overlay, pair, read_archive

from .assets import bundle_text
from .elements import DataBlocks, Part, Verbatim, packed
from .fitting import pair_pictures
from .imagepack import NOBODY, Credit, ImageBlock, Tiles, archive_picture, check_beside, check_size, image_block
from .strikemap import StrikeMap, template

BLOCK = "sa-image-"
DEFAULT_MEGABYTES = 4.0
DEFAULT_LOOK = Look()


class Image(Part):
    """An image, or a pair, that is packed already, see `image_block`."""

    script = "imagery.js"
    style = "imagery.css"

    def __init__(self, block: ImageBlock, *, fit: bool = False) -> None:
        super().__init__("Imagery", [packed(f"{BLOCK}1", block.payload)])
        self.fit = self.fits = fit
        self.sources = block.sources
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
        self.fits = self.fit or self._alone()
        own = f"{self.get_name()}_data"
        others = [child for name, child in figure.html._children.items() if name != own]
        taken = [block for child in others for block in getattr(child, "blocks", []) if block["id"].startswith(BLOCK)]
        self.blocks[0]["id"] = f"{BLOCK}{len(taken) + 1}"
        bundle = self._template.module.bundle(bundle_text(self.style), bundle_text(self.script))
        figure.header.add_child(Verbatim(bundle), name=f"strikeatlas_{self.script}")
        figure.html.add_child(DataBlocks(self.blocks, sources=self.sources), name=own)
        figure.script.add_child(Verbatim(self._template.module.script(self, kwargs)), name=self.get_name())

    def _alone(self) -> bool:
        """Whether it is the first on a map of ours with nothing but images, which then begins with it."""
        if not isinstance(self._parent, StrikeMap):
            return False
        parts = [child for child in self._parent._children.values() if isinstance(child, Part)]
        return parts[0] is self and all(isinstance(child, Image) for child in parts)


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
            archive = read_archive(image)
            check_archive(archive.size, archive.path.name, megabytes, beside=beside)
            drawn = archive_picture(archive, date=date)
            tiles = {"image": Tiles(archive.path, check_beside(beside))}
        else:
            drawn, tiles = image if isinstance(image, Overlay) else overlay(image, date=date, look=look), {}
            check_size([drawn], megabytes)
        self.bounds = drawn.bounds
        super().__init__(image_block([("image", drawn)], credit, opacity=opacity, tiles=tiles))


def check_archive(size: int, name: str, megabytes: float, *, beside: str) -> None:
    """Refuse to pack a large pyramid into a page; raises UsageProblem."""
    if not beside and size > megabytes * 1_000_000:
        raise UsageProblem(
            f"{name} takes {size / 1e6:.1f} MB, more than the {megabytes:g} of a page.",
            hint="Put it beside the page and name it there (beside=), or make fewer zooms.",
        )


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
        super().__init__(image_block(pictures, credit, days=found.days))
