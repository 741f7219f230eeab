"""Phrases for times and choices in four scripts, through the booking form as a citizen's words reach it."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from rasa_sdk.executor import CollectingDispatcher

from actions import slot_choice
from actions.booking import BookingForm
from actions.ports import Ports
from actions.say import Say
from assistant.shared.text.normalise import normalise
from assistant.shared.text.script import to_simplified
from tests.unit.actions_turns import a_turn

ROOT = Path(__file__).resolve().parents[2]
DATA = yaml.safe_load((ROOT / "tests" / "nlu" / "booking_times" / "phrases.yml").read_text(encoding="utf-8"))
CUES = yaml.safe_load((ROOT / "nlu_data" / "lexicon" / "cues.yml").read_text(encoding="utf-8"))
QUESTION = re.compile("|".join(CUES["questions"]), re.IGNORECASE)
ZONE = ZoneInfo(DATA["zone"])
NOW = datetime.fromisoformat(DATA["now"]).replace(tzinfo=ZONE)
BAR = 0.97


def instant(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZONE)


SLOTS = [
    {"slot_id": name, "start": instant(local).astimezone(ZoneInfo("UTC")).isoformat()}
    for name, local in DATA["slots"].items()
]


class Calendar:
    """A notary system that remembers which slot was held and which window was asked for."""

    def __init__(self) -> None:
        self.held: str | None = None
        self.asked: dict[str, str] | None = None

    async def slots(self, office: str, mission: str, *, limit: int, **window: str) -> list[dict[str, Any]]:
        self.asked = window if self.asked is None else self.asked
        return SLOTS

    async def offices(self) -> list[dict[str, Any]]:
        return [{"code": "wuyi"}]

    async def missions(self) -> list[dict[str, Any]]:
        return [{"code": "vancouver", "country": "CA", "city": "Vancouver", "zh": "温", "en": "V"}]

    async def hold(self, slot_id: str, *, key: str) -> dict[str, Any]:
        self.held = slot_id
        return {"hold_id": "h1", "expires_at": "2026-11-18T18:10:00Z", "slot": {"slot_id": slot_id}}


async def meant(text: str) -> str:
    """What the form did with `text`, in the words of the file."""
    calendar = Calendar()
    form = BookingForm(None, Ports(None, None, calendar, None, lambda: NOW))  # type: ignore[arg-type]
    said = to_simplified(normalise(text))
    entities = {"question": "question"} if QUESTION.search(said) else {}
    slots = {
        "booking_office": "wuyi",
        "booking_mission": "vancouver",
        "booking_offered": SLOTS,
        "requested_slot": "booking_slot",
    }
    turn = a_turn(said, entities=entities, slots=slots, form="booking_form", metadata={"timezone": DATA["zone"]})
    say = Say(CollectingDispatcher())
    progress = await form._about_times(turn, say)
    if progress is None and not entities:
        step = form._step("booking_slot")
        values = step.read(turn)
        progress = None if values is None else await form.answered(turn, say, step, values)
    if progress is None:
        return "not about times" if entities else "ask"
    if calendar.held:
        return calendar.held
    if calendar.asked is None:
        return "ask"
    hours = slot_choice.meant(turn, SLOTS, NOW).hours
    return "every {}-{}".format(*hours) if hours else as_written(calendar.asked)


def as_written(window: dict[str, str]) -> str:
    """A window in the words of the file; both ends of what was asked for are included, so one minute is added back."""
    starts = [instant(local) for local in DATA["slots"].values()]
    if "last" not in window:
        return "later" if datetime.fromisoformat(window["first"]) > max(starts) else f"{window['first']}/"
    until = f"{datetime.fromtimestamp(datetime.fromisoformat(window['last']).timestamp() + 60, ZONE):%Y-%m-%dT%H:%M}"
    if "first" not in window:
        return "earlier" if datetime.fromisoformat(window["last"]) < min(starts) else f"/{until}"
    return f"{datetime.fromisoformat(window['first']).astimezone(ZONE):%Y-%m-%dT%H:%M}/{until}"


async def test_what_people_say_when_times_are_offered_is_understood(record_property: Any) -> None:
    wrong = []
    for row in DATA["rows"]:
        found = await meant(str(row["text"]))
        if found != row["means"]:
            wrong.append(f"{row['text']}: {row['means']} expected, {found} understood")
    share = 1 - len(wrong) / len(DATA["rows"])
    record_property("share", share)
    assert len(DATA["rows"]) >= 120
    assert share >= BAR, f"{share:.3f}\n" + "\n".join(wrong)


@pytest.mark.parametrize(
    "text", ["周四要带什么材料？", "星期五使馆几点开门", "What do I need to bring on Friday?", "公证费多少钱"]
)
async def test_a_question_about_something_else_is_left_to_the_knowledge(text: str) -> None:
    assert await meant(text) == "not about times"
