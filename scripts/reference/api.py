"""docs/reference/api.md and api.json: the public API as its routers declare it. Nothing is started."""

import json
from typing import Any

from fastapi import FastAPI

from assistant.gateway import endpoints, news_endpoint, pages, public_table, uploads
from scripts.reference.page import page, table


def description() -> dict[str, Any]:
    """The OpenAPI description of the public app."""
    app = FastAPI(title="侨都通 Qiaodu Assistant", version="1")
    for module in (endpoints, uploads, pages, public_table, news_endpoint):
        app.include_router(module.router)
    return app.openapi()


def api_json() -> str:
    """The description as a file."""
    return json.dumps(description(), ensure_ascii=False, indent=2) + "\n"


def api_page() -> str:
    """The page as it must be for the code as it is."""
    api = description()
    schemas = api["components"]["schemas"]
    routes = [
        (f"`{method.upper()} {path}`", _answers(operation), operation.get("description", ""))
        for path, methods in api["paths"].items()
        for method, operation in methods.items()
    ]
    bodies = [
        part
        for name, schema in schemas.items()
        if not name.startswith(("HTTPValidation", "Validation", "Body_"))
        for part in (
            f"### {name}",
            schema.get("description", ""),
            table(("field", "type", "required"), _fields(schema)),
        )
    ]
    return page(
        "Public API v1",
        "the routers of assistant/gateway",
        "The same as a machine reads it: [api.json](api.json); in a running service: `/docs`. What stands in "
        "`messages` and in events is described by [message.schema.json](../../schema/message.schema.json).",
        "Errors are `application/problem+json` with `code`, `detail`, `mend`, and `text` for the citizen. `client_id` "
        "is the idempotency key: the same one twice gives the same turn.",
        "## Routes",
        table(("route", "answers", "what is true afterwards"), routes),
        "## Bodies",
        *bodies,
    )


def _answers(operation: dict[str, Any]) -> str:
    """Success first; 422 is the framework's own for every route with input."""
    return ", ".join(status for status in sorted(operation["responses"]) if status != "422")


def _fields(schema: dict[str, Any]) -> list[tuple[str, str, str]]:
    required = schema.get("required", [])
    return [
        (f"`{name}`", _type(field), "yes" if name in required else "")
        for name, field in schema.get("properties", {}).items()
    ]


def _type(field: dict[str, Any]) -> str:
    if "anyOf" in field:
        return " or ".join(_type(option) for option in field["anyOf"])
    if "$ref" in field:
        return str(field["$ref"]).rsplit("/", 1)[-1]
    if field.get("type") == "array":
        return f"list of {_type(field['items'])}"
    limits = [
        f"{word} {field[key]}" for key, word in (("minLength", "at least"), ("maxLength", "at most")) if key in field
    ]
    return f"{field.get('type', 'any')}{', ' + ' and '.join(limits) + ' characters' if limits else ''}"
