"""Numbers and codes of petitions cannot be guessed."""

import pytest

from assistant.shared.contracts.reference_numbers import PETITION_PREFIX
from tests.conformance.guessing import closes, looks_alike
from tests.conformance.petitions import ONE, another_code, registered, standing, unknown_number
from tests.conformance.system import System


def test_a_wrong_code_and_an_unknown_number_look_alike(system: System) -> None:
    """A wrong code and an unknown number get the same answer, byte by byte."""
    looks_alike(system, ONE, registered(system))


def test_five_wrong_codes_close_a_number(system: System) -> None:
    """Five wrong codes close a number for a while, even to the right code."""
    receipt = registered(system)

    closes(system, ONE, receipt["number"], another_code(receipt["query_code"]), receipt["query_code"])


def test_an_unknown_number_closes_in_the_same_way(system: System) -> None:
    """A number that does not exist closes like one that does."""
    closes(system, ONE, unknown_number(PETITION_PREFIX), "123456", None)


def test_one_closed_number_closes_no_other(system: System) -> None:
    """Wrong codes for one number do not close another."""
    one, other = registered(system), registered(system)
    closes(system, ONE, one["number"], another_code(one["query_code"]), None)

    standing(system, other)


def test_the_right_code_forgives(system: System) -> None:
    """The right code forgives earlier wrong ones."""
    receipt = registered(system)
    for _ in range(2):
        for _ in range(3):
            wrong = another_code(receipt["query_code"])
            system.ask("get", ONE, number=receipt["number"], code=wrong, wants=404)
        standing(system, receipt)


@pytest.mark.parametrize("number", ["nonsense", "XF00000000000000", "%00", "..%2Fpetitions", "名"])
def test_what_is_no_number_is_unknown(system: System, number: str) -> None:
    """Something that is no number at all is refused."""
    answer = system.send("get", ONE, number=number, code="123456")

    assert answer.status in (404, 405, 422, 429), f"it answered {answer.status}"
