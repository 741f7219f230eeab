"""K015 long-sentence: sentences can be read in one breath.

What: no sentence of a section holds more than 60 Chinese characters (a warning; 40 is the aim), and none more
than 100 (an error). A list item is a sentence.
Why: many readers are old and read on a phone; a long sentence is read twice and then given up.
Mend: one thought a sentence; turn an enumeration into a list.

Pass:
    收到后15日内告诉您。要怎么办也会写明。
Fail:
    收到以后，由负责登记的机关在十五日以内，把是否受理、由谁受理、……（一百多字不断句）
"""

import re
from collections.abc import Iterable

from assistant.curation.findings import Context, Finding
from assistant.curation.placing import find_in_section

CODE = "K015"
NAME = "long-sentence"

WARN_AT, STOP_AT = 60, 100
_END = re.compile(r"[。！？!?；;\n]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_NOISE = re.compile(r"\[\^[^\]]*\]|^\s*(?:[-*]|\d+[.、)）])\s*")


def check(context: Context) -> Iterable[Finding]:
    """Every sentence over the limits."""
    for section in context.file.sections:
        for sentence in _END.split(section.text):
            length = len(_HAN.findall(_NOISE.sub("", sentence)))
            if length > WARN_AT:
                report = context.error if length > STOP_AT else context.warning
                yield report(
                    CODE,
                    find_in_section(section, sentence.strip()),
                    f"a sentence of {length} characters",
                    f"cut it: {WARN_AT} at most, 40 is the aim",
                )
