"""The engine that works on a cluster of Dask workers."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from ..errors import WorldFault
from .engine import Progress, in_tree
from .parts import Part

T = TypeVar("T")
R = TypeVar("R")
# So many parts to a worker are under way: one that it works on, one that waits for it.
AHEAD = 2


class Cluster:
    """Works parts on the workers of a Dask client; `open_engine` makes it and ends it."""

    def __init__(self, client: Any, progress: Progress | None = None) -> None:
        self._client, self._progress = client, progress

    def share(self, value: Any) -> Any:
        """Send a value to every worker."""
        return self._client.scatter(value, broadcast=True, hash=False)

    def map(self, work: Callable[..., R], parts: Iterable[T], *shared: Any) -> Iterator[R]:
        """Give the results in the order of the parts, with two parts to a worker thread under way."""
        total = len(parts) if isinstance(parts, Sequence) else None
        window = AHEAD * self._threads()
        waiting: deque[Any] = deque()
        done = 0
        for part in parts:
            waiting.append(self._submit(work, part, *shared))
            if len(waiting) >= window:
                yield _result(waiting.popleft())
                done = self._told(done, total)
        while waiting:
            yield _result(waiting.popleft())
            done = self._told(done, total)

    def gather(
        self,
        work: Callable[..., R],
        parts: Sequence[T],
        combine: Callable[[R, R], R],
        *shared: Any,
    ) -> R:
        """Combine the results where they are; only the last of them comes back."""
        futures = [self._submit(work, part, *shared) for part in parts]
        done = 0
        for future in futures if self._progress is not None else ():
            _kept(future, future.exception)
            done = self._told(done, len(parts))
        tree: Any = in_tree(lambda one, two: self._client.submit(combine, one, two, pure=False), futures)
        return _result(tree)  # type: ignore[no-any-return]

    def _submit(self, work: Callable[..., R], part: Any, *shared: Any) -> Any:
        # A large part goes as data and not inside the call, which the scheduler would have to keep.
        sent = self._client.scatter(part, hash=False) if _large(part) else part
        return self._client.submit(work, sent, *shared, pure=False)

    def _told(self, done: int, total: int | None) -> int:
        if self._progress is not None:
            self._progress(done + 1, total)
        return done + 1

    def _threads(self) -> int:
        threads: Iterable[int] = self._client.nthreads().values()
        return max(1, sum(threads))


def _large(part: Any) -> bool:
    return not isinstance(part, Part | str | int | tuple | list)


def _result(future: Any) -> Any:
    return _kept(future, future.result)


def _kept(future: Any, ask: Callable[[], Any]) -> Any:
    """Ask a future; a worker that died is told as what it is."""
    from distributed import CancelledError  # noqa: PLC0415 (an extra)
    from distributed.scheduler import KilledWorker  # noqa: PLC0415 (an extra)

    try:
        return ask()
    except KilledWorker as fault:
        raise WorldFault(
            "A worker ended again and again while it worked on one part.",
            hint="Most often it had too little memory: give each worker 2 GB at least.",
        ) from fault
    except CancelledError as fault:
        raise WorldFault("The cluster was lost.", hint="Nothing was written. Look at its scheduler.") from fault
