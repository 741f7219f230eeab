"""Choosing among times offered, in four languages and scripts: tests/nlu/dates/choices, written by hand."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.shared.text.choices import Choice, Meaning, Slot, choose
from scripts.evaluation.entity_scores import DATES

OFFERED = yaml.safe_load((DATES / "choices" / "offered.yml").read_text("utf-8"))
BAR = 0.97


def the_slots(name: str) -> tuple[list[Slot], str]:
    """A list of the file, and the zone of whoever it is shown to."""
    zone = OFFERED["lists"][name]["zone"]
    local = {key: datetime.fromisoformat(at) for key, at in OFFERED["lists"][name]["slots"].items()}
    return [Slot(key, at.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)) for key, at in local.items()], zone


def said(choice: Choice, zone: str) -> str:
    """A choice in the words of the file."""
    if choice.meaning is Meaning.SLOT:
        return str(choice.slot)
    if choice.meaning is not Meaning.WHEN:
        return choice.meaning.value
    ends = [
        end.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M").removesuffix("T00:00") if end else ".."
        for end in (choice.since, choice.until)
    ]
    return "when: " + "/".join(ends)


def test_what_people_say_chooses_the_time_they_mean() -> None:
    wrong = []
    for row in OFFERED["rows"]:
        slots, zone = the_slots(row["of"])
        now = datetime.fromisoformat(OFFERED["now"]).replace(tzinfo=ZoneInfo(zone))
        found = said(choose(row["text"], slots, now=now, zone=zone), zone)
        if found != row["means"]:
            wrong.append(f"{row['of']} {row['text']!r}: {row['means']} but {found}")
    assert len(OFFERED["rows"]) >= 150
    assert len(wrong) <= (1 - BAR) * len(OFFERED["rows"]), "\n".join(wrong)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.integers(0, 3))
def test_whatever_is_typed_chooses_something_offered_or_nothing(text: str, many: int) -> None:
    slots, zone = the_slots("A")
    choice = choose(text, slots[:many], now=datetime(2026, 11, 18, 15, tzinfo=UTC), zone=zone)
    assert (choice.slot is not None) == (choice.meaning is Meaning.SLOT)
    assert choice.slot is None or choice.slot in [slot.id for slot in slots[:many]]
    assert choice.meaning is not Meaning.WHEN or choice.since or choice.until


def test_a_listed_number_beyond_the_list_is_asked_again() -> None:
    slots, zone = the_slots("A")
    choice = choose("第三个", slots, now=datetime(2026, 11, 18, 15, tzinfo=UTC), zone=zone, listed=2)
    assert choice.meaning is Meaning.ASK
