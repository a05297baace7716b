"""Damage points of satellite images near reported strikes: consistent, none seen, or not assessable; never confirmed.

It may import data and geo. Most callers want `read_damage`, then `damage_near`.
"""

from .near import REASONS, Near, damage_near
from .points import DamagePoints, read_damage

__all__ = ["REASONS", "DamagePoints", "Near", "damage_near", "read_damage"]
