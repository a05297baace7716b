"""The images that a project names, drawn and packed for its page."""

from __future__ import annotations

from dataclasses import dataclass

from data import UsageProblem
from geo import Box
from layers import Look, Overlay, Stretch, overlay, pair

from ..project import ImageryFile, Project
from .imagery import Credit, check_size, image_payload, pair_pictures


@dataclass(frozen=True)
class Drawn:
    """One row of [[layers]] that is an image: its pictures with their roles, and the days between two of them."""

    settings: ImageryFile
    pictures: tuple[tuple[str, Overlay], ...]
    days: int | None = None

    @property
    def payload(self) -> bytes:
        """The same, packed for the page."""
        one = self.settings
        credit = Credit(one.title, one.title_ar, one.credit, one.licence)
        return image_payload(self.pictures, credit, opacity=one.opacity, days=self.days)


def drawn_images(project: Project) -> list[Drawn]:
    """
    Draw every image of a project.

    Raises
    ------
    UsageProblem
        A file, a date or a value of [[layers]] cannot be used, or the pictures are too large.
    InputRefused
        A file cannot be read or placed.
    """
    return [drawn_image(project, one) for one in project.imagery]


def drawn_image(project: Project, one: ImageryFile) -> Drawn:
    """Draw one image of a project; see `drawn_images`."""
    look = Look(
        size=one.size,
        extent=_box(one),
        bands=one.bands,
        stretch=_stretch(one),
        colours=one.colours,
        unit=one.unit,
        form=one.form,
        quality=one.quality,
    )
    path = project.folder / one.path
    if one.before:
        dates = (one.before_date, one.date)
        found = pair(project.folder / one.before, path, dates=dates, look=look, difference=one.difference)
        pictures, days = tuple(pair_pictures(found)), found.days
    else:
        pictures, days = (("image", overlay(path, date=one.date, look=look, crs=one.crs or None)),), None
    check_size([picture for _, picture in pictures], one.megabytes)
    return Drawn(one, pictures, days)


def _box(one: ImageryFile) -> Box | None:
    if one.extent and len(one.extent) != 4:
        raise UsageProblem(f"The extent of {one.path} needs west, south, east, north.", hint="Give four numbers.")
    return Box(*one.extent) if one.extent else None


def _stretch(one: ImageryFile) -> Stretch | None:
    if one.stretch and len(one.stretch) != 2:
        raise UsageProblem(f"The stretch of {one.path} needs a low and a high value.", hint="Give two numbers.")
    return Stretch(values=(one.stretch[0], one.stretch[1])) if one.stretch else None
