"""The old or the new file stands, whatever happens in between (S5.1)."""

import fcntl
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import BinaryIO

import pytest

from data import WorldFault, private_folder, project_lock, write_atomic
from data.files import append_whole, file_sha256

ROOT = Path(__file__).resolve().parent.parent


def test_a_file_is_written_whole_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    target = write_atomic(tmp_path / "a.txt", b"one")
    write_atomic(target, lambda file: file.write(b"two"))
    assert target.read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_writer_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    target = write_atomic(tmp_path / "a.txt", b"old")

    def half(file: BinaryIO) -> None:
        file.write(b"ne")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_atomic(target, half)
    assert target.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_is_not_there_is_a_fault_of_the_world(tmp_path: Path) -> None:
    with pytest.raises(WorldFault, match="cannot be written"):
        write_atomic(tmp_path / "none" / "a.txt", b"x")


def test_a_full_disk_leaves_the_old_file_and_says_so(tmp_path: Path) -> None:
    target = write_atomic(tmp_path / "a.txt", b"old")

    def full(file: BinaryIO) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(WorldFault, match="No space left"):
        write_atomic(target, full)
    assert target.read_bytes() == b"old"


def test_killed_while_writing_the_old_file_stands(tmp_path: Path) -> None:
    target = write_atomic(tmp_path / "a.txt", b"old")
    code = (
        "import os, signal, sys; from data import write_atomic\n"
        "write_atomic(sys.argv[1], lambda f: (f.write(b'x' * 9000), f.flush(), os.kill(os.getpid(), signal.SIGKILL)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(target)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert target.read_bytes() == b"old"


def test_one_run_holds_the_lock_and_another_is_refused(tmp_path: Path) -> None:
    with (
        project_lock(tmp_path / "work"),
        pytest.raises(WorldFault, match="Another run"),
        project_lock(tmp_path / "work"),
    ):
        pass
    with project_lock(tmp_path / "work"):
        pass


def test_the_work_folder_is_private(tmp_path: Path) -> None:
    folder = private_folder(tmp_path / "work")
    assert folder.stat().st_mode & 0o777 == 0o700


def test_an_unfinished_last_line_is_cut_before_more_is_added(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"one\ntw")
    append_whole(log, lambda held: b"seen " + held)
    assert log.read_bytes() == b"one\nseen one\n"


def test_a_hash_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = write_atomic(tmp_path / "a", b"abc")
    assert file_sha256(path).startswith("ba7816bf")


def test_who_waited_for_a_log_adds_to_the_file_that_has_its_name_now(tmp_path: Path) -> None:
    log, other = tmp_path / "log", tmp_path / "other"
    log.write_bytes(b"old\n")
    other.write_bytes(b"new\n")
    with log.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        writer = threading.Thread(target=append_whole, args=(log, lambda whole: b"after " + whole))
        writer.start()
        time.sleep(0.05)
        other.replace(log)
    writer.join()
    assert log.read_bytes() == b"new\nafter new\n"


def test_several_lines_are_added_as_a_whole_and_the_mode_stays(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"one\ntorn")
    log.chmod(0o600)
    append_whole(log, lambda whole: b"two\nthree\n")
    assert log.read_bytes() == b"one\ntwo\nthree\n"
    assert log.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["log"]
