"""One spelling for one value: 138 0013 8000, 138-0013-8000 and 一三八零零一三八零零零 are the same telephone."""

import re

from assistant.shared.contracts.placeholders import Kind

SPOKEN_DIGITS = "零〇○一壹二贰貳两兩三叁参四肆五伍六陆陸七柒八捌九玖幺么"
_SPOKEN = str.maketrans(SPOKEN_DIGITS, "0001122222333445566677889911")
_NUMBERS = frozenset({Kind.ID_NUMBER, Kind.PHONE, Kind.PASSPORT, Kind.TRAVEL_PERMIT, Kind.BANK_CARD, Kind.CODE})


def canonical(kind: Kind, value: str) -> str:
    """`value` without gaps, digits as digits, letters of numbers in capitals; names and addresses as they are."""
    if kind not in _NUMBERS:
        return value.strip()
    return re.sub(r"[^0-9A-Z+]", "", value.translate(_SPOKEN).upper())
