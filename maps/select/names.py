"""Names for the outside: identities that hold no hash over what is withheld."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Names:
    """Published name of each record and of each claim.

    A claim_id holds a hash over all of a claim's content, and so does the record_id of a record without a code. With
    the public columns in hand, somebody could try out the digits of a withheld coordinate until the hash fits; so
    neither leaves. A record keeps its recorder's code; one without a code is counted among those that are published.
    """

    records: Mapping[str, str]
    claims: Mapping[str, str]

    def renamed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the frame with every identity in it renamed."""
        out = frame.copy()
        for column in ("record_id", "incident_id", "subject_id"):
            if column in out.columns:
                out[column] = out[column].map(self.records).astype("string")
        if "claim_id" in out.columns:
            out["claim_id"] = out["claim_id"].map(self.claims).astype("string")
        for column, known in (("record_ids", self.records), ("subjects", self.records), ("claim_ids", self.claims)):
            if column in out.columns:
                lists = [[known[name] for name in names] for names in out[column]]
                out[column] = pd.Series(lists, index=out.index, dtype=object)
        return out


def published_names(claims: pd.DataFrame) -> Names:
    """Name the records and claims of a selection for the outside."""
    coded = claims["record_code"].notna()
    firsts = claims[~coded & ~claims["record_id"].duplicated()]
    counted = firsts["recorder"] + ":uncoded-" + (firsts.groupby("recorder").cumcount() + 1).astype("str")
    records = dict(zip(claims.loc[coded, "record_id"], claims.loc[coded, "record_id"], strict=True))
    records |= dict(zip(firsts["record_id"], counted, strict=True))
    number = claims.groupby("record_id", sort=False).cumcount()
    names = claims["record_id"].map(records) + ("~" + (number + 1).astype("str")).where(number > 0, "")
    return Names(records, dict(zip(claims["claim_id"], names, strict=True)))
