"""A system of another make behind the adapter keeps the contract, and never doubles a case."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from assistant.backends.cipher import AesGcmCipher
from assistant.backends.patience import Patience
from assistant.backends.petition.client import PetitionClient
from assistant.backends.petition.model import Status
from assistant.shared.errors import BackendUnavailable, Conflict, SetupError
from examples.foreign_petition.adapter import create_app
from examples.foreign_petition.mapping import load_mapping
from tests.contract.backend_systems import a_petition, build_systems
from tests.contract.foreign_system import ForeignSystem
from tests.contract.served import served
from tests.contract.test_conformance import conformance


@dataclass
class Joined:
    """The other system, and ours over it."""

    theirs: ForeignSystem
    app: Any

    def ask(self, call: Any, tries: int = 1) -> Any:
        """What our client is told."""

        async def go() -> Any:
            line = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=line, base_url="http://here") as http:
                return await call(PetitionClient(http, Patience(tries=tries, pause=0.001)))

        return asyncio.run(go())


@pytest.fixture
def joined(tmp_path: Path) -> Iterator[Joined]:
    systems = build_systems(tmp_path)
    theirs = ForeignSystem()
    with served(theirs.app) as url, httpx.Client(base_url=url, trust_env=False) as http:
        parts = {"engine": systems.engine, "cipher": AesGcmCipher(b"k" * 32), "pepper": b"p" * 32}

        async def at_once(_seconds: float) -> None:
            """Nobody waits in a test."""

        yield Joined(theirs, create_app(foreign=http, **parts, clock=lambda: datetime.now(UTC), delay=at_once))
    systems.engine.dispose()


def registered(joined: Joined) -> dict[str, Any]:
    found: dict[str, Any] = joined.ask(lambda c: c.register(a_petition(subject="油烟"), key="key-00000001"))
    return found


def standing(joined: Joined, receipt: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = joined.ask(lambda c: c.status(receipt["number"], receipt["query_code"]))
    return found


def test_the_adapter_keeps_what_the_contract_promises(joined: Joined) -> None:
    with served(joined.app) as url:
        done = conformance("--url", url, "--part", "registering", "--part", "guessing", "--part", "steps")

    assert done.returncode == 0, done.stdout
    assert "It lacks" not in done.stdout
    assert "Not asked: Within ten minutes the petition can be said differently" in done.stdout


def test_their_words_come_out_as_ours(joined: Joined) -> None:
    receipt = registered(joined)
    [number] = joined.theirs.cases
    assert (joined.theirs.cases[number]["xm"], joined.theirs.cases[number]["bt"]) == ("张三丰", "油烟")
    joined.theirs.advance(number, "03", "受理", "城市管理局")
    joined.theirs.advance(number, "06", "答复")

    found = standing(joined, receipt)

    assert found["status"] == "answered"
    assert found["department"] == {"code": "city_management", "name": "城市管理局"}
    assert [each["event"] for each in found["timeline"]] == ["register", "accept", "answer"]
    assert [each["actor"] for each in found["timeline"]] == ["citizen", "department", "department"]
    assert found["finish_by_provisional"] is False
    assert {each["action"]: each["reason"] for each in found["actions"]}["rate"] == "not-offered"


def test_a_case_is_never_doubled_whatever_fails_on_the_way(joined: Joined) -> None:
    joined.theirs.broken = 2

    receipt = joined.ask(lambda c: c.register(a_petition(), key="key-00000001"), tries=3)
    again = joined.ask(lambda c: c.register(a_petition(), key="key-00000001"))

    assert receipt == again
    assert len(joined.theirs.cases) == 1


def test_a_status_that_nobody_mapped_is_unavailable_and_never_guessed(joined: Joined) -> None:
    receipt = registered(joined)
    joined.theirs.advance(next(iter(joined.theirs.cases)), "77", "会商")

    with pytest.raises(BackendUnavailable):
        standing(joined, receipt)


def test_what_they_refuse_is_refused_with_a_code_of_the_contract(joined: Joined) -> None:
    receipt = registered(joined)
    joined.theirs.advance(next(iter(joined.theirs.cases)), "03", "受理")

    with pytest.raises(Conflict) as refused:
        joined.ask(lambda c: c.withdraw(receipt["number"], receipt["query_code"], key="with-0001"))

    assert refused.value.code == "withdraw-too-late"


@pytest.mark.parametrize(("part", "value"), [("statuses", {"01": "on_the_way"}), ("events", {"登记": "arrive"})])
def test_a_mapping_to_what_the_contract_does_not_know_is_refused_at_start(
    tmp_path: Path, part: str, value: dict[str, str]
) -> None:
    usual = yaml.safe_load(Path("examples/foreign_petition/mapping.yml").read_text("utf-8"))
    (tmp_path / "mapping.yml").write_text(yaml.safe_dump({**usual, part: value}), encoding="utf-8")

    with pytest.raises(SetupError, match=next(iter(value.values()))):
        load_mapping(tmp_path / "mapping.yml")


def test_the_mapping_knows_every_status_that_they_can_be_in() -> None:
    mapped = set(load_mapping().statuses.values())

    assert mapped == {each for each in Status if each.value not in ("rated", "review", "re_review", "merged")}
