"""The action server: `POST /webhook` for Rasa, every action built with what it needs."""

import hmac
from collections.abc import Callable
from datetime import datetime
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from pydantic_core import from_json, to_json
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from actions.answer import ActionAnswer, ActionFallback, ActionNothingOpen, ActionOpenEntry
from actions.answering import Answering
from actions.booking import BookingForm
from actions.guards import ActionGuard, ActionHandover, ActionOtherPlace, ActionReportAnyway
from actions.petition import PetitionForm
from actions.petition_summary import ActionAskPetitionConfirm
from actions.ports import Files, Notary, Petitions, Ports, Retrieval, VaultPort
from actions.reading import ActionBiggerText, ActionChangeLanguage, ActionRepeat, ActionSaySimpler
from actions.submit import ActionSubmitForm
from actions.track import ActionChange, TrackForm
from actions.unsure import ActionAskHeld, ActionUnsure

KEY_HEADER = "X-Assistant-Key"


def all_actions(ports: Ports) -> list[Action]:
    """One of each action."""
    answering = Answering(ports.retrieval)
    return [
        ActionAnswer(answering),
        ActionFallback(answering),
        ActionOpenEntry(answering),
        ActionNothingOpen(answering),
        ActionGuard(answering),
        ActionHandover(),
        ActionReportAnyway(),
        ActionChange(),
        ActionSubmitForm(),
        ActionUnsure(answering), ActionAskHeld(answering), ActionOtherPlace(answering),
        ActionRepeat(ports.retrieval), ActionSaySimpler(ports.retrieval), ActionChangeLanguage(), ActionBiggerText(),
        PetitionForm(answering, ports), ActionAskPetitionConfirm(),
        BookingForm(answering, ports),
        TrackForm(answering, ports),
    ]


def create_app(
    *,
    retrieval: Retrieval,
    petition: Petitions,
    notary: Notary,
    vault: VaultPort,
    clock: Callable[[], datetime],
    key: str | None = None,
    files: Files | None = None,
) -> FastAPI:
    """The action server. With `key` every call must show it in the header X-Assistant-Key."""
    executor = ActionExecutor()
    for action in all_actions(Ports(retrieval, petition, notary, vault, clock, files)):
        executor.register_action(action)
    app = FastAPI(title="Actions", version="1", openapi_url=None)

    @app.post("/webhook")
    async def webhook(request: Request) -> Response:
        if key is not None and not hmac.compare_digest(request.headers.get(KEY_HEADER, "").encode(), key.encode()):
            return _problem(403, "forbidden", f"the header {KEY_HEADER} is missing or wrong")
        try:
            call: dict[str, Any] = from_json(await request.body())
        except ValueError:
            return _problem(400, "bad-input", "the body is not JSON")
        if not isinstance(call, dict) or not isinstance(call.get("tracker"), dict):
            return _problem(400, "bad-input", "the body has no tracker")
        call["domain"] = call.get("domain") or {}  # ours sends none; the executor wants at least an empty one
        try:
            result = await executor.run(call)
        except ActionNotFoundException as error:
            return JSONResponse({"error": str(error), "action_name": error.action_name}, status_code=404)
        except ActionExecutionRejection as error:
            return JSONResponse({"error": error.message, "action_name": error.action_name}, status_code=400)
        return Response(to_json(result.model_dump() if result else {}), media_type="application/json")

    return app


def _problem(status: int, code: str, detail: str) -> JSONResponse:
    return JSONResponse({"code": code, "detail": detail}, status_code=status, media_type="application/problem+json")
