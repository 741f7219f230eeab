"""schema/{petition,notary}.openapi.json: the backend contracts, from the apps, their words and played examples."""

import json
import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from fastapi import FastAPI

from assistant.backends.notary.endpoints import create_app as create_notary
from assistant.backends.petition.endpoints import create_app as create_petition
from scripts.reference.playing import Played, Stage, play
from scripts.reference.playing_notary import play_notary
from scripts.reference.playing_petition import play_petition

_HERE = Path(__file__).parent
_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_KEY = (
    "8 to 100 characters, fresh for each new deed and the same for each repeat of it. The same key and body give the "
    "same answer and no second deed; the same key with another body is 409 `idempotency-key-reused`."
)
_UNSTORED = {
    "storage-unavailable": {
        "code": "storage-unavailable",
        "detail": "the database did not take it",
        "mend": "try again with the same key",
    }
}
_SYSTEMS: dict[str, tuple[Callable[..., FastAPI], Callable[[Stage], Any]]] = {
    "petition": (create_petition, play_petition),
    "notary": (create_notary, play_notary),
}


def contract(system: str) -> dict[str, Any]:
    """The OpenAPI description of one system; an operation without words of its own has its docstring."""
    words = yaml.safe_load((_HERE / f"{system}_contract.yml").read_text("utf-8"))
    quiet = logging.getLogger("assistant.backends.access")
    quiet.disabled, before = True, quiet.disabled
    try:
        app, played = play(*_SYSTEMS[system])
    finally:
        quiet.disabled = before
    described = app.openapi()
    described["info"] |= {"title": words["title"], "description": words["description"]}
    shared = _refusals_of(played)
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            _describe(operation, (method, path), words, played, shared)
    for unused in ("HTTPValidationError", "ValidationError"):
        described["components"]["schemas"].pop(unused, None)
    return described


def contract_json(system: str) -> str:
    """The description as a file."""
    return json.dumps(contract(system), ensure_ascii=False, indent=2) + "\n"


CONTRACTS: dict[str, Callable[[], str]] = {
    f"{system}.openapi.json": partial(contract_json, system) for system in _SYSTEMS
}


def _describe(
    operation: dict[str, Any],
    name: tuple[str, str],
    words: dict[str, Any],
    played: Played,
    shared: dict[int, dict[str, Any]],
) -> None:
    said = words["operations"].get(" ".join(name), {})
    operation["operationId"] = operation["operationId"].split("_", 1)[0]
    operation |= {"summary": said.get("summary", operation["summary"])}
    operation |= {"description": said.get("text", operation.get("description", ""))}
    for parameter in operation.get("parameters", []):
        if parameter["name"] == "Idempotency-Key":
            parameter |= {"description": _KEY, "example": "petition:5f2c:1"}
    if name in played.requests:
        operation["requestBody"]["content"]["application/json"]["example"] = played.requests[name]
    answers = played.answers.get(name, {})
    for code, response in operation["responses"].items():
        status = int(code)
        if status < 400:
            kind = "text/calendar" if name[1].endswith(".ics") else "application/json"
            body = response["content"].setdefault(kind, {})
            if status in answers:
                body["example"] = answers[status]["answer"]
            response["content"] = {kind: {"schema": {"type": "string"}, **body}}
            continue
        examples = answers.get(status) or shared.get(status, {})
        if status == 409:  # any key may come back with another body
            examples = {**shared[409], **examples}
        response["description"] = words["refusals"].get(status, response["description"])
        response["content"] = {
            "application/problem+json": {
                "schema": _PROBLEM,
                "examples": {code: {"value": value} for code, value in sorted(examples.items())},
            }
        }
        if status == 429:
            response["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "seconds"}}


def _refusals_of(played: Played) -> dict[int, dict[str, Any]]:
    """By status, for operations that were not refused on the stage: what others were refused with."""
    found: dict[int, dict[str, Any]] = {503: _UNSTORED}
    for answers in played.answers.values():
        for status, examples in answers.items():
            if status in (404, 422, 429):
                found.setdefault(status, examples)
            if "idempotency-key-reused" in examples:
                found[409] = {"idempotency-key-reused": examples["idempotency-key-reused"]}
    return found
