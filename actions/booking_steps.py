"""How each question of the booking form is read out of a turn."""

import re
from typing import Any

from actions import booking_circumstances, slot_choice
from actions.booking_words import declines, line_choice, takes, wants_to_wait
from actions.forms import Slots, Step
from actions.turn import Turn, chosen

_ENGLISH = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_PERIOD = re.compile(
    rf"([一二三四五六七八九十两半几\d]+|\b(?:half an?|an?|{'|'.join(_ENGLISH)}|twenty|thirty))"
    r"\s*(?:个)?(?:多|来|几)?\s*"
    r"(年|个?月|周|星期|礼拜|天|日|years?|months?|weeks?|days?)",
    re.IGNORECASE,
)
_SINCE = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)")
_DIGITS = {
    "半": 0.5, "几": 3, "两": 2, **{char: number for number, char in enumerate("一二三四五六七八九十", start=1)},
    "half a": 0.5, "half an": 0.5, "a": 1, "an": 1, "twenty": 20, "thirty": 30,
    **{word: number for number, word in enumerate(_ENGLISH, start=1)},
}
_MOST_DAYS = 40_000
_DAYS = {"年": 365, "y": 365, "个月": 30, "月": 30, "m": 30, "周": 7, "星期": 7, "礼拜": 7, "w": 7}
_LONG = 180
_STAY = re.compile(
    r"住|来了|嚟咗|过来|\b(?:liv(?:e|ed|ing)|been here|stay(?:ed|ing)?|resid\w+|moved here)\b", re.IGNORECASE
)


def _mission(turn: Turn) -> Slots | None:
    """Only a pressed choice is final; a country or city goes through `missions.find`."""
    value = chosen(turn, "booking_mission")
    if value:
        return {"booking_mission": value}
    return {} if turn.has("country") or turn.has("mission_city") else None


def _nationality(turn: Turn) -> Slots | None:
    said = turn.entities_of("nationality")
    value = chosen(turn, "booking_nationality") or ("unsure" if "unsure" in said else next(iter(said), None))
    if value is None and turn.requested == "booking_nationality":
        value = {"affirm": "cn", "deny": "foreign"}.get(turn.act)
    return {"booking_nationality": value} if value else None


def _residence(turn: Turn) -> Slots | None:
    value: Any = chosen(turn, "booking_residence") or turn.entity("residence")
    if value is None and turn.requested == "booking_residence":
        value = {"affirm": "long_term", "deny": "short"}.get(turn.act)
    days = _days(turn)
    if value is None and days is not None and turn.requested == "booking_residence":
        value = "long_term" if days >= _LONG else "short"
    if value is None:
        return None
    if value == "short" and days is not None and days >= _LONG:
        value = "long_term"
    return {"booking_residence": {"long_term": value == "long_term", "days": days if days is not None else (
        _LONG if value == "long_term" else 0)}}


def _days(turn: Turn) -> int | None:
    """How long a stay is, in days: 五年, six months, since 2019; None when no span is named."""
    text = turn.text.lower()
    since = _SINCE.search(text)
    if since is not None:
        this_year = int(str(turn.metadata.get("now") or "0")[:4])
        return min(max(this_year - int(since[1]), 0) * 365, _MOST_DAYS)
    match = _PERIOD.search(text)
    if match is None:
        return None
    number = float(match[1]) if match[1].isdecimal() and match[1].isascii() else _number(match[1])
    unit = match[2]
    factor = next((days for name, days in _DAYS.items() if unit.startswith(name)), 1)
    return int(min(number * factor, _MOST_DAYS))


def _number(word: str) -> float:
    """A spoken number: 十五, 三十, 二十几, six; what stands for none is one."""
    tens, found, ones = word.partition("十")
    if found and word != "十":
        return 10 * _DIGITS.get(tens, 1) + (_DIGITS.get(ones, 0) if ones else 0)
    return _DIGITS.get(word, 1)


def _matter(turn: Turn) -> Slots | None:
    said = turn.entities_of("matter")
    value = chosen(turn, "booking_matter") or next(iter(said), None)
    if value is None and turn.has("property"):
        value = "mandate"
    return {"booking_matter": value} if value else None


def _use(turn: Turn) -> Slots | None:
    value = chosen(turn, "booking_use") or turn.entity("use_in_china")
    if value is None and turn.requested == "booking_use":
        value = {"affirm": "yes", "deny": "no"}.get(turn.act)
    return {"booking_use": value} if value in ("yes", "no") else None


