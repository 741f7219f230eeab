"""Whatever goes wrong below the clients comes out as an error of our tree."""

import asyncio
import inspect
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from assistant.backends.notary.client import NotaryClient
from assistant.backends.patience import Patience
from assistant.backends.petition.client import PetitionClient
from assistant.shared.errors import AssistantError, BackendUnavailable, BadInput, Conflict, NotFound, RateLimited

HTTPX_ERRORS = [
    each
    for each in vars(httpx).values()
    if inspect.isclass(each) and issubclass(each, Exception) and each.__module__ == "httpx"
]
PETITION_CALLS: dict[str, Callable[[PetitionClient], Any]] = {
    "register": lambda c: c.register({}, key="k"),
    "status": lambda c: c.status("XF", "1"),
    "supplement": lambda c: c.supplement("XF", "1", "t", key="k"),
    "urge": lambda c: c.urge("XF", "1", key="k"),
    "withdraw": lambda c: c.withdraw("XF", "1", key="k"),
    "rate": lambda c: c.rate("XF", "1", 5, key="k"),
    "review": lambda c: c.review("XF", "1", "t", key="k"),
    "edit": lambda c: c.edit("XF", "1", {}, key="k"),
    "verify": lambda c: c.verify("XF", "h"),
    "export": lambda c: c.export("XF", "1"),
}
NOTARY_CALLS: dict[str, Callable[[NotaryClient], Any]] = {
    "offices": lambda c: c.offices(),
    "matters": lambda c: c.matters(),
    "missions": lambda c: c.missions(),
    "eligibility": lambda c: c.eligibility({}),
    "slots": lambda c: c.slots("o", "m"),
    "wait": lambda c: c.wait("o", "m", first="f", last="l", key="k"),
    "waiting": lambda c: c.waiting("w"),
    "leave": lambda c: c.leave("w", key="k"),
    "hold": lambda c: c.hold("s", key="k"),
    "extend": lambda c: c.extend("h", key="k"),
    "release": lambda c: c.release("h", key="k"),
    "book": lambda c: c.book(hold_id="h", applicant={}, matter="m", mission="m", office="o", key="k"),
    "booking": lambda c: c.booking("YY", "1"),
    "ics": lambda c: c.ics("YY", "1"),
    "reschedule": lambda c: c.reschedule("YY", "1", hold_id="h", key="k"),
    "cancel": lambda c: c.cancel("YY", "1", key="k"),
}
CALLS = [(PetitionClient, name) for name in PETITION_CALLS] + [(NotaryClient, name) for name in NOTARY_CALLS]


async def at_once(_seconds: float) -> None:
    """Nobody waits in a test."""


def call(kind: type, name: str, answer: Callable[[httpx.Request], httpx.Response]) -> Any:
    calls: dict[str, Any] = PETITION_CALLS if kind is PetitionClient else NOTARY_CALLS

    async def go() -> Any:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer), base_url="http://backend/x") as http:
            return await calls[name](kind(http, Patience(sleep=at_once)))

    return asyncio.run(go())


def made(kind: type[Exception]) -> Exception:
    parameters = inspect.signature(kind.__init__).parameters
    if "response" in parameters:
        request = httpx.Request("GET", "http://backend/?code=123456")
        return kind("code=123456", request=request, response=httpx.Response(500))  # type: ignore[call-arg]
    return kind("code=123456") if "message" in parameters else kind()


def test_the_walk_sees_httpxs_exceptions() -> None:
    assert {httpx.ConnectTimeout, httpx.RemoteProtocolError, httpx.InvalidURL, httpx.StreamError} <= set(HTTPX_ERRORS)


def test_every_method_of_the_clients_is_walked() -> None:
    for kind, calls in ((PetitionClient, PETITION_CALLS), (NotaryClient, NOTARY_CALLS)):
        assert {name for name in vars(kind) if not name.startswith("_")} == set(calls)


@pytest.mark.parametrize("error", HTTPX_ERRORS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize(("kind", "name"), [(PetitionClient, "status"), (NotaryClient, "ics")])
def test_every_exception_of_httpx_is_backend_unavailable(kind: type, name: str, error: type[Exception]) -> None:
    def fail(_request: httpx.Request) -> httpx.Response:
        raise made(error)

    with pytest.raises(BackendUnavailable) as refused:
        call(kind, name, fail)

    assert error.__name__ in refused.value.message
    assert "123456" not in str(refused.value)


@pytest.mark.parametrize(("kind", "name"), CALLS)
@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, BadInput), (404, NotFound), (409, Conflict), (413, BadInput), (422, BadInput), (429, RateLimited),
        (301, BackendUnavailable), (401, BackendUnavailable), (403, BackendUnavailable), (405, BackendUnavailable),
        (500, BackendUnavailable), (502, BackendUnavailable), (503, BackendUnavailable), (504, BackendUnavailable),
    ],
)  # fmt: skip
def test_every_refusal_of_every_call_has_its_class(
    kind: type, name: str, status: int, error: type[AssistantError]
) -> None:
    with pytest.raises(AssistantError) as refused:
        call(kind, name, lambda _request: httpx.Response(status, text="<html>not ours</html>"))

    assert type(refused.value) is error
    assert refused.value.mend


def test_a_refusal_keeps_code_mend_and_whatever_else_the_backend_said() -> None:
    body = {
        "code": "slot-taken",
        "detail": "gone",
        "mend": "another",
        "taken": True,
        "nearest": [{"slot_id": "x"}],
        "self": 1,
    }

    with pytest.raises(Conflict) as refused:
        call(NotaryClient, "hold", lambda _request: httpx.Response(409, json=body))

    assert (refused.value.code, refused.value.message, refused.value.mend) == ("slot-taken", "gone", "another")
    assert refused.value.context == {"taken": True, "nearest": [{"slot_id": "x"}]}


@pytest.mark.parametrize(("header", "seconds"), [("17", 17), ("Wed, 21 Oct 2026 07:28:00 GMT", 60), (None, 60)])
def test_too_many_tries_say_how_long_to_wait(header: str | None, seconds: int) -> None:
    headers = {} if header is None else {"Retry-After": header}

    with pytest.raises(RateLimited) as refused:
        call(PetitionClient, "status", lambda _request: httpx.Response(429, headers=headers))

    assert refused.value.context["retry_after"] == seconds


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b"null", b"<html>"])
def test_a_success_without_an_object_is_backend_unavailable(content: bytes) -> None:
    with pytest.raises(BackendUnavailable, match="without a JSON object"):
        call(PetitionClient, "status", lambda _request: httpx.Response(200, content=content))


@pytest.mark.parametrize("number", ["../holds", "a/b?c=d#e", "名字", "%2e%2e"])
def test_a_number_never_names_another_path(number: str) -> None:
    seen: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.raw_path)
        return httpx.Response(200, json={})

    async def go() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer), base_url="http://backend/x") as http:
            await PetitionClient(http).status(number, "1")

    asyncio.run(go())

    path = seen[0].split(b"?code=1")[0]
    assert path.startswith(b"/x/petitions/")
    assert path.count(b"/") == 3
