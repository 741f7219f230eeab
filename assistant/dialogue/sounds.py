"""How a sentence sounds: syllables without tones (公正处, gongzhengchu and 公证处 are alike), and initials (sfz)."""

import re
from typing import Iterable, List

from assistant.shared.text.script import detect_script

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[a-z]+|[0-9]+")
_LATIN = re.compile(r"[a-z]+")
_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ui|ao|ou|iu|ie|ve|ue|er|an|en|in|un|ia|ua|uo|a|o|e|i|u|v)"
)
_ABBREVIATION = re.compile(r"^[bcdfghjklmnpqrstwxyz]{2,6}$")


def syllables(text: str) -> List[str]:
    """One item for each Han character, each syllable of a word in pinyin, and each other word or number."""
    from pypinyin import lazy_pinyin

    found: List[str] = []
    for match in _RUN.finditer(text.lower()):
        run = match.group()
        if _HAN.match(run):
            found += lazy_pinyin(run)
        else:
            found += spelled(run) or [run]
    return found


def spelled(word: str) -> List[str]:
    """The syllables of a word in pinyin, [] when it is none. Vowel-initial syllables are tried last: xian is one."""
    best: List[List[str]] = [[] for _ in range(len(word) + 1)]
    reached = [True] + [False] * len(word)
    for start in range(len(word)):
        if not reached[start]:
            continue
        for length in range(1, 7):
            end = start + length
            if end > len(word) or not _SYLLABLE.fullmatch(word, start, end):
                continue
            split = [*best[start], word[start:end]]
            if not reached[end] or len(split) < len(best[end]):
                best[end], reached[end] = split, True
    return best[-1] if reached[-1] else []


def is_pinyin(text: str) -> bool:
    """Whether a sentence without Han characters is Chinese in pinyin or initials (sfz) and not another language."""
    if _HAN.search(text):
        return False
    words = _LATIN.findall(text.lower())
    return bool(words) and (detect_script(text) == "hans" or all(_ABBREVIATION.match(word) for word in words))


def initials(words: Iterable[str]) -> List[str]:
    """First letters of the syllables of each Han word of two to four characters, and what is typed that way."""
    from pypinyin import lazy_pinyin

    found: List[str] = []
    for word in words:
        if 2 <= len(word) <= 4 and _HAN.fullmatch(word):
            found.append("".join(sound[0] for sound in lazy_pinyin(word) if sound))
        elif _ABBREVIATION.match(word):
            found.append(word)
    return found
