"""Which script a citizen writes, and conversion between scripts (OpenCC, phrase level)."""

import re
from functools import cache
from typing import Any

SCRIPTS = ("hans", "hant", "yue", "en")

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LATIN_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
# Characters and words that written Cantonese uses and written Mandarin does not.
_CANTONESE = re.compile(
    r"[喺冇咗嘅嘢嗰佢哋啲乜嚟攞畀咩嘥睇噉嗌瞓揾搵吖㗎嚿]|唔(?:使|該|该|好|係|系|知|得|可|識|识|見|见|到|夠|够)|點樣|点样|點解|点解|邊度|边度"
    r"|幾耐|几耐|係咪|系咪|我哋|俾我|俾人|幾多錢|几多钱|聽日|听日|而家|依家|咁樣|咁样|細佬|老竇|屋企"
)
_SYLLABLE = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ui|ao|ou|iu|ie|ve|ue|er|an|en|in|un|ia|ua|uo|a|o|e|i|u|v)"
)
_PINYIN_WORD = re.compile(rf"(?:{_SYLLABLE})+")
_LONG_PINYIN_WORD = re.compile(rf"(?:{_SYLLABLE}){{2,}}")
# English words that could be read as pinyin.
_ENGLISH = frozenset(
    "a i an can can't change name names time times long line lines women men man here there fine live life note home "
    "more like name made make same some come done gone one no none me he she we you to too do go so are were where die "
    "give face date late use case base safe wife nine bank pin ten pen hen sun fun run guide side age ago lane land hi "
    "banana china hong kong lady baby data language negative take care see later into anyone house move meaning "
    "renounce inheritance vancouver toronto canada sunday monday today open gone nine nobody online available balance "
    "machine gate bike hole rule cause because huge large range change page leave receive".split()
)


def detect_script(text: str) -> str | None:
    """`hans`, `hant`, `yue` (written Cantonese in Traditional) or `en`; None when the text does not tell.

    Cantonese typed in Simplified characters is `hans`: the reply keeps the characters that its reader can read.
    Text such as 你好, written alike in both scripts, does not tell. All-pinyin text is a Chinese speaker's: `hans`.
    """
    if not _HAN.search(text):
        words = [word.lower() for word in _LATIN_WORD.findall(text)]
        if not words or len("".join(words)) < 3:
            return None
        return "hans" if _reads_as_pinyin(words) else "en"
    traditional = _changed(text, to_simplified(text))
    simplified = _changed(text, _converter("s2t").convert(text))
    if _CANTONESE.search(text) and simplified <= traditional:
        return "yue"
    if traditional == simplified:
        return None
    return "hant" if traditional > simplified else "hans"


def next_script(text: str, before: str) -> str:
    """The script to reply in from now on; `before` is that of the turns so far.

    A place or a name in Latin letters (Kaiping, Mei Chan) reads as pinyin and says nothing of who wrote English so far.
    """
    found = detect_script(text)
    if before == "en" and found == "hans" and not _HAN.search(text) and len(_LATIN_WORD.findall(text)) <= 2:
        return before
    return found or before


def _reads_as_pinyin(words: list[str]) -> bool:
    """Every word can be pinyin, and three in five can be nothing else: she bao zen me jiao."""
    if not all(_PINYIN_WORD.fullmatch(word) for word in words):
        return False
    chinese = [word for word in words if word not in _ENGLISH]
    telling = len(chinese) >= 3 or any(_LONG_PINYIN_WORD.fullmatch(word) for word in chinese)
    return telling and (len(chinese) == len(words) or (len(chinese) >= 2 and 5 * len(chinese) >= 3 * len(words)))


def to_simplified(text: str) -> str:
    """`text` in Simplified characters, as Rasa, the index and the rules read it."""
    return str(_converter("t2s").convert(text))


def to_traditional(text: str) -> str:
    """`text` in Traditional characters as Hong Kong and most overseas communities write them."""
    return str(_converter("s2hk").convert(text))


def _changed(before: str, after: str) -> int:
    return sum(a != b for a, b in zip(before, after, strict=False))


@cache
def _converter(name: str) -> Any:
    import opencc

    return opencc.OpenCC(name)
