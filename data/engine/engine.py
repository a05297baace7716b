"""What an engine does, and the one that works in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")
Progress = Callable[[int, int | None], object]


class Engine(Protocol):
    """Works a pure function over many parts.

    `work` is a function of a module (a cluster must find it by its name), called as `work(part, *shared)`.
    """

    def share(self, value: Any) -> Any:
        """Send a value to every worker once; hand what comes back to `map` or `gather` as one of `shared`."""

    def map(self, work: Callable[..., R], parts: Iterable[T], *shared: Any) -> Iterator[R]:
        """Give the result of every part, in the order of the parts; only a few parts are under way at once."""

    def gather(
        self,
        work: Callable[..., R],
        parts: Sequence[T],
        combine: Callable[[R, R], R],
        *shared: Any,
    ) -> R:
        """Combine the results of all parts, one at least, two by two in a tree."""


def in_tree(combine: Callable[[R, R], R], results: Sequence[R]) -> R:
    """Combine results two by two, neighbours first, until one is left.

    >>> in_tree(lambda one, two: f"({one}{two})", ["a", "b", "c", "d", "e"])
    '(((ab)(cd))e)'
    """
    level = list(results)
    while len(level) > 1:
        pairs = [combine(one, two) for one, two in zip(level[::2], level[1::2], strict=False)]
        level = pairs + (level[-1:] if len(level) % 2 else [])
    return level[0]


class OneProcess:
    """The engine that needs nothing: one part after the other, here.

    `progress` is called with the parts that are done, and all of them where that is known.
    """

    def __init__(self, progress: Progress | None = None) -> None:
        self._progress = progress

    def share(self, value: Any) -> Any:
        """Return the value itself."""
        return value

    def map(self, work: Callable[..., R], parts: Iterable[T], *shared: Any) -> Iterator[R]:
        """Give the result of every part, one after the other."""
        total = len(parts) if isinstance(parts, Sequence) else None
        for done, part in enumerate(parts, start=1):
            yield work(part, *shared)
            if self._progress is not None:
                self._progress(done, total)

    def gather(
        self,
        work: Callable[..., R],
        parts: Sequence[T],
        combine: Callable[[R, R], R],
        *shared: Any,
    ) -> R:
        """Combine the results of all parts in the tree in which a cluster does; few of them are held at once."""
        waiting: list[tuple[int, R]] = []
        for result in self.map(work, parts, *shared):
            waiting.append((0, result))
            while len(waiting) > 1 and waiting[-1][0] == waiting[-2][0]:
                (height, one), (_, two) = waiting[-2:]
                waiting[-2:] = [(height + 1, combine(one, two))]
        return _rest(combine, waiting)


def _rest(combine: Callable[[R, R], R], waiting: list[tuple[int, R]]) -> R:
    """Combine what is left of an uneven number, the smallest branch first, as `in_tree` does."""
    result = waiting.pop()[1]
    while waiting:
        result = combine(waiting.pop()[1], result)
    return result
