"""Every table, SQLAlchemy Core, on one `metadata`; one module a domain. Instants are UTC (`UtcDateTime`)."""

from assistant.persistence.tables import backends, gateway, notary, petition, petition_links
from assistant.persistence.tables.types import metadata

__all__ = ["backends", "gateway", "metadata", "notary", "petition", "petition_links"]
