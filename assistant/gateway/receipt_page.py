"""The public page on which a citizen checks a receipt: number and hash in, whether we hold what was handed in out."""

from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from assistant.gateway.knowledge_page import environment, frame
from assistant.gateway.wording import say

_ZONE = ZoneInfo("Asia/Shanghai")


class Receipts(Protocol):
    """What the gateway asks of the petition system."""

    async def verify(self, number: str, receipt_hash: str) -> dict[str, Any]:
        """Whether number and hash belong together."""


def verdict(found: dict[str, Any]) -> str:
    """The key of the words for what the petition system answered."""
    if not found["verified"]:
        return "verify_bad"
    if not found["unchanged"]:
        return "verify_changed"
    return "verify_good" if found["current"] else "verify_edited"


def receipt_page(
    script: str, *, number: str = "", receipt_hash: str = "", key: str = "", received_at: str | None = None
) -> str:
    """HTML with the two fields and, where `key` names one, the verdict."""
    at = datetime.fromisoformat(received_at).astimezone(_ZONE).strftime("%Y-%m-%d %H:%M") if received_at else ""
    return (
        environment()
        .get_template("verify.html")
        .render(
            **frame(script),
            number=number,
            receipt_hash=receipt_hash,
            notice=say(key, script, number=number, at=at) if key else "",
            say=lambda key, **fields: say(key, script, **fields),
        )
    )
