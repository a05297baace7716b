"""A picture of a page as a reader would see it, taken by a Chromium that is on the machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from data import InputRefused, UsageProblem, WorldFault, write_atomic

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
SIZE = re.compile(r"(\d{2,4})x(\d{2,4})")
LEAST, MOST = 320, 4000
# The page's own clock runs this far before the picture is taken, however long that takes.
SETTLED_MS = 6000
MOST_SECONDS = 120
# By which a page and a small page are known.
OURS = (b'class="sa-page"', b'id="sa-canvas"')
# Nothing of the browser's own goes to the network; the page asks for nothing by itself.
FLAGS = (
    "--headless=new", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--force-prefers-reduced-motion",
)  # fmt: skip


@dataclass(frozen=True)
class View:
    """How the page is looked at: window in pixels, the state after the # of its address, light or dark."""

    size: str = "1440x900"
    state: str = ""
    dark: bool = False


def browser() -> str:
    """
    Path of a Chromium.

    Raises
    ------
    WorldFault
        Where there is none on the machine.
    """
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found:
        return found
    if MAC.exists():
        return str(MAC)
    raise WorldFault("There is no Chromium on this machine.", hint="Install one: apt-get install chromium.")


def window(size: str) -> tuple[int, int]:
    """
    Width and height of a size such as 1440x900; raises UsageProblem.

    >>> window("1440x900")
    (1440, 900)
    """
    match = SIZE.fullmatch(size)
    pair = (int(match[1]), int(match[2])) if match else (0, 0)
    if not all(LEAST <= side <= MOST for side in pair):
        raise UsageProblem(f"--size '{size}' is no window.", hint=f"Write 1440x900; {LEAST} to {MOST} pixels a side.")
    return pair


def shoot(page: Path, out: Path, *, view: View = View()) -> Path:
    """
    Write a picture of a page to `out` as PNG.

    Raises
    ------
    InputRefused
        Where there is no such page, or it is no page of ours.
    UsageProblem
        Where the window is none.
    WorldFault
        Where there is no Chromium, or it makes no picture.
    """
    page = page / "index.html" if page.is_dir() else page
    if not page.is_file():
        raise InputRefused("there is no such page.", file=str(page), hint="Name a page, or the folder of a site.")
    if not any(mark in page.read_bytes() for mark in OURS):
        raise InputRefused("this is no page of StrikeAtlas.", file=str(page), hint="Name one that draw or build wrote.")
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "shot.png"
        _run(_call(page, made, Path(folder) / "profile", view))
        if not made.exists():
            raise WorldFault("The browser made no picture.", hint="Open the page in it, and see what it says.")
        write_atomic(out, made.read_bytes())
    return out


def _call(page: Path, made: Path, profile: Path, view: View) -> list[str]:
    width, height = window(view.size)
    own = [f"--user-data-dir={profile}", f"--screenshot={made}", f"--window-size={width},{height}"]
    own += [f"--virtual-time-budget={SETTLED_MS}"]
    own += ["--blink-settings=preferredColorScheme=0"] if view.dark else []
    # Chromium does not isolate itself for the root user of a container.
    own += ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    state = f"#{view.state.removeprefix('#')}" if view.state else ""
    return [browser(), *FLAGS, *own, page.resolve().as_uri() + state]


def _run(call: list[str]) -> None:
    try:
        subprocess.run(call, capture_output=True, timeout=MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise WorldFault(
            f"The browser took longer than {MOST_SECONDS} seconds.", hint="Try a smaller window or page."
        ) from None
