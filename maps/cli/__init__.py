"""The command line: the only place that prints, sets exit codes and reads the clock."""

from .app import main

__all__ = ["main"]
