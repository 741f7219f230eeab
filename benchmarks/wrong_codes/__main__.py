"""`python -m benchmarks.wrong_codes`: 10,000 wrong codes over real and unknown numbers, 10,000 for one; 1 on a leak.

Times are compared by the Mann-Whitney test, beside the same test between two halves of the unknown numbers.
"""

import argparse
import random
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.wrong_codes.attack import Found, run
from benchmarks.wrong_codes.ranks import told_apart

_ALIKE = 0.02  # a single answer's time names the kind of number in at most 52 of 100 cases


def faults(found: Found) -> list[str]:
    """What gives a number away, or lets somebody go on guessing."""
    share, _ = told_apart(found.real, found.unknown)
    told = {
        "the answers differ": set(found.answers["real"]) != set(found.answers["unknown"])
        or len(found.answers["real"]) != 1,
        "the times differ": abs(share - 0.5) > _ALIKE,
        "a number is not closed": found.one_number[404] != 5 or set(found.one_number) != {404, 429},
        "a closed number opens to the right code": found.right_code_after != 429,
        "nothing was logged": not found.logged,
    }
    return [fault for fault, seen in told.items() if seen]


def main() -> int:
    """0 when nothing was given away."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--numbers", type=int, default=1250, help="real ones, and as many unknown; four tries each")
    parser.add_argument("--tries", type=int, default=10_000, help="for one number")
    parser.add_argument("--seed", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wrong-codes-") as name:
        found = run(Path(name), numbers=asked.numbers, tries=asked.tries, seed=asked.seed)
    dice = random.Random(asked.seed)
    control = dice.sample(found.unknown, len(found.unknown))
    half = len(control) // 2
    print(f"{len(found.real) + len(found.unknown)} wrong codes, {2 * asked.numbers} numbers, half of them unknown")
    for kind, times in (("real", found.real), ("unknown", found.unknown)):
        parts = statistics.quantiles(times, n=20)
        print(f"  {kind:<8} median {statistics.median(times):.3f} ms, p5 {parts[0]:.3f}, p95 {parts[-1]:.3f}")
        print(f"  {'':<8} {len(found.answers[kind])} different answers, status {[s for s, _ in found.answers[kind]]}")
    for what, pair in (("real beside unknown", (found.real, found.unknown)),
                       ("unknown beside unknown", (control[:half], control[half:]))):  # fmt: skip
        share, chance = told_apart(*pair)
        print(f"  {what:<23} slower in {share:.3f} of pairs, Mann-Whitney p = {chance:.3f}")
    print(f"one number, {asked.tries} codes: {dict(found.one_number)}; the right code then: {found.right_code_after}")
    print(f"logged: {len(found.logged)} lines, such as {found.logged[-1] if found.logged else '-'!r}")
    seen = faults(found)
    print(*(f"FAULT: {each}" for each in seen), sep="\n" if seen else "")
    return 1 if seen else 0


if __name__ == "__main__":
    sys.exit(main())
