"""Opening an engine by its name: "" for this process, dask, dask:N or dask:ADDRESS."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..errors import MissingExtra, UsageProblem, WorldFault
from ..net.reach import user_agent
from .cluster import Cluster
from .engine import Engine, OneProcess, Progress

WAIT_SECONDS = 30
# The rooms whose functions a worker calls.
WORKING_ROOMS = ("data", "geo", "layers")
SCHEMES = ("tcp", "tls", "ucx", "ws", "wss")


@contextmanager
def open_engine(text: str | None, *, memory: str = "auto", progress: Progress | None = None) -> Iterator[Engine]:
    """Open the engine of a name, and end it with the block.

    Parameters
    ----------
    text
        Empty or None: this process. "dask": a cluster on this machine, one worker to a core; "dask:2": of two workers;
        "dask:tcp://host:8786": a cluster that runs already, whose workers see the same files under the same names.
    memory
        The memory of each worker of a cluster on this machine, such as "2GB"; a fair share where left out.
    progress
        Called with the parts that are done, and all of them where that is known.

    Raises
    ------
    UsageProblem
        There is no such engine.
    MissingExtra
        Dask is not installed.
    WorldFault
        The cluster cannot be reached, has no worker, or another version of the program.

    >>> with open_engine("") as engine:
    ...     list(engine.map(len, ["a", "bcd"]))
    [1, 3]
    """
    if not text:
        yield OneProcess(progress)
        return
    name, _, address = text.partition(":")
    if name != "dask":
        raise UsageProblem(f"There is no engine '{text}'.", hint="Use dask, dask:2 or dask:tcp://HOST:8786.")
    if address and not address.isdecimal() and address.partition("://")[0] not in SCHEMES:
        raise UsageProblem(f"'{address}' is no address of a scheduler.", hint="Write dask:tcp://HOST:8786.")
    distributed = _distributed()
    if address and not address.isdecimal():
        with _reached(distributed, address) as client:
            yield Cluster(client, progress)
        return
    workers = int(address or os.cpu_count() or 1)
    if workers < 1:
        raise UsageProblem("A cluster needs a worker.", hint="Use dask:1 or more.")
    with (
        distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            memory_limit=memory,
            dashboard_address="127.0.0.1:0",
            scheduler_kwargs={"dashboard": False},
            silence_logs=logging.ERROR,
        ) as local,
        distributed.Client(local) as client,
    ):
        yield Cluster(client, progress)


def _distributed() -> Any:
    try:
        import distributed  # noqa: PLC0415 (an extra)
    except ImportError:
        raise MissingExtra("--engine dask", "dask") from None
    return distributed


@contextmanager
def _reached(distributed: Any, address: str) -> Iterator[Any]:
    try:
        client = distributed.Client(address, timeout=WAIT_SECONDS)
    except (OSError, ValueError, TimeoutError) as fault:
        raise WorldFault(f"No scheduler answers at {address}.", hint="Start one with: dask scheduler") from fault
    with client:
        try:
            client.wait_for_workers(1, timeout=WAIT_SECONDS)
        except TimeoutError as fault:
            raise WorldFault(f"The cluster at {address} has no worker.", hint=f"dask worker {address}") from fault
        _check_versions(client)
        yield client


def _check_versions(client: Any) -> None:
    """Refuse workers that lack the program or have another version of it: they would give other results."""
    own = program_mark()
    try:
        found = client.run(program_mark)
    except Exception as fault:  # whatever a worker without our packages says
        raise WorldFault(
            f"A worker cannot run StrikeAtlas: {fault}.", hint="Install the same version on every worker."
        ) from fault
    if wrong := {worker: mark for worker, mark in found.items() if mark != own}:
        worker, mark = next(iter(wrong.items()))
        raise WorldFault(
            f"The worker {worker} has StrikeAtlas {mark}; here it is {own}.",
            hint="Install the same version on every worker.",
        )


def program_mark() -> str:
    """Return what tells one state of the program from another: its version, and a hash over its own files."""
    root = Path(__file__).resolve().parents[2]
    digest = hashlib.sha256()
    for room in WORKING_ROOMS:
        for path in sorted(path for path in (root / room).rglob("*") if path.suffix in (".py", ".toml", ".csv")):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{user_agent().partition('/')[2] or 'not installed'} ({digest.hexdigest()[:12]})"
