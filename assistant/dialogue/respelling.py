"""Training sentences once more in pinyin: people without a Chinese keyboard type so. Chosen by hash."""

import hashlib
import re
from typing import Dict, List

_HAN = re.compile(r"[\u4e00-\u9fff ，。！？]{2,18}")
_MARKS = re.compile(r"[ ，。！？]+")
_ONE_IN = 6


def respelled(sentences: Dict[str, List[str]]) -> Dict[str, List[str]]:
    """One short Chinese sentence in six by intent, in pinyin, with or without spaces between the syllables."""
    found: Dict[str, List[str]] = {}
    for intent, texts in sentences.items():
        known = set(texts)
        for text in texts:
            number = int(hashlib.sha256(text.encode("utf-8")).hexdigest()[:8], 16)
            if number % _ONE_IN == 0 and _HAN.fullmatch(text):
                letters = in_letters(text, spaced=number // _ONE_IN % 2 == 0)
                if letters not in known:
                    found.setdefault(intent, []).append(letters)
    return found


def in_letters(text: str, *, spaced: bool) -> str:
    """A Chinese sentence in pinyin without tones."""
    from pypinyin import lazy_pinyin

    return (" " if spaced else "").join(lazy_pinyin(_MARKS.sub("", text)))
