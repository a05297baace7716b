"""The front end as it was bundled into the package, and the shell of the page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from data import WorldFault

WEB = Path(__file__).resolve().parent.parent / "web"


def bundle_file(name: str) -> Path:
    """Path of a file of the bundle; it is made when the package is installed."""
    return WEB / "dist" / name


@cache
def bundle_text(name: str) -> str:
    """
    A script or style of the bundle as text.

    Raises
    ------
    WorldFault
        When the front end was not built.
    """
    path = bundle_file(name)
    if not path.exists():
        raise WorldFault(
            f"The page's front end is not built: {name} is missing.", hint="Install StrikeAtlas again: pip install -e ."
        )
    return path.read_text(encoding="utf-8")


@cache
def shell(name: str) -> Template:
    """A template of the page; every value in it is escaped unless it is put in as a finished block."""
    loader = FileSystemLoader(WEB / "templates")
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    ).get_template(name)


def finished(text: str) -> Markup:
    """Text that goes into the shell as it is: our bundle, folium's own script, or data that is already inert."""
    return Markup(text)  # noqa: S704 -- the one place where text is taken as markup
