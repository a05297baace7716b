"""Readers: one input in, claims, figures, sources and two baskets of leftovers out.

The way of a file: `opening` looks at its bytes, a format module makes chunks of text
from it, `mapping` says which column means what, `verbs` read the cells, `intake` counts.
"""
