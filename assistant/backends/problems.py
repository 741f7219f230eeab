"""Errors of our tree as `application/problem+json`: code, detail, mend and what else the error carries."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from assistant.backends.errors import UnknownReference
from assistant.shared.errors import AssistantError

Delay = Callable[[float], Awaitable[None]]
SLOWLY = 0.3


class Problem(BaseModel):
    """The body of every refusal."""

    model_config = ConfigDict(extra="allow")

    code: str
    detail: str
    mend: str


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What OpenAPI says of these statuses."""
    return {
        status: {"model": Problem, "content": {"application/problem+json": {}}, "description": "Refused"}
        for status in statuses
    }


def problem(http: int, code: str, detail: str, mend: str, /, **context: Any) -> JSONResponse:
    """One refusal as a response; `context` is what else a client may need."""
    headers = {"Retry-After": str(context["retry_after"])} if "retry_after" in context else None
    return JSONResponse(
        {**context, "code": code, "detail": detail, "mend": mend},
        status_code=http,
        media_type="application/problem+json",
        headers=headers,
    )


def install(app: FastAPI, *, delay: Delay) -> None:
    """Every error that leaves `app` is a problem; a wrong number or code is told slowly, without holding a thread."""

    async def refused(_request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, AssistantError)
        if isinstance(error, UnknownReference):
            await delay(SLOWLY)
        if error.status >= 500:
            return problem(503, error.code, "the system cannot do this now", "try again later")
        return problem(error.status, error.code, error.message, error.mend, **error.context)

    async def malformed(_request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        # Never `input`: it is what the citizen typed.
        fields = [{"field": ".".join(map(str, e["loc"][1:])), "fault": e["type"]} for e in error.errors()]
        named = ", ".join(sorted({f["field"] or "body" for f in fields}))
        return problem(422, "bad-input", f"cannot use {named}", "see fields, mend them and send again", fields=fields)

    async def unrouted(_request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        if error.status_code == 400:  # a body whose bytes are not text: as unusable as any other, so told alike
            return problem(422, "bad-input", "cannot use body", "send JSON in UTF-8", fields=[])
        codes = {404: "no-such-path", 405: "no-such-method"}
        code = codes.get(error.status_code, "bad-request")
        return problem(error.status_code, code, str(error.detail), "see the OpenAPI document for what is served")

    async def unstored(_request: Request, _error: Exception) -> JSONResponse:
        return problem(503, "storage-unavailable", "the database did not take it", "try again with the same key")

    app.add_exception_handler(AssistantError, refused)
    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(HTTPException, unrouted)
    app.add_exception_handler(SQLAlchemyError, unstored)
