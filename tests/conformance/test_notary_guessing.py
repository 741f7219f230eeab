"""Numbers and codes of bookings cannot be guessed."""

import pytest

from assistant.shared.contracts.reference_numbers import BOOKING_PREFIX
from tests.conformance.bookings import ONE, booked
from tests.conformance.guessing import closes, looks_alike
from tests.conformance.petitions import another_code, unknown_number
from tests.conformance.system import System


@pytest.mark.parametrize("path", [ONE, f"{ONE}.ics"])
def test_a_wrong_code_and_an_unknown_number_look_alike(system: System, path: str) -> None:
    """A wrong code and an unknown number get the same answer, byte by byte."""
    looks_alike(system, path, booked(system))


def test_five_wrong_codes_close_a_number(system: System) -> None:
    """Five wrong codes close a number for a while, even to the right code."""
    made = booked(system)

    closes(system, ONE, made["number"], another_code(made["query_code"]), made["query_code"])


def test_an_unknown_number_closes_in_the_same_way(system: System) -> None:
    """A number that does not exist closes like one that does."""
    closes(system, ONE, unknown_number(BOOKING_PREFIX), "123456", None)
