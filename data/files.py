"""Files that are whole or not there: atomic writes, private folders, and one lock per project.

What is not portable (fsync of folders, file locks) stands in this module alone.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from .errors import WorldFault

LOCK = ".lock"
PRIVATE = 0o700
MEGABYTE = 1 << 20
# The flag by which Linux and macOS exchange two names, and "relative to here" of Linux.
EXCHANGE, HERE = 2, -100


def write_atomic(path: Path | str, content: bytes | Callable[[BinaryIO], object], *, mode: int = 0o644) -> Path:
    """Write a file so that, whenever the machine stops, the old or the new one stands whole.

    `content` is the bytes, or a callable that writes them to the open file it is given.
    If it raises, the old file stays.

    Raises
    ------
    WorldFault
        The disk is full, the folder cannot be written to, or the like.
    """
    target = Path(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    except OSError as fault:
        raise WorldFault(f"{target} cannot be written: {fault.strerror}.", hint="The old file is unchanged.") from fault
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            _fill(file, content)
            os.fchmod(file.fileno(), mode)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
        sync_folder(target.parent)
    except OSError as fault:
        raise WorldFault(f"{target} cannot be written: {fault.strerror}.", hint="The old file is unchanged.") from fault
    finally:
        temporary.unlink(missing_ok=True)
    return target


def take_name(temporary: Path, target: Path, *, mode: int) -> None:
    """Give a finished file of the same folder its name, so that the old or the new one stands whole.

    Raises
    ------
    WorldFault
        It cannot be done; the old file stands.
    """
    try:
        with temporary.open("rb") as file:
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        temporary.replace(target)
        sync_folder(target.parent)
    except OSError as fault:
        raise WorldFault(f"{target} cannot be written: {fault.strerror}.", hint="The old file is unchanged.") from fault


def _fill(file: BinaryIO, content: bytes | Callable[[BinaryIO], object]) -> None:
    if isinstance(content, bytes):
        file.write(content)
    else:
        content(file)


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def swap_folders(one: Path, other: Path) -> bool:
    """Let two folders of one disk take each other's name in one step; False where the system cannot.

    Raises
    ------
    WorldFault
        The disk stands in the way; both are as they were.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    if hasattr(libc, "renameat2"):
        failed = libc.renameat2(HERE, names[0], HERE, names[1], EXCHANGE)
    elif hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(names[0], names[1], EXCHANGE)
    else:
        return False
    if not failed:
        sync_folder(other.parent)
        return True
    fault = ctypes.get_errno()
    if fault in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EXDEV):
        return False
    raise WorldFault(f"{other} cannot be written: {os.strerror(fault)}.", hint="What was there stands.")


def private_folder(path: Path | str) -> Path:
    """Make a folder that only its owner may open, and return it.

    Raises
    ------
    WorldFault
        It cannot be made.
    """
    folder = Path(path)
    try:
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        folder.chmod(PRIVATE)
    except OSError as fault:
        raise WorldFault(f"The folder {folder} cannot be made: {fault.strerror}.") from fault
    return folder


@contextlib.contextmanager
def project_lock(folder: Path | str) -> Iterator[None]:
    """Hold the one lock of a project while something is written there.

    Raises
    ------
    WorldFault
        Another run holds it.
    """
    path = private_folder(folder) / LOCK
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WorldFault(
                f"Another run is working in {folder}.", hint="Wait for it to end, then try again."
            ) from None
        yield


@contextlib.contextmanager
def folder_lock(folder: Path | str) -> Iterator[None]:
    """Hold a folder itself, leaving nothing in it, while a file is put together there.

    Raises
    ------
    WorldFault
        Another run holds it, or it is not there.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as fault:
        raise WorldFault(f"The folder {folder} cannot be opened: {fault.strerror}.") from fault
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WorldFault(
                f"Another run is fetching into {folder}.", hint="Wait for it to end, then try again."
            ) from None
        yield
    finally:
        os.close(handle)


def file_sha256(path: Path | str) -> str:
    """Hash a file without holding it in memory."""
    digest = hashlib.sha256()
    with Path(path).open("rb") as file:
        while block := file.read(MEGABYTE):
            digest.update(block)
    return digest.hexdigest()


def finished_lines(held: bytes) -> bytes:
    """Keep the lines of a log that have their line end."""
    return held[: held.rfind(b"\n") + 1]


def append_whole(
    path: Path | str, make: Callable[[bytes], bytes], *, finished: Callable[[bytes], bytes] = finished_lines
) -> None:
    """Add to a log under its lock: `make` gets the whole lines that are there and gives the new ones.

    A last line that was never finished, as `finished` says, is cut off first; if anything fails, the log is as before.
    A single line is added in its place, and counts when it is finished. Several are added to a copy that takes the
    log's name: a process that is killed while it writes would leave some of them.

    Raises
    ------
    WorldFault
        The disk is full, or the log cannot be written to.
    """
    target = Path(path)
    try:
        with _locked_log(target) as file:
            file.seek(0)
            held = file.read()
            whole = finished(held)
            added = make(whole)
            if added.count(b"\n") > 1:
                write_atomic(target, whole + added, mode=os.fstat(file.fileno()).st_mode & 0o777)
                return
            try:
                file.truncate(min(len(whole), len(held)))
                # Longer than what is held by its line end, where that alone was missing.
                file.write(whole[len(held) :] + added)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                file.truncate(min(len(whole), len(held)))
                raise
        sync_folder(target.parent)
    except OSError as fault:
        raise WorldFault(f"{target} cannot be written: {fault.strerror}.", hint="The log is unchanged.") from fault


@contextlib.contextmanager
def _locked_log(target: Path) -> Iterator[BinaryIO]:
    """Open a log and hold it; if another file has taken its name while this one was waited for, that one is opened."""
    while True:
        with target.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if target.exists() and os.path.samestat(os.fstat(file.fileno()), target.stat()):
                yield file
                return
