"""That guessing is useless, the same for both systems."""

from typing import Any

from tests.conformance.petitions import another_code, unknown_number
from tests.conformance.system import System

_TELLING = ("content-type", "cache-control", "retry-after", "www-authenticate")


def looks_alike(system: System, path: str, made: dict[str, Any]) -> None:
    """A wrong code for a real number and any code for an unknown one get the same answer, byte by byte."""
    wrong = another_code(made["query_code"])

    of_real = system.send("get", path, number=made["number"], code=wrong)
    of_none = system.send("get", path, number=unknown_number(made["number"][:2]), code=wrong)
    system.ask("get", path, number=made["number"], code=wrong, wants=404, refused="unknown-reference")

    assert (of_real.status, of_real.raw) == (of_none.status, of_none.raw), (
        f"a wrong code is answered {of_real.status} {of_real.raw[:80]!r}, an unknown number "
        f"{of_none.status} {of_none.raw[:80]!r}"
    )
    seen, none = ({name: each.headers.get(name) for name in _TELLING} for each in (of_real, of_none))
    assert seen == none, f"the headers differ: {seen} and {none}"


def closes(system: System, path: str, number: str, wrong: str, right: str | None) -> None:
    """After five wrong codes the number answers 429 with Retry-After, to the right code too."""
    for _ in range(5):
        system.ask("get", path, number=number, code=wrong, wants=404, refused="unknown-reference")

    system.ask("get", path, number=number, code=right or wrong, wants=429, refused="too-many-tries")

    after = system.send("get", path, number=number, code=right or wrong).headers.get("retry-after", "")
    assert after.isdecimal() and int(after) > 0, f"Retry-After is {after!r}"