def _slot(turn: Turn) -> Slots | None:
    """What names a time is weighed against the times offered (slot_choice.py)."""
    pressed = turn.entity("slot_id") if turn.intent == "choose_slot" else None
    if pressed:
        return {"booking_slot": pressed}
    return {} if slot_choice.answers(turn) else None


def _name(turn: Turn) -> Slots | None:
    return {"booking_name": turn.entity("name")} if turn.has("name") else None


def _phone(turn: Turn) -> Slots | None:
    return {"booking_phone": turn.entity("phone")} if turn.has("phone") else None


def _confirm(turn: Turn) -> Slots | None:
    return {"booking_confirm": True} if turn.intent == "confirm" or turn.act == "affirm" else None


def _property(turn: Turn) -> Slots | None:
    if turn.has("property"):
        return {"booking_property": "yes"}
    return booking_circumstances.yes_or_no(turn, "booking_property")


def _area(turn: Turn) -> Slots | None:
    return booking_circumstances.yes_or_no(turn, "booking_area")


def _guardian(turn: Turn) -> Slots | None:
    return booking_circumstances.yes_or_no(turn, "booking_guardian")


def _move(turn: Turn) -> Slots | None:
    return {"booking_move": True} if turn.intent == "confirm" or turn.act == "affirm" else None


def _wait(turn: Turn) -> Slots | None:
    value = chosen(turn, "booking_wait")
    if value is None and turn.requested == "booking_wait" and not turn.pressed:
        value = "join" if wants_to_wait(turn) else {"affirm": "join", "deny": "no"}.get(turn.act)
    return {"booking_wait": value} if value in ("join", "no") else None


def _line(turn: Turn) -> Slots | None:
    value = chosen(turn, "booking_line")
    if value is None and turn.requested == "booking_line" and not turn.pressed:
        value = line_choice(turn) or {"affirm": "stay", "deny": "leave"}.get(turn.act)
    return {"booking_line": value} if value in ("stay", "times", "leave") else None


def _offer(turn: Turn) -> Slots | None:
    value = chosen(turn, "booking_offer")
    if value is None and turn.requested == "booking_offer" and not turn.pressed:
        value = "yes" if turn.act == "affirm" or takes(turn) else "no" if turn.act == "deny" or declines(turn) else None
    return {"booking_offer": value} if value in ("yes", "no") else None


def _unasked(_known: Slots) -> bool:
    return False


# `when` is False for what is asked only where it decides: booking.py asks it by name.
STEPS = (
    Step("booking_mission", _mission, ("mission", "district")),
    Step("booking_nationality", _nationality, ("nationality",)),
    Step("booking_residence", _residence, ("residence",)),
    Step("booking_matter", _matter, ("matter",)),
    Step("booking_use", _use, ("use",)),
    Step("booking_property", _property, (), when=_unasked),
    Step("booking_area", _area, (), when=_unasked),
    Step("booking_guardian", _guardian, (), when=_unasked),
    Step("booking_home", booking_circumstances.home, ()),
    Step("booking_others", booking_circumstances.others, ()),
    Step("booking_slot", _slot, ("slot", "when")),
    Step("booking_name", _name, ("name",)),
    Step("booking_phone", _phone, ("phone",)),
    Step("booking_confirm", _confirm, ("confirm",)),
    Step("booking_move", _move, (), when=_unasked),
    Step("booking_wait", _wait, (), when=_unasked),
    Step("booking_line", _line, (), when=_unasked),
    Step("booking_offer", _offer, (), when=_unasked),
)


CASE = ("booking_nationality", "booking_residence", "booking_matter", "booking_use", "booking_home")


def tells_stay(turn: Turn) -> bool:
    """Whether a sentence says how long somebody has lived there: 住了五年, I have been here for six years."""
    return not turn.is_question and bool(_STAY.search(turn.text)) and _days(turn) is not None


def told(turn: Turn) -> Slots:
    """Everything about eligibility that one sentence tells. A nationality word is no country of residence."""
    slots: Slots = {}
    for read in (_nationality, _residence, _matter, _use, _property, booking_circumstances.home):
        slots |= read(turn) or {}
    said = booking_circumstances.applying(turn)
    if said:
        slots["booking_said"] = sorted({*(turn.slot("booking_said") or ()), *said})
    return slots
