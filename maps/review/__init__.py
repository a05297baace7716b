"""The review: a local web application in which a person settles places, pairs, rejected rows and stale judgements.

It writes judgements into the project's log and nothing else. Most callers want `prepare`, then `run`.
"""

from .desk import Desk, Filter
from .guard import Guard, Sessions
from .opening import open_desk
from .running import Running, Terms, prepare
from .server import Review

__all__ = ["Desk", "Filter", "Guard", "Review", "Running", "Sessions", "Terms", "open_desk", "prepare"]
