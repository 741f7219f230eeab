"""What a citizen can prove and take away."""

import hashlib
import json

from assistant.shared.contracts.reference_numbers import PETITION_PREFIX
from tests.conformance.guessing import looks_alike
from tests.conformance.petitions import NAME, ONE, PHONE, TEXT, registered, unknown_number
from tests.conformance.system import System


def test_a_receipt_verifies(system: System) -> None:
    """Number and hash of a receipt verify without a code."""
    receipt = registered(system)

    said = system.ask("get", f"{ONE}/verify", number=receipt["number"], hash=receipt["receipt_hash"], wants=200)

    assert said["verified"] and said["current"] and said["unchanged"], f"it says {said}"


def test_another_hash_and_an_unknown_number_do_not_verify_and_look_alike(system: System) -> None:
    """Another hash and an unknown number do not verify, and cannot be told from each other."""
    receipt = registered(system)
    nobody = unknown_number(PETITION_PREFIX)

    other = system.ask("get", f"{ONE}/verify", number=receipt["number"], hash="0" * 64, wants=200)
    unknown = system.ask("get", f"{ONE}/verify", number=nobody, hash=receipt["receipt_hash"], wants=200)

    assert not other["verified"] and not unknown["verified"], "something verifies that should not"
    assert {**other, "number": ""} == {**unknown, "number": ""}, "the two answers differ"


def test_the_owner_takes_everything_away(system: System) -> None:
    """The owner is given everything that is held, as it was received; the receipt hash is over that."""
    receipt = registered(system)

    held = system.ask("get", f"{ONE}/export", number=receipt["number"], code=receipt["query_code"], wants=200)

    petition = held["petition"]
    assert all(each in json.dumps(petition, ensure_ascii=False) for each in (NAME, PHONE, TEXT)), "something is missing"
    canonical = json.dumps(petition, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert receipt["receipt_hash"] == hashlib.sha256(canonical).hexdigest(), "the receipt hash is over something else"


def test_taking_away_wants_the_code(system: System) -> None:
    """A wrong code and an unknown number get the same answer, byte by byte, where everything would be told too."""
    looks_alike(system, f"{ONE}/export", registered(system))
