"""The system under test as the suite sees it: requests out, answers checked against the contract's OpenAPI file."""

import json
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from jsonschema import Draft202012Validator

SCHEMA = Path(__file__).resolve().parents[2] / "schema"


@dataclass(frozen=True)
class Answer:
    """What came back; `said` is the JSON, or the text of a calendar file."""

    status: int
    said: Any
    raw: bytes
    headers: httpx.Headers


class System:
    """Speaks to the system at `url`; every answer that the contract does not allow fails the test in plain words."""

    def __init__(self, name: str, url: str, headers: dict[str, str]) -> None:
        contract = json.loads((SCHEMA / f"{name}.openapi.json").read_text("utf-8"))
        # More than the contract asks for is no fault: our client reads what it knows.
        self._components = {"components": _open(contract["components"])}
        self._paths = contract["paths"]
        self._http = httpx.Client(base_url=url, headers=headers, timeout=30, trust_env=False)

    def close(self) -> None:
        """Nothing is open any more."""
        self._http.close()

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = None,
        wants: int,
        refused: str | None = None,
        raw: bytes | None = None,
        **values: Any,
    ) -> Any:
        """What the system said with status `wants` (and, of a refusal, the code `refused`), in the form of the contract.

        A POST has a fresh key unless `key` is given; an empty one sends none.
        """
        answer = self.send(method, path, body, key=key, raw=raw, **values)
        asked = f"{method.upper()} {path}"
        assert answer.status == wants, f"{asked} answered {answer.status} instead of {wants}: {answer.raw[:160]!r}"
        if refused is not None:
            seen = answer.said.get("code")
            assert seen == refused, f"{asked} was refused with code {seen!r} instead of {refused!r}"
        self._check(method, path, asked, answer)
        return answer.said

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = None,
        raw: bytes | None = None,
        **values: Any,
    ) -> Answer:
        """Whatever the system answered."""
        named = {name: values.pop(name) for name in list(values) if f"{{{name}}}" in path}
        wanted = fresh_key() if key is None and method == "post" else key
        headers = {"Idempotency-Key": wanted} if wanted else {}
        content = {"content": raw} if raw is not None else {"json": body} if body is not None else {}
        if raw is not None:
            headers["Content-Type"] = "application/json"
        response = self._http.request(
            method.upper(), path.format(**named), params=values or None, headers=headers, **content
        )
        try:
            said = response.json()
        except ValueError:
            said = response.text
        return Answer(response.status_code, said, response.content, response.headers)

    def _check(self, method: str, path: str, asked: str, answer: Answer) -> None:
        promised = self._paths[path][method]["responses"].get(str(answer.status))
        assert promised is not None, f"{asked} answered {answer.status}, which the contract does not know"
        [(kind, content)] = promised["content"].items()
        seen = answer.headers.get("content-type", "").split(";")[0]
        assert seen == kind, f"{asked} answered {seen!r} instead of {kind!r}"
        assert "no-store" in answer.headers.get("cache-control", "") or answer.status >= 400, (
            f"{asked} may be kept by whatever is on the way: Cache-Control lacks no-store"
        )
        faults = Draft202012Validator({**_open(content["schema"]), **self._components}).iter_errors(answer.said)
        for fault in faults:
            where = ".".join(str(part) for part in fault.absolute_path) or "the answer"
            raise AssertionError(f"{asked}: {where} is not as the contract says: {fault.message[:160]}")


def at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    """The same thing so many times at the same moment, and all results."""
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(count)))


def fresh_key() -> str:
    """A key that nobody used."""
    return f"conformance-{uuid.uuid4().hex}"


def _open(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {name: _open(each) for name, each in schema.items() if name != "additionalProperties" or each}
    return [_open(each) for each in schema] if isinstance(schema, list) else schema
