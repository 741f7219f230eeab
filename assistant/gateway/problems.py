"""Errors as `application/problem+json` (RFC 9457): code, detail and mend for programs, `text` for the citizen."""

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from assistant.backends.problems import problem
from assistant.gateway.sessions import script_of_locale
from assistant.gateway.wording import WORDS, say
from assistant.shared.errors import AssistantError

log = logging.getLogger(__name__)


def install(app: FastAPI) -> None:
    """No error leaves `app` in any other shape, and none carries a stack or what the citizen typed."""

    async def ours(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, AssistantError)
        if error.status >= 500:
            log.error("%s %s: %s", request.method, request.url.path, error.code)
            return _told(request, error.status, error.code, "a part of the service is unavailable", "try again later")
        return _told(request, error.status, error.code, error.message, error.mend, **error.context)

    async def malformed(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        # Never `input`: it is what the citizen typed.
        fields = [{"field": ".".join(map(str, fault["loc"][1:])), "fault": fault["type"]} for fault in error.errors()]
        if any(field["fault"] == "json_invalid" for field in fields):
            return _told(request, 400, "body-not-json", "the body is not JSON in UTF-8", "send a JSON object in UTF-8")
        named = ", ".join(sorted({field["field"] or "body" for field in fields}))
        return _told(
            request, 422, "bad-input", f"cannot use {named}", "see fields, mend them, send again", fields=fields
        )

    async def unrouted(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        if error.status_code == 400:
            return _told(request, 400, "body-not-json", "the body is not JSON in UTF-8", "send a JSON object in UTF-8")
        code = {404: "no-such-path", 405: "no-such-method", 413: "body-too-large"}.get(error.status_code, "bad-request")
        return _told(request, error.status_code, code, str(error.detail), "see the API description at /docs")

    async def unstored(request: Request, error: Exception) -> JSONResponse:
        log.error("%s %s: storage %s", request.method, request.url.path, type(error).__name__)
        return _told(
            request, 503, "storage-unavailable", "the database did not take it", "send it again with the same client_id"
        )

    async def broken(request: Request, error: Exception) -> JSONResponse:
        log.error("%s %s broke: %s", request.method, request.url.path, type(error).__name__)
        return _told(request, 500, "internal", "something went wrong inside", "try again later")

    app.add_exception_handler(AssistantError, ours)
    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(HTTPException, unrouted)
    app.add_exception_handler(SQLAlchemyError, unstored)
    app.add_exception_handler(UnicodeDecodeError, malformed_bytes)
    app.add_exception_handler(Exception, broken)


async def malformed_bytes(request: Request, _error: Exception) -> JSONResponse:
    """A body that is not UTF-8."""
    return _told(request, 400, "body-not-json", "the body is not JSON in UTF-8", "send a JSON object in UTF-8")


def _told(request: Request, status: int, code: str, detail: str, mend: str, **context: Any) -> JSONResponse:
    key = f"problem_{code.replace('-', '_')}"
    script = script_of_locale(request.headers.get("accept-language", "").split(",")[0])
    words = say(key if key in WORDS else "problem_other", script)
    return problem(status, code, detail, mend, text=words, status=status, **context)
