"""What the builder prints: one line a stage, with the time it took; long stages show that they are alive."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_TICK = 3.0


class Fault(Exception):
    """Something the newcomer must mend; the text says what and how."""


def say(line: str) -> None:
    """One line, at once."""
    print(line, flush=True)


@contextmanager
def stage(name: str, what: str) -> Iterator[None]:
    """Prints what the block does, a tick with the seconds so far every few seconds, and how long it took."""
    say(f"  … {name}: {what}")
    started = time.monotonic()
    done = threading.Event()

    def tick() -> None:
        while not done.wait(_TICK if sys.stdout.isatty() else 30.0):
            say(f"    {name}: {time.monotonic() - started:.0f} s")

    ticker = threading.Thread(target=tick, daemon=True)
    ticker.start()
    try:
        yield
    finally:
        done.set()
        ticker.join()
    say(f"  ✓ {name} ({time.monotonic() - started:.1f} s)")
