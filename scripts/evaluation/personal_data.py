"""Personal data that is planted is found, and what is nobody's is left alone: precision and recall of the vault.

Lines are made from a seed out of tests/nlu/personal. A value counts as found when all of it is hidden.
"""

import argparse
import random
import re
import sys
from collections import Counter
from dataclasses import dataclass, field

import yaml

from assistant.shared.contracts.placeholders import Kind
from assistant.shared.text.normalise import normalise
from assistant.vault.find import find_personal_data
from scripts.evaluation.entity_scores import ROOT
from scripts.evaluation.planted import VALUES, innocent

FOLDER = ROOT / "tests" / "nlu" / "personal"
LINES, EACH_PATTERN = 1_200, 8
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Line:
    """A sentence in normal form and what is planted in it, each with its place; `sort` is one of six kinds."""

    text: str
    planted: tuple[tuple[Kind, int, int], ...]
    sort: str


@dataclass
class Found:
    """Counts over all lines. `extra`: found where nothing is planted. `wrong` tells each."""

    lines: int = 0
    planted: int = 0
    hidden: int = 0
    extra: int = 0
    other_kind: int = 0
    by_kind: Counter[str] = field(default_factory=Counter)
    missed_by_kind: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of planted values of which nothing stays readable."""
        return self.hidden / self.planted if self.planted else 1.0

    @property
    def precision(self) -> float:
        """The share of what was hidden that was planted."""
        return self.hidden / (self.hidden + self.extra) if self.hidden + self.extra else 1.0


def lines(seed: int = 20261122, many: int = LINES) -> list[Line]:
    """`many` lines with planted data, then every near miss, always the same for a seed."""
    chance = random.Random(seed)
    carriers = [(sort, each) for sort, group in _read("carriers").items() for each in group]
    made = [_planted(chance, *carriers[number % len(carriers)]) for number in range(many)]
    near = _read("near_misses")
    for pattern in near["patterns"]:
        made += [_nobodys(_SLOT.sub(lambda slot: innocent(chance)[slot[1]], pattern)) for _ in range(EACH_PATTERN)]
    return made + [_nobodys(line) for line in near["lines"]]


def evaluate(seed: int = 20261122, many: int = LINES) -> Found:
    """The vault's finder over `lines(seed, many)`."""
    total = Found()
    for line in lines(seed, many):
        total.lines += 1
        _judge(line, total)
    return total


def _judge(line: Line, total: Found) -> None:
    found = find_personal_data(line.text)
    for kind, start, end in line.planted:
        total.planted += 1
        total.by_kind[kind] += 1
        seen = {at for each in found for at in range(each.start, each.end)}
        rest = [line.text[at] for at in range(start, end) if at not in seen and line.text[at].isalnum()]
        if rest:
            total.missed_by_kind[kind] += 1
            total.wrong.append(f"missed {kind} {line.text[start:end]!r} in {line.text!r}")
        else:
            total.hidden += 1
            total.other_kind += not any(each.kind is kind and each.start < end and start < each.end for each in found)
    for each in found:
        if not any(start < each.end and each.start < end for _, start, end in line.planted):
            total.extra += 1
            total.wrong.append(f"extra {each.kind} {each.value!r} in {line.text!r}")


def _planted(chance: random.Random, sort: str, carrier: str) -> Line:
    text, planted, last = "", [], 0
    for slot in _SLOT.finditer(carrier):
        text += carrier[last : slot.start()]
        kind, make = VALUES[slot[1]]
        value = normalise(make(chance))
        planted.append((kind, len(text), len(text) + len(value)))
        text += value
        last = slot.end()
    text += carrier[last:]
    return Line(_same_length(text), tuple(planted), sort)


def _same_length(text: str) -> str:
    """The normal form; carriers are written so that it moves nothing."""
    normal = normalise(text)
    if len(normal) != len(text):
        raise ValueError(f"{text!r} changes its length in normal form; write the carrier as it will be read")
    return normal


def _nobodys(text: str) -> Line:
    return Line(normalise(text), (), "near_miss")


def _read(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8"))
    return found


def table(total: Found) -> list[str]:
    """The figures as lines of Markdown."""
    rows = [f"| {kind} | {many} | {total.missed_by_kind[kind]} |" for kind, many in sorted(total.by_kind.items())]
    return [
        f"{total.lines} lines, {total.planted} values planted: recall {total.recall:.4f}, "
        f"precision {total.precision:.4f}; {total.extra} extra, {total.other_kind} hidden as another kind",
        "",
        "| kind | planted | missed |",
        "|---|---:|---:|",
        *rows,
    ]


def main() -> int:
    """Prints the figures and what is wrong; 0 whatever they are, since the bars are in the tests."""
    parser = argparse.ArgumentParser(description=__doc__, epilog="example: … --seed 7 --worst 20")
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--lines", type=int, default=LINES)
    parser.add_argument("--worst", type=int, default=20, help="how many wrong ones to list")
    chosen = parser.parse_args()
    total = evaluate(chosen.seed, chosen.lines)
    print("\n".join([*table(total), *total.wrong[: chosen.worst]]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
