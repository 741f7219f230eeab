"""Placeholders that stand for personal data everywhere but in the vault, such as `⟦phone:1⟧`."""

import re
from enum import Enum


class Kind(str, Enum):
    """What sort of personal data a placeholder hides."""

    ID_NUMBER = "id_number"          # resident identity number, GB 11643
    PHONE = "phone"                  # mainland mobile, landline or foreign phone
    PASSPORT = "passport"
    TRAVEL_PERMIT = "travel_permit"  # 回乡证, 台胞证, 港澳台居民居住证
    BANK_CARD = "bank_card"
    EMAIL = "email"
    ADDRESS = "address"              # finer than a village or community
    NAME = "name"
    ACCOUNT = "account"              # a WeChat or QQ name
    CODE = "code"                    # the query code of a petition or booking
    FORM = "form"                    # a whole submitted form

    def __str__(self) -> str:
        return self.value


PLACEHOLDER = re.compile(r"⟦(?P<kind>[a-z_]+):(?P<index>[1-9][0-9]*)⟧")


def placeholder(kind: Kind, index: int) -> str:
    """The text that hides the `index`-th (from 1) value of `kind` in one session."""
    return f"⟦{kind.value}:{index}⟧"


def placeholders_in(text: str) -> list[str]:
    """Every placeholder in `text`, in order, each as written."""
    return [match.group(0) for match in PLACEHOLDER.finditer(text)]
