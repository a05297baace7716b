"""Pairs of claims that may tell of the same strike: proposed with evidence, never merged here."""

from .pairs import PairTerms, pair_id, pairs

__all__ = ["PairTerms", "pair_id", "pairs"]
