"""The action server speaks Rasa's protocol, lists what the domain lists, and replies in the shapes of the contract."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args, get_type_hints

import httpx
import pytest
import yaml
from rasa_sdk.executor import CollectingDispatcher

from actions.app import all_actions, create_app
from actions.ports import Ports
from actions.say import Say
from assistant.retrieval.schemas import FactCard, Hit, SearchResult, SourceRef
from assistant.shared.contracts import replies
from assistant.shared.contracts.outcomes import Outcome

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = {
    get_args(hints["kind"])[0]: hints
    for hints in (get_type_hints(each) for each in vars(replies).values() if isinstance(each, type))
    if "kind" in hints
}


def a_hit(**overrides: Any) -> Hit:
    source = SourceRef(id="s1", title="t", publisher="p", checked="2026-11-01")
    fields: dict[str, Any] = {
        "entry_id": "e",
        "anchor": "a",
        "title": "T",
        "heading": "H",
        "text": "x",
        "topic": "t",
        "kind": "guide",
        "place": "江门",
        "department": "",
        "gap": False,
        "as_of": "2026-11-01",
        "sources": [source],
        "facts": FactCard(),
        "url": "/k/e#a",
        "dense": 0.5,
        "lexical": 1.0,
        "matched": "",
        "score": 0.5,
        "probability": 0.9,
    }
    return Hit(**{**fields, **overrides})


class Knowledge:
    def __init__(self, decision: str = "answer", *hits: Hit) -> None:
        self._result = SearchResult(release="r", decision=decision, probability=0.9, hits=list(hits or [a_hit()]))  # type: ignore[arg-type]

    async def search(self, text: str, *, limit: int = 5) -> SearchResult:
        return self._result


def an_app(knowledge: Any, key: str | None = None) -> httpx.AsyncClient:
    app = create_app(
        retrieval=knowledge,
        petition=None,
        notary=None,
        vault=None,  # type: ignore[arg-type]
        clock=lambda: datetime.now(UTC),
        key=key,
    )
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here")


def a_call(action: str = "action_answer", text: str = "身份证", **changes: Any) -> dict[str, Any]:
    message = {"text": text, "intent": {"name": "ask", "confidence": 0.9}, "entities": [], "intent_ranking": []}
    tracker = {"sender_id": "s", "slots": {}, "latest_message": message, "events": [], "active_loop": {}}
    return {"next_action": action, "sender_id": "s", "tracker": tracker, "domain": {}, **changes}


async def replied(knowledge: Any, **changes: Any) -> list[dict[str, Any]]:
    async with an_app(knowledge) as http:
        response = await http.post("/webhook", json=a_call(**changes))
    return [each["custom"] for each in response.json()["responses"]]


async def test_a_sure_answer_is_an_answer() -> None:
    [reply] = await replied(Knowledge("answer", a_hit(), a_hit(anchor="b")))
    assert reply["kind"] == "answer" and reply["outcome"] == "answered_knowledge"
    assert reply["hit"]["url"] == "/k/e#a" and [near["anchor"] for near in reply["also"]] == ["b"]


async def test_near_ones_are_choices_each_of_which_opens_a_passage() -> None:
    [reply] = await replied(Knowledge("choices", a_hit(), a_hit(title="U", entry_id="f")))
    assert reply["outcome"] == "clarify_choices"
    assert [choice["payload"] for choice in reply["choices"]] == [
        '/ask_entry{"entry_id":"e","anchor":"a"}',
        '/ask_entry{"entry_id":"f","anchor":"a"}',
    ]


async def test_a_gap_is_said_to_be_one_with_whom_to_ask() -> None:
    [reply] = await replied(Knowledge("answer", a_hit(gap=True)))
    assert reply["outcome"] == "unanswerable_no_source" and reply["hit"]["gap"] is True


async def test_nothing_found_is_said_to_be_nothing() -> None:
    [reply] = await replied(Knowledge("refuse", a_hit()))
    assert (reply["kind"], reply["reason"]) == ("refuse", "no_source") and "hit" not in reply


@pytest.mark.parametrize("domain", [{}, None, "left out"])
async def test_a_call_without_a_domain_is_served(domain: Any) -> None:
    call = a_call(domain=domain)
    if domain == "left out":
        del call["domain"]
    async with an_app(Knowledge()) as http:
        assert (await http.post("/webhook", json=call)).status_code == 200


async def test_only_the_key_opens_it_when_there_is_one() -> None:
    async with an_app(Knowledge(), key="k") as http:
        assert (await http.post("/webhook", json=a_call())).status_code == 403
        assert (await http.post("/webhook", json=a_call(), headers={"X-Assistant-Key": "k"})).status_code == 200


@pytest.mark.parametrize(
    ("content", "status"), [(b"{", 400), (b"[]", 400), (b"{}", 400), (b'{"tracker": {}, "next_action": "x"}', 404)]
)
async def test_a_bad_call_is_a_problem_not_a_stack(content: bytes, status: int) -> None:
    async with an_app(Knowledge()) as http:
        response = await http.post("/webhook", content=content)
    assert response.status_code == status and "Traceback" not in response.text


def test_the_server_has_every_action_of_the_domain_and_no_other() -> None:
    listed = yaml.safe_load((ROOT / "domain" / "slots.yml").read_text(encoding="utf-8"))["actions"]
    ports = Ports(None, None, None, None, lambda: datetime.now(UTC))  # type: ignore[arg-type]
    assert sorted(action.name() for action in all_actions(ports)) == sorted(listed)


def test_every_kind_of_reply_has_the_keys_of_the_contract() -> None:
    dispatcher = CollectingDispatcher()
    say, hit = Say(dispatcher), a_hit()
    say.answer(hit, [hit])
    say.brief({})
    say.choices("choose", [])
    say.refuse("no_source", Outcome.UNANSWERABLE_NO_SOURCE)
    say.guard("abuse", Outcome.GUARD_ABUSE)
    say.unavailable()
    say.form("petition", Outcome.FLOW_PETITION, {})
    for method in (say.receipt, say.eligibility, say.hold, say.booking):
        method({})
    say.status("petition", {})
    say.slots([], {}, {})
    say.summary({})
    said = [message["custom"] for message in dispatcher.messages]
    assert {reply["kind"] for reply in said} == set(CONTRACT)
    for reply in said:
        Outcome(reply["outcome"])
        assert reply.keys() == CONTRACT[reply["kind"]].keys(), reply
