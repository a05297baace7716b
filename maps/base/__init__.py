"""The base geography of a page: countries, rivers, lakes and names, cropped to a view, without any request.

It may import data, geo and the payload. Most callers want `base_geography`.
"""

from .geography import base_folder, base_geography, base_model
from .labels import town_labels, unit_labels
from .view import View, norm_view

__all__ = ["View", "base_folder", "base_geography", "base_model", "norm_view", "town_labels", "unit_labels"]
