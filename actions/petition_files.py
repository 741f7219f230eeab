"""Photos and PDFs of a petition in the chat: offered once beside the summary, shown by number and name.

Ids of uploads go through the dialogue; names are personal data and do so as one placeholder.
"""

import asyncio
import re
from typing import Any

from actions.petition_sms import SMS
from actions.ports import Ports
from actions.turn import Turn
from assistant.shared.contracts.placeholders import Kind

FILES_FORM = "petition_files"
SUPPLEMENT_FORM = "supplement"
_MOST_NAMED = 600
_THING = (
    r"(?:照片|相片|图片|相(?![关信邻处比当反互应对])|视频|录像|截图|文件|证据"
    r"|pdf|photos?|pictures?|images?|files?|video)"
)
_WANTS = re.compile(
    rf"(?:传|发|上传|附上?|补|加|影咗|拍了|拍咗|有|send|upload|attach|add|have).{{0,8}}{_THING}"
    rf"|{_THING}.{{0,8}}(?:传|发|上传|附|点样|怎么|咋|哪里|边度|where|how|send|upload|attach)",
    re.IGNORECASE,
)
_NONE = re.compile(rf"(?:没有?|冇|无|唔使|不用|no|don't have).{{0,6}}{_THING}", re.IGNORECASE)
_LONGEST_WISH = 30


def wants_to_send(turn: Turn) -> bool:
    """Whether a short sentence is about sending photos or files, and none of a story."""
    text = turn.text.strip()
    short = not turn.pressed and len(text) <= _LONGEST_WISH
    return short and _NONE.search(text) is None and _WANTS.search(text) is not None


def has_none_to_send(turn: Turn) -> bool:
    """Whether a short sentence says that there are no photos."""
    return not turn.pressed and len(turn.text) <= _LONGEST_WISH and _NONE.search(turn.text) is not None


def kept_details(details: dict[str, Any] | None) -> dict[str, Any]:
    """What no story tells: files, the door that was named, messages; the rest is read anew from another story."""
    kept = ("files_asked", "file_names", "door", SMS)
    return {name: value for name, value in (details or {}).items() if name in kept}


def ids_of(value: Any) -> list[str]:
    """The uploads that a slot or a form names."""
    return [each for each in str(value or "").split(",") if each]


def offers(turn: Turn) -> bool:
    """Whether photos are still to be asked for: there are none, and nobody asked."""
    details = turn.slot("petition_details") or {}
    return not turn.slot("petition_files") and not details.get("files_asked")


async def sent_in_form(ports: Ports, turn: Turn, field: str, before: Any) -> list[str]:
    """The uploads of a submitted form behind those that were there before, each once."""
    values = dict(turn.metadata.get("form_values") or {})
    # Figures within an id may look like a telephone: it is resolved like everything else that a form brings.
    real = await asyncio.to_thread(ports.vault.resolve, turn.session, str(values.get(field) or ""))
    return list(dict.fromkeys([*ids_of(before), *ids_of(real)]))


async def names_hidden(ports: Ports, turn: Turn, ids: list[str]) -> str | None:
    """What the citizen called these files, as one placeholder; None where that is not known."""
    names = await asyncio.to_thread(ports.files.names, turn.session, ids) if ports.files and ids else []
    if not names:
        return None
    return await asyncio.to_thread(ports.vault.keep, turn.session, Kind.NAME, "、".join(names)[:_MOST_NAMED])
