"""The waiting list."""

from typing import Any

from tests.conformance.bookings import a_place, free
from tests.conformance.system import System, fresh_key


def full(system: System) -> dict[str, Any]:
    """The window of one slot that was just taken whole."""
    where = a_place(system)
    slot = free(system, where, limit=200)[-1]
    for _ in range(slot["capacity_left"]):
        system.ask("post", "/holds", {"slot_id": slot["slot_id"]}, wants=201)
    return {**where, "from": slot["start"], "to": slot["start"]}


def test_nobody_waits_for_what_is_free(system: System) -> None:
    """Who wants to wait for a slot that is free is told to take it."""
    where = a_place(system)
    slot = free(system, where, limit=1)[0]

    body = {**where, "from": slot["start"], "to": slot["start"]}
    system.ask("post", "/waiting", body, wants=409, refused="slots-free")


def test_a_place_in_the_line_is_kept_and_given_up(system: System) -> None:
    """Who waits sees how many are in front, twice under one key is one place, and it can be given up."""
    window, key = full(system), fresh_key()

    first, again = (system.ask("post", "/waiting", window, key=key, wants=201) for _ in range(2))
    second = system.ask("post", "/waiting", window, wants=201)

    assert first == again, "two places for one key"
    assert (first["state"], second["before"]) == ("waiting", first["before"] + 1), f"{second['before']} are in front"
    left = system.ask("post", "/waiting/{waiting_id}/leave", waiting_id=first["waiting_id"], wants=200)
    assert left["state"] == "left", f"state is {left['state']}"
    now = system.ask("get", "/waiting/{waiting_id}", waiting_id=second["waiting_id"], wants=200)
    assert now["before"] == first["before"], "the line did not move up"


def test_a_place_that_is_not_there_is_unknown(system: System) -> None:
    """A place in the line that does not exist is unknown."""
    system.ask("get", "/waiting/{waiting_id}", waiting_id="nobody-here", wants=404)
