"""The files of a site beside its page: the same tables as CSV, XLSX, GeoJSON, GeoPackage and GeoParquet."""

from .files import data_files
from .tables import about_table, as_declared, kinds, site_tables

__all__ = ["about_table", "as_declared", "data_files", "kinds", "site_tables"]
