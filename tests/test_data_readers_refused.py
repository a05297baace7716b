"""A file that is refused is let go of at once: nothing reads it on behind the error, or while the program ends."""

from pathlib import Path
from typing import BinaryIO

import pytest

from data import InputRefused, read
from data.readers import opening


@pytest.mark.parametrize("text", ["code,date,place\n", "a,b\n1,2\n", "code,happened\nV1,2031-05-02\n"])
def test_a_refused_file_is_closed_while_its_error_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    opened: list[BinaryIO] = []
    own = opening._stream

    def noted(*words: object, **more: object) -> BinaryIO:
        opened.append(own(*words, **more))  # type: ignore[arg-type]
        return opened[-1]

    monkeypatch.setattr(opening, "_stream", noted)
    path = tmp_path / "sheet.csv"
    path.write_text(text)
    with pytest.raises(InputRefused) as refused:
        read(path, "airwars")
    # The error is still held, as it is while it is told.
    assert refused.value.message
    assert opened
    assert all(file.closed for file in opened)
