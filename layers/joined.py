"""Shares as a table for other programs: one row for each record and unit, with shares that add up to one exactly."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .join import WHOLE, whole_parts
from .types import Whole

# The finest parts whose decimals, 27 of them, every common decimal type adds up without rounding.
FINE = 2**27
COLUMNS = ("id", "pcode", "share", "certain", "warnings")
NOT_PLACEABLE, MISMATCH, OUTSIDE = "not_placeable_at_level", "unit_mismatch", "outside_units"


def joined(placements: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """Return shares with the columns id, pcode, share, certain, warnings, in the order of the placements.

    A share is a whole number of parts of 2^27, and therefore a decimal number that ends: it is held as a float that is
    that number exactly, and `exact_text` writes it in full. So the shares of a record add up to one without rounding,
    in any order, as floats and as decimals. What lies in no unit, or is known too coarsely, has a row without a code.
    The warnings are those of the placement and of the share; a contradicted unit is told with both, and what is not
    placeable with its reason.

    Parameters
    ----------
    placements
        The placements that were shared.
    shares
        What `share` made of them.
    """
    of = _placement_of(shares)
    parts = whole_parts(of, shares["parts"].to_numpy(dtype=np.float64), whole=FINE)
    if (faint := parts == 0).any():
        shares, of, parts = shares[~faint].reset_index(drop=True), of[~faint], parts[~faint]
    lost = shares["pcode"].isna().to_numpy(dtype=bool)
    codes = [list(own) for own in shares["warnings"]]
    for at in np.flatnonzero(lost).tolist():
        if OUTSIDE not in codes[at]:
            codes[at].append(f"{NOT_PLACEABLE} ({shares['how'].iat[at]})")
    wrong = (
        [at for at, own in enumerate(codes) if MISMATCH in own] if shares["how"].str.contains("; stated ").any() else []
    )
    for at in wrong:
        stated = shares["how"].iat[at].partition("; stated ")[2]
        told = f"{MISMATCH} (stated {stated}, computed {shares['pcode'].iat[at]})"
        codes[at] = [told if code == MISMATCH else code for code in codes[at]]
    if placements["warnings"].map(len).any():
        own = placements["warnings"].tolist()
        codes = [[*own[place], *code] for place, code in zip(of.tolist(), codes, strict=True)]
    return pd.DataFrame(
        {
            "id": shares["subject_id"],
            "pcode": shares["pcode"],
            "share": parts / FINE,
            "certain": shares["certain"],
            "warnings": pd.Series(codes, dtype=object),
        },
        columns=list(COLUMNS),
    )


def _placement_of(shares: pd.DataFrame) -> Whole:
    """Return the row of the placement of each share: shares stand in the order of the placements and add up to one."""
    before: Whole = (shares["parts"].to_numpy(dtype=np.int64).cumsum() - 1) // WHOLE
    return before


def exact_text(share: float) -> str:
    """Return a share as the decimal number that it is, in full.

    >>> exact_text(0.5), exact_text(1.0), exact_text(1 / 2**27)
    ('0.5', '1', '0.000000007450580596923828125')
    """
    text = f"{share:.27f}".rstrip("0").rstrip(".")
    return text or "0"
