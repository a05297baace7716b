"""Places of a running text."""

from .scan import Mention, scan, unscanned

__all__ = ["Mention", "scan", "unscanned"]
