"""Logs of the service: one line each to standard error, never what a citizen said."""

from typing import Any

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"level": "INFO", "handlers": ["stderr"]},
    # httpx logs URLs, and with them query codes; rasa_sdk logs whole trackers when it is verbose.
    "loggers": {name: {"level": "WARNING"} for name in ("httpx", "httpcore", "rasa_sdk", "sse_starlette", "alembic")},
}
