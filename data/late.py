"""Patterns that are compiled when they are first used: a run that reads no release does not wait for its grammar."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cached_property


class LatePattern:
    """A regular expression with the methods of a compiled one.

    Examples
    --------
    >>> LatePattern(r"[0-9]+").findall("8 or 9")
    ['8', '9']
    """

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = pattern
        self._flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself, made once."""
        return re.compile(self.pattern, self._flags)

    def match(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        return self.compiled.match(text, pos, endpos)

    def search(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        return self.compiled.search(text, pos, endpos)

    def fullmatch(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """As `re.Pattern.fullmatch`."""
        return self.compiled.fullmatch(text, pos, endpos)

    def finditer(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """As `re.Pattern.finditer`."""
        return self.compiled.finditer(text, pos, endpos)

    def findall(self, text: str) -> list[str]:
        """As `re.Pattern.findall`, for a pattern with one group or none."""
        return self.compiled.findall(text)

    def sub(self, new: str, text: str) -> str:
        """As `re.Pattern.sub`."""
        return self.compiled.sub(new, text)

    def split(self, text: str) -> list[str]:
        """As `re.Pattern.split`, for a pattern whose groups always match."""
        return [part or "" for part in self.compiled.split(text)]
