"""What the caller may say about an input that the input does not say itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Options:
    """Choices of one read.

    `layer` names a layer, a sheet or a table of a database, `query` a query of it; `crs` the
    coordinate reference system of a file that states none (only WGS 84 is taken, nothing is
    reprojected here); `text_column` the column that holds the text of a release; `date_order` the
    order of all-numeric dates (mdy, dmy, ymd); `published_on` the day of a release that does not
    print it; `source` what is known of where the input came from, by the columns of sources: url,
    archive_url, retrieved_on, sha256 and so on.
    """

    layer: str | None = None
    query: str | None = None
    crs: str | None = None
    text_column: str | None = None
    date_order: str | None = None
    published_on: str | None = None
    source: Mapping[str, str] = field(default_factory=dict)


DEFAULT_OPTIONS = Options()
