"""Which body dealt with a message, as the official reply to it says: it was handed over to a bureau, a bureau looked
into it or signed. A judge that is independent of our own labels; replies that name none or a town say nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

NAMES = Path(__file__).with_name("reply_bodies.yml")
_SAID = (
    re.compile(r"(?:已转|转交|交由|转)([^，。；,]{2,20}?)(?:进行|调查|办理|处理|核处|核查|办复|阅处|核实)"),
    re.compile(r"([^，。！!；、：:0-9]{3,14})[0-9 ]{4}年[0-9 ]{1,3}月[0-9 ]{1,3}日[^，。]{0,3}$"),
    re.compile(
        r"(?:支持|关心|关注|理解)[^，。]{0,4}?对?([^，。！]{2,12}?)(?:工作|事业)的?(?:关心|支持|关注|理解|监督)"
    ),
    re.compile(r"经(?:与|了解|联系)?([^，。；]{2,14}?)(?:调查|核实|了解|核查|现场|研究|答复|回复)"),
    re.compile(r"接[到获]您?[^，。]{0,24}[，。]([^，。]{3,14})(?:高度重视|立即|工作人员|第一时间)"),
)

_THANKED = re.compile(r"谢您?对([^，。！]{2,14}?)(?:工作|事业)的")


@dataclass(frozen=True)
class Names:
    """The name of a bureau → its body; the name of its work, which a reply thanks for, → its body."""

    named: Mapping[str, str]
    thanked: Mapping[str, str]


def read_names() -> Names:
    """The names as written in the table."""
    written = yaml.safe_load(NAMES.read_text(encoding="utf-8"))
    named, thanked = (
        {name: body for body, names in written[part].items() for name in names} for part in ("named", "thanked")
    )
    return Names(named, thanked)


def body_in(reply: str, names: Names) -> str | None:
    """The one body that the reply says dealt with the matter; None where it names none of ours, or several."""
    told = "".join(reply.split())
    for said in _SAID:
        found = _all_named(said, told, names.named)
        if found:
            return found.pop() if len(found) == 1 else None
    found = _all_named(_THANKED, told, names.thanked)
    return found.pop() if len(found) == 1 else None


def _all_named(said: re.Pattern[str], told: str, names: Mapping[str, str]) -> set[str]:
    return {body for match in said.finditer(told) if (body := _named(match.group(1), names)) is not None}


def _named(words: str, names: Mapping[str, str]) -> str | None:
    found = [name for name in names if name in words]
    return names[max(found, key=len)] if found else None
