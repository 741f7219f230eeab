"""Our clients against a server on loopback that resets, stalls, garbles and fails."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from httpx_aiohttp import AiohttpTransport
from hypothesis import given
from hypothesis import strategies as st

from assistant.backends.notary.client import NotaryClient
from assistant.backends.patience import Patience
from assistant.backends.petition.client import PetitionClient
from assistant.shared.errors import BackendUnavailable
from tests.unit.misbehaving_server import FAULTS, RECEIPT, Misbehaving, misbehaving
from tests.unit.test_actions_petition import confirmed

LINES: dict[str, Callable[[], httpx.AsyncBaseTransport]] = {
    "httpx": httpx.AsyncHTTPTransport,
    "aiohttp": AiohttpTransport,
}
Work = Callable[[httpx.AsyncClient, Patience], Any]


@dataclass
class Pauses:
    """Notes each pause instead of making it."""

    made: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.made.append(seconds)


def register(http: httpx.AsyncClient, patience: Patience) -> Any:
    return PetitionClient(http, patience).register({"text": "x"}, key="key-0001")


def play(
    faults: list[str], work: Work = register, *, line: str = "httpx", timeout: float = 5.0
) -> tuple[Any, Misbehaving, list[float]]:
    """What the client answered or raised, what the server saw, and the pauses that were made."""

    async def go() -> tuple[Any, Misbehaving, list[float]]:
        pauses = Pauses()
        async with (
            misbehaving(faults) as (server, url),
            httpx.AsyncClient(transport=LINES[line](), base_url=url, timeout=timeout) as http,
        ):
            try:
                return await work(http, Patience(sleep=pauses)), server, pauses.made
            except BackendUnavailable as error:
                return error, server, pauses.made

    return asyncio.run(go())


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_is_mended_by_a_repeat_under_the_same_key(line: str, fault: str) -> None:
    answer, server, pauses = play([fault], line=line)

    assert answer == {**RECEIPT, "deed": 1}
    assert server.keys == ["key-0001"] * 2
    assert server.deeds == {"key-0001": 1}
    assert len(pauses) == 1


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_stays_is_unavailable_after_three_tries(line: str, fault: str) -> None:
    answer, server, pauses = play([fault] * 9, line=line)

    assert isinstance(answer, BackendUnavailable)
    assert answer.context == {"backend": "petition"}
    assert "same key" in answer.mend
    assert server.keys == ["key-0001"] * 3
    assert len(pauses) == 2


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("fault", ["hang", "drip"])
def test_an_answer_that_does_not_end_in_time_is_waited_for_once_and_no_longer(line: str, fault: str) -> None:
    answer, server, pauses = play([fault] * 3, line=line, timeout=0.3)

    assert isinstance(answer, BackendUnavailable)
    assert (server.keys, pauses) == (["key-0001"], [])


def test_the_deed_behind_an_answer_that_came_too_late_is_found_by_the_same_key() -> None:
    async def go() -> tuple[Any, Misbehaving]:
        async with misbehaving(["hang"]) as (server, url), httpx.AsyncClient(base_url=url, timeout=0.3) as http:
            with pytest.raises(BackendUnavailable):
                await register(http, Patience())
            return await register(http, Patience()), server

    answer, server = asyncio.run(go())

    assert answer["deed"] == 1
    assert server.deeds == {"key-0001": 1}


@pytest.mark.parametrize("line", LINES)
def test_an_answer_that_comes_twice_is_one_answer(line: str) -> None:
    answer, server, _ = play(["twice"], line=line)

    assert answer["deed"] == 1
    assert server.deeds == {"key-0001": 1}  # aiohttp takes the second answer for noise and asks again


def test_a_busy_system_is_left_alone_for_as_long_as_it_asks() -> None:
    answer, _, pauses = play(["busy"])

    assert answer["deed"] == 1
    assert pauses == [1.0]


def test_a_busy_system_that_asks_for_more_time_than_there_is_is_not_asked_again() -> None:
    answer, server, _ = play(["busy"], timeout=0.9)

    assert isinstance(answer, BackendUnavailable)
    assert len(server.keys) == 1


def test_nobody_listening_is_unavailable_after_three_tries() -> None:
    async def go() -> list[float]:
        pauses = Pauses()
        async with misbehaving([]) as (_server, url):
            pass
        async with httpx.AsyncClient(base_url=url, timeout=5) as http:
            with pytest.raises(BackendUnavailable, match="ConnectError"):
                await register(http, Patience(sleep=pauses))
        return pauses.made

    assert len(asyncio.run(go())) == 2


@pytest.mark.parametrize(
    ("work", "times"),
    [
        (lambda http, patience: PetitionClient(http, patience).status("XF", "1"), 3),
        (lambda http, patience: NotaryClient(http, patience).eligibility({}), 3),
        (lambda http, patience: NotaryClient(http, patience).hold("s", key="key-0001"), 3),
        (lambda http, patience: PetitionClient(http, patience)._transport.json("POST", "/petitions", body={}), 1),
    ],
    ids=["reading", "storing-nothing", "with-a-key", "storing-without-a-key"],
)
def test_only_what_may_be_sent_twice_is_sent_twice(work: Work, times: int) -> None:
    _, server, _ = play(["502"] * 9, work)

    assert len(server.keys) == times


@given(st.integers(0, 6), st.floats(0.01, 2))
def test_pauses_grow_threefold_and_differ_by_half_either_way(repeat: int, pause: float) -> None:
    usual = pause * 3**repeat

    assert usual / 2 <= Patience(pause=pause).before(repeat) <= usual * 1.5


@pytest.mark.parametrize("fault", ["reset", "half-body", "503"])
async def test_a_citizen_is_told_plainly_keeps_the_form_and_gets_one_petition_at_the_second_submit(fault: str) -> None:
    async with misbehaving([fault] * 3) as (server, url), httpx.AsyncClient(base_url=url, timeout=5) as http:
        petitions: Any = PetitionClient(http, Patience(sleep=Pauses()))
        kept, told = await confirmed(petitions)
        slots, said = await confirmed(petitions)

    assert [(each["custom"]["outcome"], each["custom"]["key"]) for each in told] == [
        ("error_backend_unavailable", "backend_unavailable")
    ]
    assert kept["requested_slot"] == "petition_confirm"
    assert slots["last_petition"] == RECEIPT["number"]
    assert not any(each["custom"]["outcome"].startswith("error") for each in said)
    assert set(server.keys) == {"petition:s1:d1"} and server.deeds == {"petition:s1:d1": 1}
