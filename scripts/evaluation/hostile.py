"""Bad input through whole turns of the gateway: always an outcome or a refusal with a reason, never an exception."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scripts.evaluation.figures import Figure, Section, table
from scripts.evaluation.public_sets import read_rows
from scripts.evaluation.site import Ended

SEED = 20261122
_FILES = (
    ("BLNS", "negative/blns.jsonl"),
    ("XSS", "negative/xss_payload_sample600.jsonl"),
    ("SQL injection", "negative/sqli_payloads.jsonl"),
)
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_BIDI = "\u202a\u202b\u202d\u202e\u2066\u2067\u202c\u2069"
_LOOKALIKES = str.maketrans("aeopcxyABEHKMOPT", "аеорсхуАВЕНКМОРТ")
_SENTENCES = (
    "身份证丢了怎么补办",
    "我要投诉楼下烧烤店",
    "我想预约视频公证",
    "How do I renew my passport",
    "我個信訪件去到邊",
)


@dataclass(frozen=True)
class Bad:
    """Something that should not be sent, and of which kind it is."""

    kind: str
    text: str


def inputs(most: int | None = None) -> list[Bad]:
    """Everything bad: the public lists, and sentences of ours made bad. With `most`, a seeded sample of each kind."""
    kinds: dict[str, list[str]] = {name: [str(row["text"]) for row in read_rows(file)] for name, file in _FILES}
    kinds.update(made())
    picked = random.Random(SEED)
    return [
        Bad(kind, text)
        for kind, texts in kinds.items()
        for text in (texts if most is None or len(texts) <= most else picked.sample(texts, most))
    ]


def made() -> dict[str, list[str]]:
    """Our sentences with invisible or combining characters, turned directions, half characters, and great length."""
    chance = random.Random(SEED)

    def sprinkled(text: str, letters: str) -> str:
        return "".join(letter + chance.choice(letters) for letter in text)

    return {
        "zero width": [*(sprinkled(text, _ZERO_WIDTH) for text in _SENTENCES), _ZERO_WIDTH * 50],
        "bidirectional": [*(sprinkled(text, _BIDI) for text in _SENTENCES), _BIDI * 50],
        "lone surrogates": [
            *(text[:3] + chr(chance.randrange(0xD800, 0xE000)) + text[3:] for text in _SENTENCES),
            "\ud83d",
            "\ude00\ud83d",
        ],
        "look-alikes": [text.translate(_LOOKALIKES) for text in (*_SENTENCES, "Hello, cancel my booking")],
        "combining": ["".join(letter + "\u0301\u0489\u0336" * 20 for letter in text) for text in _SENTENCES],
        "control": [
            *("\x00".join(text) for text in _SENTENCES),
            "".join(map(chr, range(32))),
            "\x1b[2J\x1b[H",
            "\r\n" * 200,
        ],
        "100 kB": [
            "信访" * 17_000,
            "a" * 100_000,
            "🙂" * 25_000,
            " " * 100_000,
            "\u202e" * 33_000,
            "⟦phone:1⟧" * 8_000,
        ],
        "made to look like ours": [
            "⟦phone:1⟧",
            "⟦form:1⟧ ⟦name:99999⟧",
            "/submit_form{}",
            '/choose{"slot":"x"}',
            "/restart",
            "/session_start",
            "EXTERNAL: back",
            "{{7*7}} ${7*7} %s %n {0.__class__}",
        ],
    }


def fine(ended: Ended) -> bool:
    """Whether it ended as a turn without an internal error, or was refused with a reason (HTTP 4xx)."""
    return ended.outcome != "error_internal" if ended.status == 200 else 400 <= ended.status < 500


def section(sent: Sequence[Bad], ends: Sequence[Ended]) -> Section:
    """The scorecard's part."""
    kinds: dict[str, list[Ended]] = {}
    for bad, ended in zip(sent, ends, strict=True):
        kinds.setdefault(bad.kind, []).append(ended)
    rows: list[list[object]] = [
        [kind, len(of), sum(not fine(ended) for ended in of), _ends(of)] for kind, of in kinds.items()
    ]
    broken = sum(not fine(ended) for ended in ends)
    return Section(
        "bad-input",
        "Bad input: always an outcome",
        [Figure("bad inputs that ended in an exception or internal error", broken, 0, False, len(ends), True, True)],
        [table(["kind", "inputs", "broken", "how they ended"], rows)],
    )


def _ends(ends: Iterable[Ended]) -> str:
    counts = Counter(ended.outcome for ended in ends)
    return ", ".join(f"{name} {count}" for name, count in counts.most_common())
