"""Texts from which coordinates were taken out before: what was found in each is remembered by its hash."""

from __future__ import annotations

from hashlib import sha256

from ..select import without_coordinates
from .cache import DIGITS, Cache, cache_key


class Texts:
    """Cleans texts as `without_coordinates` does, each one once in the life of a cache."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self.known: dict[int, dict[str, str | None]] = {}
        self.asked: dict[int, dict[str, str | None]] = {}

    def __call__(self, text: str, decimals: int) -> str:
        """Give a text without the coordinates that are finer than a grid of that many decimals."""
        known = self._known(decimals)
        key = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]
        if key not in known:
            clean = without_coordinates(text, decimals)
            known[key] = None if clean == text else clean
        self.asked[decimals][key] = found = known[key]
        return text if found is None else found

    def _known(self, decimals: int) -> dict[str, str | None]:
        if decimals not in self.known:
            self.known[decimals] = self.cache.told(self._name(decimals)) or {}
            self.asked[decimals] = {}
        return self.known[decimals]

    @staticmethod
    def _name(decimals: int) -> str:
        return f"texts-{cache_key(decimals)}.json"

    def keep(self) -> None:
        """Keep what was asked for; texts that are no longer there are forgotten."""
        for decimals, asked in self.asked.items():
            if self.cache.told(self._name(decimals)) != asked:
                self.cache.keep_told(self._name(decimals), asked)
