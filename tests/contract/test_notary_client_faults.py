"""Our client of the notary system on a line that loses answers, fails, repeats and stalls."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.backends.notary.client import NotaryClient
from assistant.backends.patience import Patience
from assistant.shared.errors import AssistantError, BackendUnavailable
from tests.contract.backend_systems import Systems, an_applicant, build_systems

SLOT_ID = "wuyi:singapore:20261202T013000Z"


@pytest.fixture
def systems(tmp_path: Path) -> Iterator[Systems]:
    built = build_systems(tmp_path)
    yield built
    built.engine.dispose()


def run(work: Any) -> Any:
    return asyncio.run(work)


class Unsteady(httpx.AsyncBaseTransport):
    """Passes requests on, but loses answers, fails or stalls as it is told, one fault a request."""

    def __init__(self, systems: Systems, faults: list[str]) -> None:
        self._real = httpx.ASGITransport(systems.notary, raise_app_exceptions=False)
        self._faults = faults

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        fault = self._faults.pop(0) if self._faults else "none"
        if fault == "refuse":
            raise httpx.ConnectError("refused", request=request)
        if fault == "503":
            return httpx.Response(503, text="<html>upstream</html>", request=request)
        answer = await self._real.handle_async_request(request)
        if fault == "lose":
            raise httpx.ReadTimeout("lost", request=request)
        if fault == "twice":
            await answer.aread()
            again = httpx.Request(request.method, request.url, headers=request.headers, content=request.content)
            return await self._real.handle_async_request(again)
        return answer


@pytest.mark.parametrize("fault", ["refuse", "503", "lose", "twice"])
def test_whatever_a_line_does_the_same_key_makes_one_booking(systems: Systems, fault: str) -> None:
    async def go() -> list[dict[str, Any]]:
        http = httpx.AsyncClient(transport=Unsteady(systems, [fault, "none", fault]), base_url="http://here")
        client = NotaryClient(http, Patience(tries=1))

        async def insist(call: Any) -> dict[str, Any]:
            for _ in range(3):
                try:
                    return dict(await call())
                except BackendUnavailable:
                    continue
            raise AssertionError("no answer after three tries")

        held = await insist(lambda: client.hold(SLOT_ID, key="hold-0001"))
        order = {"hold_id": held["hold_id"], "applicant": an_applicant(), "matter": "mandate"}
        return [
            await insist(lambda: client.book(**order, mission="singapore", office="wuyi", key="book-0001"))
            for _ in range(2)
        ]

    first, second = run(go())

    assert first == second
    free = run(systems.bookings.slots("wuyi", "singapore"))
    assert SLOT_ID not in {each["slot_id"] for each in free}
    with systems.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM notary_bookings").scalar_one() == 1


def test_a_line_that_fails_all_the_time_is_told_as_unavailable(systems: Systems) -> None:
    http = httpx.AsyncClient(transport=Unsteady(systems, ["refuse", "503", "lose"] * 3), base_url="http://here")

    async def go() -> list[type[AssistantError]]:
        kinds = []
        for _ in range(3):
            with pytest.raises(AssistantError) as refused:
                await NotaryClient(http, Patience(pause=0.001)).offices()
            kinds.append(refused.type)
        return kinds

    assert run(go()) == [BackendUnavailable] * 3


def test_a_system_that_is_too_slow_is_unavailable_and_its_deed_is_found_by_the_same_key(systems: Systems) -> None:
    async def slow(request: httpx.Request) -> httpx.Response:
        answer = await httpx.ASGITransport(systems.notary).handle_async_request(request)
        await asyncio.wait_for(asyncio.Event().wait(), timeout=0.01)
        return answer

    async def patient(request: httpx.Request) -> httpx.Response:
        try:
            return await slow(request)
        except TimeoutError as error:
            raise httpx.ReadTimeout("too slow", request=request) from error

    http = httpx.AsyncClient(transport=httpx.MockTransport(patient), base_url="http://here")
    with pytest.raises(BackendUnavailable, match="ReadTimeout"):
        run(NotaryClient(http).hold(SLOT_ID, key="hold-0001"))

    held = run(systems.bookings.hold(SLOT_ID, key="hold-0001"))

    assert held["slot"]["slot_id"] == SLOT_ID
    with systems.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM notary_holds").scalar_one() == 1
