"""Names that nothing announces, in the middle of a story: 村长余福海占了我的地.

jieba cuts them out as one word that its dictionary does not know; a name begins with a surname and goes on with
characters that occur in given names rather than in words.
"""

import logging
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from assistant.shared.text.divisions import sources as divisions
from assistant.vault.names_not import LEXICON, is_no_name
from assistant.vault.names_surnames import COMPOUND, SURNAMES, WORDLIKE, dictionary

_PLACE = frozenset("人镇村市县区乡路街桥坪湾山岛河江湖港洲埠圩墟站店厂院校馆园寺庙塔城")
# Streets, schools and memorials bear the names of the dead; titles of their own are no names either.
_NAMED_AFTER = re.compile(
    r"(?:.?(?:村|社区|镇|街道|圩|墟)|故居|故里|纪念|广场|路|大道|公园|大桥|中学|小学|医院|图书馆|奖|思想|祠|墓|塑像|精神|说)"
)

_RELATIVES = frozenset(
    "祖父 祖母 小姐 先生 女士 老师 师傅 主任 书记 婆婆 爷爷 奶奶 叔叔 伯伯 姐姐 妹妹 哥哥 弟弟 妈妈 爸爸 公公 太太 姑娘 契弟".split()
)
_HAN = re.compile(r"[\u4e00-\u9fff]{3}")
_SURE, _SURER = 0.8, 1.1


def find_unsaid_names(folded: str) -> Iterator[tuple[int, int]]:
    """Spans of full names in a folded text, by their characters alone."""
    if not any(char in SURNAMES for char in folded):
        return
    known = dictionary()
    for word, start, end in _jieba().tokenize(folded):
        compound = word[:2] in COMPOUND
        if not compound and word[0] not in SURNAMES:
            continue
        doubtful = not compound and word[0] in WORDLIKE
        whole = len(word) == 3 + compound
        if not whole:  # jieba cut the name or took more: then its characters must leave less doubt
            end = start + 3
            if compound or doubtful or len(word) == 3 or word in known.words or not _HAN.fullmatch(folded, start, end):
                continue
            word = folded[start:end]
        given = word[2:] if compound else word[1:]
        if word in known.words or word[-1] in _PLACE or given in _RELATIVES or is_no_name(folded, start, end):
            continue
        likely = known.is_given_name(given) if whole else min(map(known.givenness, given)) >= _SURE
        likely &= not doubtful or known.givenness(given) >= _SURER
        if likely and not _NAMED_AFTER.match(folded, end):
            yield start, end


@cache
def _jieba() -> Any:
    import jieba

    logging.getLogger("jieba").setLevel(logging.ERROR)
    cutter = jieba.Tokenizer()
    cutter.initialize()
    home = divisions.own_list(LEXICON)
    for _, name, names in (*home["districts"], *home["towns"]):
        for each in {name, divisions.short_name(name), *names}:
            cutter.add_word(each)
    return cutter
