"""The OpenAPI files that suppliers build from: whole, with examples that keep to their own schemas."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.contract.backend_systems import build_systems

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "schema"
WORDS = ROOT / "scripts" / "reference"
SYSTEMS = ("petition", "notary")


@pytest.fixture(scope="module", params=SYSTEMS)
def described(request: pytest.FixtureRequest) -> Any:
    return json.loads((SCHEMA / f"{request.param}.openapi.json").read_text("utf-8"))


def operations(described: Any) -> Iterator[tuple[str, Any]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def faults(described: Any, schema: Any, value: Any) -> list[str]:
    whole = {**schema, "components": described["components"]}
    return [error.message for error in Draft202012Validator(whole).iter_errors(value)]


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_operation_of_the_contract_is_served_and_has_its_words(system: str) -> None:
    words = yaml.safe_load((WORDS / f"{system}_contract.yml").read_text("utf-8"))["operations"]
    served = dict(operations(json.loads((SCHEMA / f"{system}.openapi.json").read_text("utf-8"))))

    assert set(words) <= set(served)
    assert all(served[name]["summary"] == said["summary"] for name, said in words.items())


def test_every_example_keeps_to_the_schema_beside_it(described: Any) -> None:
    checked = 0
    for name, operation in operations(described):
        parts = [operation.get("requestBody", {}), *operation["responses"].values()]
        for content in (each for part in parts for each in part.get("content", {}).values()):
            examples = [content["example"]] if "example" in content else []
            examples += [each["value"] for each in content.get("examples", {}).values()]
            for example in examples:
                assert faults(described, content["schema"], example) == [], name
                checked += 1
    assert checked > 40


def test_every_operation_has_words_an_answer_and_its_refusals_as_examples(described: Any) -> None:
    for name, operation in operations(described):
        assert len(operation["description"]) > 15, name
        for status, response in operation["responses"].items():
            [(kind, content)] = response["content"].items()
            if status.startswith("2"):
                assert "example" in content, f"{name} {status}"
            else:
                assert kind == "application/problem+json", f"{name} {status}"
                assert all({"code", "detail", "mend"} <= set(e["value"]) for e in content["examples"].values())
                assert content["examples"], f"{name} {status}"


def test_every_deed_says_what_its_key_is_for(described: Any) -> None:
    for name, operation in operations(described):
        if name.startswith("post ") and name != "post /eligibility":
            keys = [each for each in operation["parameters"] if each["name"] == "Idempotency-Key"]
            assert [each["required"] for each in keys] == [True], name
            assert "no second deed" in keys[0]["description"]


def test_operation_ids_are_unique(described: Any) -> None:
    ids = [operation["operationId"] for _name, operation in operations(described)]

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("body", [b"\x96lC\xc2", b"{", b"[]", b'{"text": "\xff"}', b""])
def test_a_body_that_cannot_be_read_is_refused_like_any_other_that_cannot_be_used(tmp_path: Path, body: bytes) -> None:
    systems = build_systems(tmp_path)
    headers = {"Idempotency-Key": "key-0001", "Content-Type": "application/json"}

    answer = asyncio.run(systems.raw_petition.post("/petitions", content=body, headers=headers))

    assert (answer.status_code, answer.json()["code"]) == (422, "bad-input")
    systems.engine.dispose()
