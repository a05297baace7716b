"""What was asked and answered, on disk: no phrase is sent twice, and no two questions in one second."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from data import WorldFault, private_folder

from .service import Service

NAME = "answers.sqlite"
PATIENCE_SECONDS = 120.0
_TABLES = """
CREATE TABLE IF NOT EXISTS answers (
  service TEXT, address TEXT, phrase TEXT, asked_at REAL, answer TEXT, PRIMARY KEY (service, address, phrase)
);
CREATE TABLE IF NOT EXISTS pace (address TEXT PRIMARY KEY, asked_at REAL);
"""


class AnswerCache:
    """Answers of services in a private folder; processes that share it keep one pace.

    Raises
    ------
    WorldFault
        The folder cannot be written, or holds another file under the name of the cache.
    """

    def __init__(
        self, folder: Path, *, now: Callable[[], float] = time.time, sleep: Callable[[float], object] = time.sleep
    ) -> None:
        private_folder(folder)
        self.path = folder / NAME
        self._now, self._sleep = now, sleep
        with self._open() as connection:
            connection.executescript(_TABLES)

    def answer(self, service: Service, phrase: str) -> list[dict[str, Any]] | None:
        """What the service answered before, or None."""
        with self._open() as connection:
            row = connection.execute(
                "SELECT answer FROM answers WHERE service = ? AND address = ? AND phrase = ?",
                (service.name, service.address, phrase),
            ).fetchone()
        return json.loads(row[0]) if row else None

    def keep(self, service: Service, phrase: str, answer: list[dict[str, Any]]) -> None:
        """Keep an answer, an empty one too."""
        row = (service.name, service.address, phrase, self._now(), json.dumps(answer, ensure_ascii=False))
        with self._open() as connection:
            connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)", row)

    def wait(self, service: Service) -> None:
        """Wait until the service may be asked again, and take the turn."""
        with self._open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            row = connection.execute("SELECT asked_at FROM pace WHERE address = ?", (service.address,)).fetchone()
            rest = service.seconds - (self._now() - row[0]) if row else 0.0
            if rest > 0:
                self._sleep(min(rest, service.seconds))
            connection.execute("INSERT OR REPLACE INTO pace VALUES (?, ?)", (service.address, self._now()))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = sqlite3.connect(self.path, timeout=PATIENCE_SECONDS, isolation_level=None)
            try:
                yield connection
                if connection.in_transaction:
                    connection.commit()
            finally:
                connection.close()
        except sqlite3.Error as fault:
            hint = "Name another folder, or remove the file: it only holds answers."
            raise WorldFault(f"{self.path}: the answers kept there cannot be used ({fault}).", hint=hint) from fault
