"""A petition's receipt, and where it stands: number, dates, who handles it, what may be done now."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from assistant.backends.petition.model import FREE_CHANGE
from assistant.gateway.contents import Action, Command, Detail, OpenUrl, StatusContent, Step
from assistant.gateway.rendering.piece import Piece, Reader, hotline, markdown
from assistant.gateway.rendering.times import day, instant
from assistant.gateway.wording import WORDS

_ORDER = ("registered", "accepted", "handling", "answered", "closed")
_STAGE = {
    "registered": 0,
    "transferred": 0,
    "not_accepted": 1,
    "accepted": 1,
    "handling": 2,
    "extended": 2,
    "answered": 3,
    "rated": 3,
    "review": 3,
    "re_review": 3,
    "closed": 4,
    "withdrawn": 4,
    "merged": 4,
}
_REACHED_BY = {
    "register": "registered",
    "transfer": "transferred",
    "accept": "accepted",
    "refuse": "not_accepted",
    "start": "handling",
    "extend": "extended",
    "answer": "answered",
    "rate": "rated",
    "review": "review",
    "close": "closed",
    "withdraw": "withdrawn",
    "merge": "merged",
    "end": "withdrawn",
    "conclude": "answered",
}
_COMMANDS = ("edit", "withdraw", "urge", "supplement", "rate", "review")
_LONGEST_TOLD = 200
_TO_CONFIRM = ("withdraw", "urge")


def receipt(reader: Reader, body: dict[str, Any]) -> list[Piece]:
    """That it was registered; the number and code to keep; by when the citizen is told and it is finished."""
    words = reader.say(
        "petition_receipt",
        number=body["number"],
        code=body["query_code"],
        accept_by=day(reader, body["accept_by"]),
        finish_by=day(reader, body["finish_by"]),
        department=reader.chinese(_name(body.get("department"))),
    )
    free = {"allowed": True, "until": (reader.now + FREE_CHANGE).isoformat()}
    shown = {**body, "actions": [{"action": name, **free} for name in ("edit", "withdraw")], "timeline": []}
    return [markdown(words), _status(reader, shown, code=body["query_code"])]


def status(reader: Reader, body: dict[str, Any]) -> list[Piece]:
    """What has happened to a petition, in words and as a card."""
    state = _state(reader, body["status"])
    words = reader.say("petition_stands", number=body["number"], state=state, finish_by=day(reader, body["finish_by"]))
    return [markdown(words), _status(reader, body, code=None)]


def _status(reader: Reader, body: dict[str, Any], *, code: str | None) -> Piece:
    details = [Detail(label=reader.say("label_number"), text=body["number"])]
    if code:
        details.append(Detail(label=reader.say("label_code"), text=code))
    if body.get("department"):
        details.append(Detail(label=reader.say("label_department"), text=reader.chinese(_name(body["department"]))))
    details.append(Detail(label=reader.say("label_accept_by"), text=day(reader, body["accept_by"])))
    details.append(Detail(label=reader.say("label_finish_by"), text=day(reader, body["finish_by"])))
    told = [event["told"] for event in body.get("timeline", []) if event.get("told")]
    if told:
        details.append(Detail(label=reader.say("label_told"), text=reader.chinese(told[-1])[:_LONGEST_TOLD]))
    for action in body.get("actions", []):
        if not action.get("allowed") and action.get("action") == "urge" and action.get("opens"):
            details.append(Detail(label=reader.say("label_urge_from"), text=day(reader, action["opens"])))
    content = StatusContent(
        object="petition",
        ref=body["number"],
        title=reader.say("petition_title"),
        state=body["status"],
        state_title=_state(reader, body["status"]),
        steps=_steps(reader, body),
        details=details,
        undo_until=_undo_until(reader, body),
        due_at=instant(body["finish_by"]) if len(body["finish_by"]) > 10 else None,
        actions=[*_actions(reader, body), *_proof(reader, body), hotline(reader)],
    )
    lines = [f"{detail.label}: {detail.text}" for detail in details]
    return Piece(content, "\n".join([content.state_title, *lines]))


def _undo_until(reader: Reader, body: dict[str, Any]) -> datetime | None:
    """Until when the citizen may still take it back or change it without a reason; None once that is over."""
    until = [
        instant(action["until"])
        for action in body.get("actions", [])
        if action.get("action") == "edit" and action.get("allowed") and action.get("until")
    ]
    return next((moment for moment in until if moment > reader.now), None)


def _steps(reader: Reader, body: dict[str, Any]) -> list[Step]:
    stage = _STAGE.get(body["status"], 0)
    ended = body["status"] in ("withdrawn", "not_accepted", "merged")
    happened = {_REACHED_BY.get(event["event"], ""): event["at"] for event in body.get("timeline", [])}
    steps = []
    for index, name in enumerate(_ORDER):
        state = "done" if index < stage else "current" if index == stage else "todo"
        if ended and index >= stage:
            break
        at = happened.get(name)
        steps.append(Step(title=reader.say(f"petition_{name}"), state=state, at=instant(at) if at else None))
    if ended:
        at = happened.get(body["status"])
        steps.append(Step(title=_state(reader, body["status"]), state="failed", at=instant(at) if at else None))
    return steps


def _proof(reader: Reader, body: dict[str, Any]) -> list[Action]:
    """The page on which anybody who has number and check value sees that this is what we hold."""
    if not body.get("receipt_hash"):
        return []
    query = urlencode({"number": body["number"], "hash": body["receipt_hash"]})
    return [OpenUrl(title=reader.say("verify_title"), url=f"/verify?{query}")]


def _actions(reader: Reader, body: dict[str, Any]) -> list[Action]:
    allowed = {action["action"] for action in body.get("actions", []) if action.get("allowed")}
    return [
        Command(
            title=reader.say(f"petition_do_{name}"),
            command=f"petition.{name}",
            args={"ref": body["number"]},
            confirm=reader.say(f"petition_confirm_{name}") if name in _TO_CONFIRM else None,
        )
        for name in _COMMANDS
        if name in allowed
    ]


def _state(reader: Reader, status_code: str) -> str:
    key = f"petition_{status_code}"
    return reader.say(key) if key in WORDS else status_code


def _name(department: Any) -> str:
    if isinstance(department, dict):
        return str(department.get("name", ""))
    return str(department or "")
