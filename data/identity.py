"""Who a record is: identity from the recorder's code, one reading of it from the content."""

from __future__ import annotations

import hashlib
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from .fields import fields
from .store import to_arrow

# What a re-export or a second look may change without the claim having changed.
NOT_CONTENT = frozenset(
    {"record_id", "claim_id", "figure_id", "origin_file", "origin_sha256", "origin_row", "origin_span", "warnings"}
    | {"superseded_by"}
)
HASH_DIGITS = 16
BETWEEN, INSIDE, PARTS = "\x01", "\x02", "\x03"
# What would make two texts differ that say the same: blanks other than one space, and what divides the whole.
UNEVEN_ASCII = r"[\x01-\x03\t-\r\x1c-\x1f]|  "
UNEVEN = UNEVEN_ASCII + r"|\p{Z}\p{Z}|[\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]"
BLANKS = r"[\s\x{85}\x1c-\x1f\p{Z}\x01-\x03]+"


def content_hashes(frame: pd.DataFrame, table: str) -> pd.Series:
    """Hash what each row says: its declared columns without ids, origin and warnings.

    Text is compared in Unicode NFC with runs of blanks as one blank; a column that is unknown
    adds nothing, so a field declared later does not change the hash of older rows.
    """
    return pd.Series(row_hashes(to_arrow(frame, table), table), dtype="string")


def row_hashes(held: Any, table: str) -> list[str]:
    """Hash what each row of a declared Arrow table says, as `content_hashes` does."""
    parts = []
    for field in fields(table):
        if field.name in NOT_CONTENT:
            continue
        text = _as_text(held.column(field.name), field.type)
        if text.null_count < len(text):
            parts.append(pc.binary_join_element_wise(field.name, INSIDE, text, BETWEEN, ""))
    if not parts:
        return [digest(b"")] * int(held.num_rows)
    whole = pc.binary_join_element_wise(*parts, "", null_handling="replace", null_replacement="")
    return [digest(text) for text in whole.cast(pa.binary()).to_pylist()]


def _even(text: Any) -> Any:
    """Bring texts to one Unicode form and runs of blanks to one blank, where there is anything to bring."""
    ascii_only = pc.all(pc.string_is_ascii(text)).as_py()
    if not ascii_only:
        text = pc.utf8_normalize(text, "NFC")
    if pc.any(pc.match_substring_regex(text, UNEVEN_ASCII if ascii_only else UNEVEN)).as_py():
        text = pc.replace_substring_regex(text, BLANKS, " ")
    return pc.utf8_trim_whitespace(text)


def _as_text(column: Any, kind: str) -> Any:
    column = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    column = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if kind == "list":
        if not len(column.flatten()):
            return pa.nulls(len(column), pa.string())
        plain = pa.ListArray.from_arrays(column.offsets, _even(column.values))
        joined = pc.binary_join(plain, PARTS)
        return pc.if_else(pc.equal(pc.list_value_length(column), 0), pa.scalar(None, pa.string()), joined)
    text = column if column.type == pa.string() else pc.cast(column, pa.string())
    return text if kind in ("integer", "number") else _even(text)


def digest(content: bytes) -> str:
    """Hash bytes, shortened to the length of our ids."""
    return hashlib.sha256(content).hexdigest()[:HASH_DIGITS]


def text_id(*parts: str | None) -> str:
    """Make a short id from texts; the same texts give the same id."""
    return digest("\x00".join(part or "" for part in parts).encode("utf-8", "surrogatepass"))


def identify(claims: pd.DataFrame) -> pd.DataFrame:
    """Give claims their record_id and claim_id.

    record_id is the recorder and its own code, or the content hash where there is no code;
    claim_id is record_id and the content hash. The frame needs `recorder`; a new one is returned.
    """
    held = identified(to_arrow(claims, "claims"), "claims")
    ids = {name: pd.array(held.column(name).combine_chunks(), dtype="string") for name in ("record_id", "claim_id")}
    return claims.assign(**ids)


def identified(held: Any, table: str) -> Any:
    """Give the rows of an Arrow table of claims or figures their ids."""
    hashes = pa.array(row_hashes(held, table), pa.string())
    if table == "figures":
        return _set(held, "figure_id", hashes)
    codes = pc.coalesce(held.column("record_code"), hashes)
    records = pc.binary_join_element_wise(held.column("recorder"), codes, ":")
    claims = pc.binary_join_element_wise(records, hashes, "@")
    return _set(_set(held, "record_id", records), "claim_id", claims)


def _set(held: Any, name: str, values: Any) -> Any:
    place = held.schema.get_field_index(name)
    return held.set_column(place, held.schema.field(place), values)
