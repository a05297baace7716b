"""The command that takes a picture of a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..shot import View, shoot
from . import say

DONE = 0


def shot(
    page: Annotated[Path, typer.Argument(metavar="PAGE", help="A page, or the folder of a site.")],
    out: Annotated[Path, typer.Option("--out", help="The PNG to write.")],
    size: Annotated[str, typer.Option("--size", metavar="WxH", help="Window in pixels.")] = "1440x900",
    state: Annotated[str, typer.Option("--state", help="What stands after the # of the page's address.")] = "",
    dark: Annotated[bool, typer.Option("--dark", help="As readers see it who ask for dark pages.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> int:
    """
    Take a picture of a page as a reader sees it, with a Chromium that is on this machine.

    Example: strikeatlas shot page.html --out page.png --size 1440x900 --state "l=ar&p=exact"
    """
    say.not_over_input(page, out)
    shoot(page, out, view=View(size, state, dark))
    if as_json:
        say.as_json({"out": str(out), "bytes": out.stat().st_size})
    else:
        say.line(f"Picture: {out}")
    return DONE
