"""Who a record is: identity from the recorder's code, one reading of it from the content."""

from __future__ import annotations

import hashlib
import math
import re
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from .fields import fields

# What a re-export or a second look may change without the claim having changed.
NOT_CONTENT = frozenset(
    {"record_id", "claim_id", "origin_file", "origin_sha256", "origin_row", "origin_span", "warnings", "superseded_by"}
)
HASH_DIGITS = 16
BETWEEN, INSIDE, PARTS = "\x01", "\x02", "\x03"
OURS = "[\x01-\x03]"


def content_hashes(frame: pd.DataFrame, table: str) -> pd.Series:
    """Hash what each row says: its declared columns without ids, origin and warnings.

    Text is compared in Unicode NFC with runs of blanks as one blank; a column that is unknown
    adds nothing, so a field declared later does not change the hash of older rows.
    """
    parts = []
    for field in fields(table):
        if field.name in NOT_CONTENT or field.name not in frame or field.name == f"{table[:-1]}_id":
            continue
        text = _as_text(frame[field.name], field.type)
        if text.null_count < len(text):
            parts.append(pc.binary_join_element_wise(field.name, INSIDE, text, BETWEEN, ""))
    if not parts:
        return pd.Series([_digest("")] * len(frame), dtype="string")
    whole = pc.binary_join_element_wise(*parts, "", null_handling="replace", null_replacement="")
    plain = pc.replace_substring_regex(pc.utf8_normalize(whole, "NFC"), r"[\s\p{Z}]+", " ")
    plain = pc.replace_substring_regex(plain, f" ?({OURS}) ?", r"\1")
    return pd.Series([_digest(text) for text in plain.to_pylist()], dtype="string")


def _as_text(column: pd.Series, kind: str) -> Any:
    if kind == "list":
        joined = [PARTS.join(_plain(part) for part in value) if len(value) else None for value in column]
        return pa.array(joined, type=pa.string())
    if kind == "number":
        return pa.array([None if math.isnan(value) else repr(value) for value in column.tolist()], type=pa.string())
    array = pa.array(column, from_pandas=True)
    text = pc.cast(array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array, pa.string())
    if kind == "integer" or not pc.any(pc.match_substring_regex(text, OURS)).as_py():
        return text
    return pc.replace_substring_regex(text, OURS, " ")


def _plain(text: str) -> str:
    return text if text.isprintable() else re.sub(OURS, " ", text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_DIGITS]


def text_id(*parts: str | None) -> str:
    """Make a short id from texts; the same texts give the same id."""
    return _digest(BETWEEN.join(part or "" for part in parts))


def identify(claims: pd.DataFrame) -> pd.DataFrame:
    """Give claims their record_id and claim_id.

    record_id is the recorder and its own code, or the content hash where there is no code;
    claim_id is record_id and the content hash. The frame needs `recorder`; a new one is returned.
    """
    hashes = content_hashes(claims, "claims")
    codes = claims["record_code"].reset_index(drop=True).astype("string")
    records = claims["recorder"].reset_index(drop=True).astype("string") + ":" + codes.fillna(hashes)
    return claims.assign(record_id=records.array, claim_id=(records + "@" + hashes).array)
