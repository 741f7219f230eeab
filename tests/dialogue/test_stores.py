"""Our stores keep Rasa's promises: what is saved is found, other processes' writes are seen, turns wait in line."""

import asyncio
from pathlib import Path
from typing import Any, List

import pytest


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'tracker.db'}"


def a_store(url: str) -> Any:
    from rasa.shared.core.domain import Domain

    from assistant.dialogue.tracker_store import TurnTrackerStore

    return TurnTrackerStore(domain=Domain.from_dict({"slots": {"a": {"type": "any", "mappings": [{"type": "custom"}]}}}), host=url)


def events_of(tracker: Any) -> List[str]:
    return [type(event).__name__ for event in tracker.events]


async def turn(store: Any, value: int) -> None:
    from rasa.shared.core.events import SlotSet, UserUttered

    tracker = await store.get_or_create_tracker("s", append_action_listen=False)
    for event in (UserUttered(f"turn {value}"), SlotSet("a", value)):
        tracker.update(event)
    await store.save(tracker)


def test_what_is_saved_is_found_by_this_and_by_another_process(url: str) -> None:
    async def run() -> None:
        ours, theirs = a_store(url), a_store(url)
        for value in range(3):
            await turn(ours, value)
        assert (await ours.retrieve("s")).get_slot("a") == 2
        assert events_of(await theirs.retrieve("s")) == ["UserUttered", "SlotSet"] * 3
        await turn(theirs, 9)
        assert (await ours.retrieve("s")).get_slot("a") == 9

    asyncio.run(run())


def test_events_of_a_turn_that_broke_off_are_forgotten(url: str) -> None:
    from rasa.shared.core.events import SlotSet

    async def run() -> None:
        store = a_store(url)
        await turn(store, 1)
        (await store.retrieve("s")).update(SlotSet("a", 666))
        assert (await store.retrieve("s")).get_slot("a") == 1
        await turn(store, 2)
        assert events_of(await a_store(url).retrieve("s")) == ["UserUttered", "SlotSet"] * 2

    asyncio.run(run())


HIT = {"entry_id": "id-card", "anchor": "fee", "text": "long"}


def test_an_answers_text_is_not_stored_again_with_the_conversation(url: str) -> None:
    from rasa.shared.core.events import BotUttered

    async def run() -> None:
        store = a_store(url)
        tracker = await store.get_or_create_tracker("s", append_action_listen=False)
        tracker.update(BotUttered(None, {"custom": {"kind": "answer", "outcome": "answered_knowledge", "hit": HIT}}))
        await store.save(tracker)
        stored = (await a_store(url).retrieve("s")).events[-1].data["custom"]
        assert stored == {"kind": "answer", "outcome": "answered_knowledge", "ref": {"entry_id": "id-card", "anchor": "fee"}}

    asyncio.run(run())


def test_turns_of_one_session_wait_in_line_and_others_do_not(url: str) -> None:
    from assistant.dialogue.lock_store import TurnLockStore

    async def run() -> List[str]:
        locks, told = TurnLockStore(), []

        async def speak(session: str, name: str) -> None:
            async with locks.lock(session):
                told.append(f"{name} begins")
                await asyncio.sleep(0.01)
                told.append(f"{name} ends")

        await asyncio.gather(speak("s", "first"), speak("s", "second"), speak("t", "other"))
        assert locks._lines == {}
        return told

    told = asyncio.run(run())
    assert told.index("first ends") < told.index("second begins")
    assert told.index("other begins") < told.index("first ends")


def test_who_waits_too_long_is_told(url: str) -> None:
    from rasa.core.lock_store import LockError

    from assistant.dialogue.lock_store import TurnLockStore

    async def run() -> None:
        locks = TurnLockStore()
        async with locks.lock("s"):
            with pytest.raises(LockError, match=r"within 0\.01 s"):
                async with locks.lock("s", lock_lifetime=0.01):
                    raise AssertionError("two turns at once")

    asyncio.run(run())


def test_a_long_conversation_begins_afresh_with_its_slots_and_its_history_kept(url: str) -> None:
    from assistant.dialogue.tracker_store import LONG

    async def run() -> None:
        store = a_store(url)
        for value in range(LONG):
            await turn(store, value)
        tracker = await store.retrieve("s")
        assert tracker.get_slot("a") == LONG - 1 and len(tracker.events) <= LONG
        assert events_of(tracker)[:3] == ["SessionStarted", "SlotSet", "ActionExecuted"]
        assert len((await a_store(url).retrieve("s")).events) == len(tracker.events)
        full = await store.retrieve_full_tracker("s")
        assert events_of(full).count("UserUttered") == LONG

    asyncio.run(run())
