"""Closed grammars of ours for dates, counts and codes: what they do not know they refuse, with a reason.

Nothing outside the standard library is used. The calls most people want are `read_date` and `read_count`.
"""

from .dates import DateSpan, date_refusal, match_date, read_date, read_dates
from .numbers import Count, count_refusal, match_count, read_count, read_counts, scan_counts
from .text import fold

__all__ = [
    "Count",
    "DateSpan",
    "count_refusal",
    "date_refusal",
    "fold",
    "match_count",
    "match_date",
    "read_count",
    "read_counts",
    "read_date",
    "read_dates",
    "scan_counts",
]
