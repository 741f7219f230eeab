"""Alembic's environment and the versions, oldest first; run by `assistant.persistence.migrate`."""
