"""A PostgreSQL with PostGIS that the tests start for themselves on a free port, and stop whatever happens."""

from __future__ import annotations

import atexit
import functools
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

BASES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
EXTENSIONS = ("../share/extension", "../share/postgresql/extension", "../share/postgresql*/extension")
OWNER, PASSWORD = "owner", "word-of-the-owner"
FASTER = "-c fsync=off -c full_page_writes=off -c max_connections=40"
# Ends with the tests, however they end: then nobody holds the other end of its input.
WATCH = 'trap "" INT TERM HUP; read _; "$1" -D "$2/db" -m immediate stop >/dev/null 2>&1; rm -rf "$2"'


def required() -> bool:
    """Tell whether a machine without PostGIS is a failure."""
    return bool(os.environ.get("CI")) or os.environ.get("STRIKEATLAS_POSTGIS") == "required"


def missing(why: str) -> None:
    """Skip with the reason; where PostGIS is required, fail."""
    if required():
        pytest.fail(f"{why}: run 'make test', which installs PostGIS or says how")
    pytest.skip(f"{why} (make test installs PostGIS where it may)")


def binaries() -> Path:
    """Find the newest PostgreSQL that has PostGIS."""
    on_path = [Path(found).resolve().parent for name in ("pg_config", "initdb") if (found := shutil.which(name))]
    others = [path for base in BASES for path in sorted(Path("/").glob(base[1:]), reverse=True)]
    for folder in (*on_path, *others):
        if (folder / "initdb").exists() and any(_controls(folder)):
            return folder
    missing("no PostgreSQL with PostGIS on this machine")
    raise AssertionError


def _controls(folder: Path) -> Iterator[Path]:
    for place in EXTENSIONS:
        yield from folder.glob(f"{place}/postgis.control")
    yield from Path("/usr/share/postgresql").glob(f"{folder.parent.name}/extension/postgis.control")


@dataclass(frozen=True)
class Server:
    """A running cluster; its owner may do everything in it."""

    port: int
    folder: Path

    def url(self, database: str = "postgres", *, user: str = OWNER, password: str = PASSWORD) -> str:
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str, database: str = "postgres") -> None:
        import psycopg  # noqa: PLC0415

        with psycopg.connect(self.url(database), autocommit=True) as link:
            link.execute(statement)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@functools.cache
def server() -> Server:
    """Start the cluster, once for all tests of a process."""
    pytest.importorskip("psycopg", reason="the extra sql is not installed")
    folder, bare = Path(tempfile.mkdtemp(prefix="strikeatlas-pg-")), binaries()
    user = _unprivileged() if os.geteuid() == 0 else None
    # PostgreSQL refuses to run as root.
    if user:
        shutil.chown(folder, user)
    (folder / "word").write_text(PASSWORD)
    (folder / "word").chmod(0o644)
    command = ["sh", "-c", WATCH, "watch", str(bare / "pg_ctl"), str(folder)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    watch = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True, user=user, cwd="/", **quiet)
    atexit.register(watch.communicate)
    options = ["-A", "scram-sha-256", f"--pwfile={folder / 'word'}", "-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run(
        [bare / "initdb", "-D", folder / "db", "-U", OWNER, *options], check=True, user=user, cwd="/", **quiet
    )
    for _ in range(5):
        port = _free_port()
        settings = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} {FASTER}"
        started = [bare / "pg_ctl", "-D", folder / "db", "-w", "-o", settings, "-l", folder / "log", "start"]
        if subprocess.run(started, check=False, user=user, cwd="/", **quiet).returncode == 0:
            return Server(port, folder)
    raise AssertionError((folder / "log").read_text())


def _unprivileged() -> str:
    import pwd  # noqa: PLC0415

    names = {each.pw_name for each in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)


@functools.cache
def _template() -> str:
    """A database with an empty store, from which others are copied."""
    from data import init_store  # noqa: PLC0415

    held = server()
    held.run("create database template_store")
    try:
        held.run("create extension postgis", "template_store")
    except Exception as fault:
        missing(f"PostGIS does not start: {str(fault).splitlines()[0]}")
    init_store(held.url("template_store"))
    return "template_store"


@contextmanager
def database(*, empty: bool = False) -> Iterator[str]:
    """Give the address of a database of its own: with a store in it, or `empty`, with nothing."""
    held = server()
    name = f"t{secrets.token_hex(6)}"
    held.run(f"create database {name}" + ("" if empty else f" template {_template()} strategy file_copy"))
    try:
        yield held.url(name)
    finally:
        held.run(f"drop database {name} with (force)")


def login(url: str, role: str) -> str:
    """Make a login that may do what a role may, and give its address."""
    held, name = server(), f"l{secrets.token_hex(6)}"
    held.run(f"create role {name} login password 'word-of-{name}' in role {role}")
    return held.url(url.rpartition("/")[2], user=name, password=f"word-of-{name}")
