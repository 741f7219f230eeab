"""Whether a citizen agrees to be told of progress by SMS: said beside the summary, no unless it is said.

A bare yes sends the petition; only words about messages, and the buttons, are about messages.
"""

import re
from typing import Any

from actions.turn import Turn, chosen

SMS = "sms"
_MESSAGE = r"(?:手机)?(?:短信|短讯|简讯|sms)(?:通知|提醒)?"
_ENDS = r"(?:[了吧啦啊呀喇嘅]|就[行好]|都得|please|thanks|[，,。.!！ ])*"
_NO = re.compile(
    r"(?:那|我|就|还是|请|先|[，, ])*(?:不(?:用|要|必|需要|想)?|唔(?:使|要|想)?|别|勿|免|无需|取消|no|without)"
    rf"(?:再|给我|畀我|发|用|收|要)*\s*{_MESSAGE}(?:我|给我|畀我)?{_ENDS}"
    rf"|{_MESSAGE}就?(?:不(?:用|要|必)?|唔(?:使|要)?|免|算)(?:发|收|要)?{_ENDS}"
    rf"|(?:please )?(?:don'?t|do not) (?:text|sms) me{_ENDS}|no texts?(?: messages?)?{_ENDS}",
    re.IGNORECASE,
)
_YES = re.compile(
    r"(?:好[的啊呀]?|可以|行|嗯|ok|yes|yeah|[，, ])*"
    r"(?:那|我|就|请|麻烦|唔该|最好|还是|帮我|有进展|有消息|到时候?|[，, ])*"
    rf"(?:要|想要?|愿意|同意|需要|可以|用|发|收|接收|i want|i'd like|by|via|an?|\s)*{_MESSAGE}"
    rf"(?:告诉|通知|发|话)?(?:给我|畀我|我)?(?:进展|进度)?{_ENDS}"
    rf"|(?:yes|ok|please|[, ])*(?:text me|send me (?:a )?texts?(?: messages?)?|text messages?){_ENDS}",
    re.IGNORECASE,
)
_LONGEST = 40


def wants_messages(turn: Turn) -> bool | None:
    """True or False when a button or a sentence says that and nothing else; None when it does not."""
    pressed = chosen(turn, "petition_sms")
    if pressed is not None:
        return str(pressed) == "yes"
    text = turn.text.strip()
    if turn.pressed or len(text) > _LONGEST:
        return None
    return False if _NO.fullmatch(text) else True if _YES.fullmatch(text) else None


def agreed(details: dict[str, Any] | None) -> bool:
    """Whether messages were agreed to."""
    return (details or {}).get(SMS) is True
