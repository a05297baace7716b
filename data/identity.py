"""Who a record is: identity from the recorder's code, one reading of it from the content."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from .fields import fields
from .letters import few_distinct, from_letters, seen_in
from .store import to_arrow

# What a re-export or a second look may change without the claim having changed.
NOT_CONTENT = frozenset(
    {"record_id", "claim_id", "figure_id", "origin_file", "origin_sha256", "origin_row", "origin_span", "warnings"}
    | {"superseded_by"}
)
HASH_DIGITS = 16
BETWEEN, INSIDE, PARTS = "\x01", "\x02", "\x03"
HEX = np.frombuffer(b"".join(b"%02x" % n for n in range(256)), dtype=np.uint8).reshape(256, 2)
# Blanks beyond ASCII; runs of blanks, and what divides the whole, become one space.
WIDE_BLANKS = r"[\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]"
BLANKS = r"[\s\x{85}\x1c-\x1f\p{Z}\x01-\x03]+"


def content_hashes(frame: pd.DataFrame, table: str) -> pd.Series:
    """Hash what each row says: its declared columns without ids, origin and warnings.

    Text is compared in Unicode NFC with runs of blanks as one blank; a column that is unknown
    adds nothing, so a field declared later does not change the hash of older rows.
    """
    return pd.Series(pd.array(row_hashes(to_arrow(frame, table), table), dtype="string"))


def row_hashes(held: Any, table: str) -> Any:
    """Hash what each row of a declared Arrow table says, as `content_hashes` does."""
    return digests(row_texts(held, table))


def row_texts(held: Any, table: str) -> Any:
    """Write what each row of a declared Arrow table says as one text: what is hashed."""
    parts = []
    for field in fields(table):
        column = held.column(field.name)
        if field.name in NOT_CONTENT or column.null_count == len(column):
            continue
        text = _as_text(column.combine_chunks(), field.type)
        if text.null_count < len(text):
            parts.append(_part(field.name, text, even=field.type not in ("integer", "number")))
    if not parts:
        return pa.array([""] * int(held.num_rows), pa.string())
    return pc.binary_join_element_wise(*parts, "", null_handling="replace", null_replacement="")


def _part(name: str, text: Any, *, even: bool) -> Any:
    """Write a column as its part of the whole; a text that is there often is treated once."""
    if few_distinct(text):
        coded = text.dictionary_encode()
        return pc.take(_part(name, coded.dictionary, even=even), coded.indices)
    return pc.binary_join_element_wise(name, INSIDE, _even(text) if even else text, BETWEEN, "")


def _even(text: Any) -> Any:
    """Bring texts to one Unicode form and runs of blanks to one blank, where there is anything to bring."""
    seen = seen_in(text)
    if seen.high:
        text = pc.utf8_normalize(text, "NFC")
    suspect = seen.control or seen.double or (seen.high and pc.any(pc.match_substring_regex(text, WIDE_BLANKS)).as_py())
    if suspect:
        text = pc.replace_substring_regex(text, BLANKS, " ")
    return pc.utf8_trim_whitespace(text)


def _as_text(column: Any, kind: str) -> Any:
    if kind == "list":
        plain = pa.ListArray.from_arrays(column.offsets, _even(column.values))
        joined = pc.binary_join(plain, PARTS)
        return pc.if_else(pc.equal(pc.list_value_length(column), 0), pa.scalar(None, pa.string()), joined)
    return column if column.type == pa.string() else pc.cast(column, pa.string())


def digests(texts: Any) -> Any:
    """Hash each text of an Arrow array, shortened to the length of our ids; a missing text stays missing."""
    hashed = hashlib.sha256
    half = HASH_DIGITS // 2
    held = texts.cast(pa.binary()).to_pylist()
    whole = b"".join([hashed(text or b"").digest() for text in held])
    numbers = np.frombuffer(whole, dtype=np.uint8).reshape(-1, 32)[:, :half]
    made = from_letters(HEX[numbers].reshape(-1, HASH_DIGITS))
    return pc.if_else(pc.is_valid(texts), made, pa.scalar(None, pa.string())) if texts.null_count else made


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


def identified(held: Any, table: str, texts: Any = None) -> Any:
    """Give the rows of an Arrow table of claims or figures their ids; `texts` are their `row_texts`, if known."""
    hashes = row_hashes(held, table) if texts is None else digests(texts)
    if table == "figures":
        return _set(held, "figure_id", hashes)
    codes = pc.coalesce(held.column("record_code"), hashes)
    records = pc.binary_join_element_wise(held.column("recorder"), codes, ":")
    claims = pc.binary_join_element_wise(records, hashes, "@")
    return _set(_set(held, "record_id", records), "claim_id", claims)


def _set(held: Any, name: str, values: Any) -> Any:
    place = held.schema.get_field_index(name)
    return held.set_column(place, held.schema.field(place), values)
