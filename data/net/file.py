"""Files from the network: resumed after a cut, and given their name only when they have passed every check."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..errors import NetFault, WorldFault
from ..files import file_sha256, folder_lock, take_name
from .again import again
from .bytes import refuse_larger
from .exchange import Reply, Show, ask
from .reach import Reach

RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
Progress = Callable[[int, int | None], object]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that has come whole and was checked."""

    path: Path
    url: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class _Part:
    """What has come so far, and beside it what its server said of it."""

    data: Path
    note: Path
    url: str

    def held(self) -> tuple[int, str]:
        """Return how many bytes are there and the mark by which the server knows them; 0 where they are of no use."""
        try:
            told = json.loads(self.note.read_text(encoding="utf-8"))
            size = self.data.stat().st_size
        except (OSError, ValueError):
            return 0, ""
        mark = told.get("mark", "") if isinstance(told, dict) and told.get("url") == self.url else ""
        return (size, mark) if mark and size else (0, "")

    def mark(self, reply: Reply) -> None:
        """Keep the mark of a new beginning. A weak ETag does not promise the same bytes."""
        etag = reply.headers.get("etag", "")
        mark = etag if etag and not etag.startswith("W/") else reply.headers.get("last-modified", "")
        self.note.write_text(json.dumps({"url": self.url, "mark": mark}), encoding="utf-8")

    def drop(self) -> None:
        self.data.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)


def fetch_file(
    url: str,
    path: Path | str,
    *,
    reach: Reach,
    sha256: str = "",
    check: Callable[[Path], object] | None = None,
    show: Show | None = None,
    progress: Progress | None = None,
) -> Fetched:
    """Fetch a file; it takes its name when it is whole, has the hash that was asked for, and passed the check.

    What had come before a cut is kept beside it under a name of its own, and the next call goes on from there if the
    server still has the same file.

    Parameters
    ----------
    url
        An https address of a host that `reach` names.
    path
        Where it is to stand; what stood there before stays until then.
    reach
        Hosts and limits.
    sha256
        The hash that it must have, where it is known.
    check
        Called with the path of the whole file, which has the ending of `path`; it raises where that is not the file
        that was meant.
    show
        Called with every address before it is asked.
    progress
        Called with the bytes that have come and the bytes in all, where that is known.

    Raises
    ------
    NetFault
        The address may not be asked, a limit was passed, the file was cut or has another hash.
    WorldFault
        The disk stood in the way, or another run is fetching the same file.
    """
    target = Path(path)
    part = _part_of(target, url)
    until = time.monotonic() + reach.seconds
    final = [url]

    def once() -> None:
        size, mark = part.held()
        headers = {"Range": f"bytes={size}-", "If-Range": mark} if size else {}
        try:
            with ask(url, reach, until=until, headers=headers, show=show) as reply:
                final[0] = reply.url
                _take(reply, part, reach, progress)
        except NetFault as fault:
            if fault.status == 416:
                part.drop()
                fault.passing = True
            raise

    try:
        with folder_lock(target.parent):
            again(once, reach, until=until)
            return _named(part, target, final[0], sha256=sha256, check=check)
    except OSError as fault:
        raise WorldFault(f"{target} cannot be written: {fault.strerror}.", hint="The old file is unchanged.") from fault


def bring_file(
    given: Path | str,
    path: Path | str,
    *,
    sha256: str = "",
    check: Callable[[Path], object] | None = None,
) -> Fetched:
    """Take a file that somebody brought by hand through the same checks as one that was fetched.

    Raises
    ------
    NetFault
        It has another hash.
    WorldFault
        The disk stood in the way.
    """
    target = Path(path)
    part = _part_of(target, str(given))
    try:
        with folder_lock(target.parent):
            shutil.copyfile(given, part.data)
            return _named(part, target, str(given), sha256=sha256, check=check)
    except OSError as fault:
        raise WorldFault(f"{given} cannot be taken over: {fault.strerror}.", hint="Nothing was changed.") from fault


def _part_of(target: Path, url: str) -> _Part:
    return _Part(target.with_name(f".part-{target.name}"), target.with_name(f".part-{target.name}.json"), url)


def _take(reply: Reply, part: _Part, reach: Reach, progress: Progress | None) -> None:
    """Write the body to the part: behind what is there where the server goes on from it, anew where it does not."""
    start, total = _start(reply, part)
    if not start:
        part.data.unlink(missing_ok=True)
        part.mark(reply)
    done = start
    with part.data.open("ab") as file:
        _refuse_larger(reply, total or 0, part, reach)
        for block in reply.blocks():
            done += len(block)
            _refuse_larger(reply, done, part, reach)
            file.write(block)
            if progress is not None:
                progress(done, total)
    if total is not None and done != total:
        raise NetFault(f"{reply.url}: cut after {done} of {total} bytes.", hint=GO_ON, passing=True)


GO_ON = "Ask again: it goes on from there."


def _refuse_larger(reply: Reply, size: int, part: _Part, reach: Reach) -> None:
    try:
        refuse_larger(reply.url, size, reach)
    except NetFault:
        part.drop()
        raise


def _start(reply: Reply, part: _Part) -> tuple[int, int | None]:
    """Return where the body of the answer begins in the file, and how long the file is."""
    length = reply.length()
    if reply.status == 200:
        return 0, length
    size, mark = part.held()
    given = RANGE.fullmatch(reply.headers.get("content-range", ""))
    another = mark.startswith('"') and reply.headers.get("etag", mark) != mark
    if given is None or another or int(given[1]) != size:
        part.drop()
        raise NetFault(f"{reply.url}: the server sent another part than was asked for.", passing=True)
    if given[3] == "*":
        return size, size + length if length is not None else None
    return size, int(given[3])


def _named(part: _Part, target: Path, url: str, *, sha256: str, check: Callable[[Path], object] | None) -> Fetched:
    """Hold the whole file to its hash and its check, then give it its name; what fails is thrown away."""
    found = file_sha256(part.data)
    try:
        if sha256 and found != sha256.lower():
            raise NetFault(f"{url}: its hash is {found}, not {sha256}.", hint="It was thrown away.")
        if check is not None:
            check(part.data)
    except BaseException:
        part.drop()
        raise
    size = part.data.stat().st_size
    take_name(part.data, target, mode=0o644)
    part.drop()
    return Fetched(target, url, found, size)
