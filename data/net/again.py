"""Asking again after a cut or a busy server, with a pause that grows."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from ..errors import NetFault
from .reach import Reach

T = TypeVar("T")


def again(once: Callable[[], T], reach: Reach, *, until: float) -> T:
    """Call until it succeeds, fails for good, or tries or time are used up."""
    for tried in range(1, reach.tries + 1):
        try:
            return once()
        except NetFault as fault:
            pause = reach.pause_seconds * 2 ** (tried - 1)
            if not fault.passing or tried == reach.tries or time.monotonic() + pause >= until:
                raise
            time.sleep(pause)
    raise AssertionError("a fetch is tried at least once")
