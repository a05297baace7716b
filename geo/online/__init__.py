"""Geocoders of others, asked over the network: never unless a caller names one of them."""

from .locate import locate_online, locate_table_online, phrase_to_ask
from .places import OnlinePlaces
from .service import Service, service_of

__all__ = ["OnlinePlaces", "Service", "locate_online", "locate_table_online", "phrase_to_ask", "service_of"]
