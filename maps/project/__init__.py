"""The project file atlas.toml: its sections as value classes, and the one function that reads it.

It may import data. Most callers want `load_project`.
"""

from .load import load_project
from .sections import (
    REVIEWED,
    SECTIONS,
    Atlas,
    Geocode,
    ImageryFile,
    Input,
    MapView,
    Matches,
    OnlineLayer,
    Policy,
    Project,
    Release,
    TeamStore,
    UnitsFile,
)

__all__ = [
    "REVIEWED",
    "SECTIONS",
    "Atlas",
    "Geocode",
    "ImageryFile",
    "Input",
    "MapView",
    "Matches",
    "OnlineLayer",
    "Policy",
    "Project",
    "Release",
    "TeamStore",
    "UnitsFile",
    "load_project",
]  # fmt: skip
