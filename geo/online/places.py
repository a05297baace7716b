"""The places that a service knows, each phrase asked once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from data import MissingExtra

from .cache import AnswerCache
from .rows import online_rows
from .service import Service


class OnlinePlaces:
    """A geocoding service with its answers on disk.

    Parameters
    ----------
    service
        Which one, see `service_of`.
    folder
        Where its answers are kept; the folder is made private.
    show
        Called with every address before it is asked.

    Raises
    ------
    MissingExtra
        geopy is not installed.
    """

    def __init__(self, service: Service, folder: Path | str, *, show: Callable[[str], object] | None = None) -> None:
        try:
            from . import asking  # noqa: PLC0415 - geopy is an extra
        except ModuleNotFoundError as fault:
            raise MissingExtra("Asking a geocoder online", "online") from fault
        self.service, self.cache = service, AnswerCache(Path(folder))
        self._ask, self._show = asking.ask, show

    def fetch(self, phrase: str) -> pd.DataFrame:
        """Rows of the table `places` for a phrase, from the disk or from the service.

        Raises
        ------
        NetFault
            The service did not answer as it should; nothing is kept then.
        """
        known = self.cache.answer(self.service, phrase)
        if known is None:
            self.cache.wait(self.service)
            known = self._ask(self.service, phrase, show=self._show)
            self.cache.keep(self.service, phrase, known)
        return online_rows(known, self.service)
