"""The files of a site beside its page: the same tables as CSV, XLSX, GeoJSON, GeoPackage, KML and GeoParquet."""

from .files import data_files
from .kml import kml_of
from .tables import about_table, as_declared, kinds, site_tables

__all__ = ["about_table", "as_declared", "data_files", "kinds", "kml_of", "site_tables"]
