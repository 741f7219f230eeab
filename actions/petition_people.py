"""For whom and with whom a citizen speaks: the two questions of the petition form that not everybody is asked."""

import re
from typing import Any

from actions.turn import Turn, chosen

NOBODY = "—"
MOST_REPRESENTATIVES = 5  # 信访工作条例 art. 20, fact petition_013
_BETWEEN = re.compile(r"[、,，;；/\s]+|(?:和|跟|与|同)(?=[\u4e00-\u9fff⟦])|\band\b")
_MYSELF = re.compile(
    r"^(?:(?:就|只有|只留|净系)?我(?:一个人?|自己)?(?:的事)?|本人|是?我自己的?事?"
    r"|just me|only me|myself|it'?s me)[。.!！]?$",
    re.IGNORECASE,
)
Known = dict[str, Any]


def speaks_for_another(known: Known) -> bool:
    """Whether the story was told on behalf of somebody."""
    return bool((known.get("petition_details") or {}).get("on_behalf"))


def speaks_with_others(known: Known) -> bool:
    """Whether several people tell the story together."""
    return bool((known.get("petition_details") or {}).get("joint"))


def for_name(turn: Turn) -> Known | None:
    """The name of who is spoken for; NOBODY when it is the citizen's own matter after all."""
    return _named(turn, "petition_for_name")


def joint_names(turn: Turn) -> Known | None:
    """The names of those who represent the others; NOBODY when the citizen alone does."""
    return _named(turn, "petition_joint_name")


def names_in(said: str) -> list[str]:
    """Each name of a list as people write it."""
    return [] if said == NOBODY else [name for name in _BETWEEN.split(said.strip(" 。.")) if name]


def _named(turn: Turn, slot: str) -> Known | None:
    said = turn.text.strip()
    pressed = chosen(turn, slot)
    if pressed or turn.act == "deny" or turn.has("none") or _MYSELF.match(said):
        return {slot: NOBODY}
    if turn.pressed or turn.requested != slot or not said or len(said) > 120:
        return None
    return {slot: said}
