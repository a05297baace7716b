"""Places of a running text."""

from .scan import Mention, scan

__all__ = ["Mention", "scan"]
