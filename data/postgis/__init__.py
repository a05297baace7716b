"""The store of a team: the same tables in a PostGIS database, by URL. The one call is `open_postgis`."""

from .opening import init_postgis, is_postgis, open_postgis

__all__ = ["init_postgis", "is_postgis", "open_postgis"]
