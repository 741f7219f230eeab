"""Where a citizen says a person's name: after 我叫, 姓名, a role or a relative, or as the answer to "your name?".

The text is read folded (Simplified, small letters), so that spans are those of the text as written.
"""

import re
from collections.abc import Iterator

from assistant.shared.text.folding import fold
from assistant.vault.names_not import NOT_NAMES, is_no_name
from assistant.vault.names_surnames import COMPOUND, SURNAMES, WORDLIKE, dictionary, words

_HAN = re.compile(r"[\u4e00-\u9fff·]")
_LINK = r"(?:的?(?:姓名|名字|名))?(?:是|为|叫做|叫|系|喺)?[】\])）]?[ :：]{0,2}"
_KIN = (
    r"(?:爸爸|妈妈|老爸|老妈|爸|妈|父亲|母亲|老公|老婆|丈夫|妻子|太太|先生|儿子|女儿|个仔|个女|阿仔|阿女|弟弟|妹妹|哥哥|姐姐|细佬|细妹|家姐|大佬"
    r"|阿爸|阿妈|老豆|老母|爷爷|奶奶|阿爷|阿嫲|外公|外婆|阿公|阿婆|叔叔|伯伯|姑姑|阿姨|舅舅|孙子|孙女|侄子|侄女|外甥|女婿|媳妇|儿媳|阿伯|阿叔|阿哥|阿姐|大哥|大姐|表哥|表弟|表姐|表妹|堂哥|堂弟|堂姐|堂妹|岳父|岳母|家公|家婆|亲戚|老友|工友|同乡|朋友|同事|邻居|房东|老板|租客)"
)
_ROLE = r"(?:本人|申请人|被?投诉人|投诉对象|被?举报人|反映人|信访人|联系人|联络人|证人|住户|店主|买方|卖方|出租方|承租人|小朋友|学生|患者|收件人|收货人|户主|开户名|户名|业主|委托人|受托人|代理人|法定代表人|法人代表|负责人|预约人|当事人|经办人|持卡人|权利人|产权人|监护人)"
# Strong: hardly anything but a name follows. Weak: a word may follow as well.
_CALLED = re.compile(r"我(?:的名字)?叫(?:做|作)?")
_NAMED = re.compile(
    r"(?:姓名|名字|真名|全名|本名|[中英]文名|个名|[嘅的]名(?![字单额义称牌片气次誉]))(?:是|为|叫|系)?[】\])）]?[ :：]{0,2}|[叫][做作]|(?:^|\n|[ ,，;；。])name[:：] ?"
)
_KIN_CALLED = re.compile(rf"(?:{_KIN}|[他她佢])(?:的?名字?)?叫(?:做)?")
_ROLES = re.compile(rf"{_ROLE}{_LINK}")
_KINS = re.compile(rf"(?:我|我个|我嘅|我的|我哋|我们|委托|他|她|佢){_KIN}[（(]?")
_FAMILY_AND_GIVEN = re.compile(r"姓([\u4e00-\u9fff]{1,2}),?，?名([\u4e00-\u9fff]{1,2})(?![\u4e00-\u9fff])")
_CALLS = re.compile(r"(?<!我)叫")
_AM = re.compile(r"(?:^|[,，。 你好])(?:我是|我系|这里是|呢度系)")
_AFTER = re.compile(
    r"[^\u4e00-\u9fff·]|$|我|你|您|他|她|佢|的|嘅|今年|现年|电话|手机|手提|身份证|护照|回乡证|证件|住|家住|在|喺|想|要|是|系|来自|女|男|汉族|籍贯|邮箱|微信|地址|年龄"
    r"|性别|出生|有|今|现|来|去|卖|买|办|领|代|同|和|与|跟|因|请|说|问|查|咨|（|占|做|先生|女士|小姐|同志|投诉|反映|举报|申请|咨询|事由|多次|等|就|都|也|呀|啊|啦|吖"
)
_HARD = re.compile(r"[^\u4e00-\u9fff·]|$")
_TITLE = re.compile(r"(?=先生|女士|小姐|太太|婆婆|书记|主任|局长|村长|镇长|老师|医生|经理|所长|科长|队长)")
_BEFORE_TITLED = "是找叫被由给畀同系见问请位告的"
_NEVER = frozenset("的了我你他她们这那吗呢啊么嘛吧什谁哪不没冇唔咩乜个喺嗰啲嚟咗睇")
_LINE = re.compile(r"(?m)^ ?(?:[1-9一二三四五][.、．) ]+)?([\u4e00-\u9fff]{2,4}) ?$")

_LATIN = r"[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*)"
_SAID_ENGLISH = re.compile(rf"(?:[Mm]y (?:full )?name is|[Nn]ame ?[:：]|[Cc]all me) ?({_LATIN}{{0,3}})")
_SAID_SMALL = re.compile(r"(?i:my (?:full )?name is) ([a-z'-]{2,}(?: [a-z'-]{2,}){1,2})(?=[,.;!]|$| and )")
_AM_ENGLISH = re.compile(
    rf"(?:\bI'm|\bI am|\b[Tt]his is|[Nn]ame (?:on|in) (?:my )?passport ?(?:is|:)?|我[係系是]|(?:名字|姓名|名)(?:[係系是叫][:：]?|[:：])|人[:：]) ?({_LATIN}{{1,3}})"
)
_RELATIVE_ENGLISH = re.compile(
    r"\b(?:[Mm]y|[Hh]is|[Hh]er) (?:father|mother|dad|mum|mom|brother|sister|wife|husband|son|daughter|uncle|aunt|friend|cousin|lawyer|boss)"
    rf"(?:'s name)?(?:,| is)? ({_LATIN}{{1,3}})|\b(?:[Aa]pplicant|[Cc]ontact|[Rr]egards|[Ss]incerely|英文名|外文名)[,:： ]{{1,2}}({_LATIN}{{1,3}})"
)
_TITLED_ENGLISH = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Madam|Dr)\.? ({_LATIN}{{0,3}})")
_NO_LATIN = re.compile(
    r"(?i)\b(?:hong|kong|new|york|los|san|united|states|south|north|the|chinese|canad\w+|american|austral\w+|british|overseas|on|in|"
    r"different|misspelled|mis\w+|wrong|changed|not|was|is|a|an)\b"
)

_LEAD = re.compile(r"^(?:我(?:的名字)?(?:叫|是|系)|姓名(?:是)?[:： ]?|叫|[Ii](?:'m| am) |[Mm]y name is |[Ii]t's )")
_TAIL = re.compile(r"[。.!！,，~ ]*$")
_BARE_HAN = re.compile(r"[\u4e00-\u9fff·]{2,4}")
_BARE_LATIN = re.compile(r"[A-Za-z][A-Za-z'.-]*(?: [A-Za-z][A-Za-z'.-]*){1,3}")
_COMMANDS = re.compile(
    r"(?i)\b(?:no|not|why|what|how|cancel|stop|back|skip|anonymous|help|yes|ok|please|thank|can|do|is|want|need|sorry)\b"
)


def find_names(text: str, *, asked: bool) -> list[tuple[int, int]]:
    """The spans of persons' names in a normalised `text`. `asked`: a bare name counts too."""
    folded = fold(text)
    found = list(dict.fromkeys([*_han_names(folded), *_latin_names(text)]))
    if not found and asked and (bare := _bare(text, folded)) is not None:
        found = [bare]
    return found


def listed_names(text: str) -> list[tuple[int, int]]:
    """Lines that are nothing but a name, for a text that gives other personal data line by line."""
    folded = fold(text)
    return [
        match.span(1)
        for match in _LINE.finditer(folded)
        if "\n" in text and _is_han_name(match.group(1)) and match.group(1) not in words()
    ]


def _han_names(text: str) -> Iterator[tuple[int, int]]:
    for match in (*_CALLED.finditer(text), *_KIN_CALLED.finditer(text)):
        yield from _name_at(text, match.end(), known=True, sure=True)
    for match in _NAMED.finditer(text):
        yield from _name_at(text, match.end(), known=match.group()[-1] not in ":：】", sure=True)
    for match in _ROLES.finditer(text):
        marked = match.group()[-1] in ":：】" or match.group().endswith(("是", "为", "叫"))
        yield from _name_at(text, match.end(), known=not match.group().endswith((":", "：")), sure=marked)
    for pattern in (_KINS, _AM, _CALLS):
        for match in pattern.finditer(text):
            yield from _name_at(text, match.end(), known=True, sure=False)
    for match in _FAMILY_AND_GIVEN.finditer(text):
        yield match.span(1)
        yield match.span(2)
    for match in _TITLE.finditer(text):
        yield from _name_before(text, match.start())


def _name_at(text: str, start: int, *, known: bool, sure: bool) -> Iterator[tuple[int, int]]:
    """The name at `start`. `known`: only with a known surname; `sure`: the words before leave no doubt."""
    most = min(start + 5, len(text))
    run = next((at for at in range(start, most) if not _HAN.match(text[at])), most)
    compound = text[start : start + 2] in COMPOUND
    if run - start < 2 or (known and not compound and text[start] not in SURNAMES):
        return
    for length in (3, 4, 2) if compound else (2, 3, 4):
        end = start + length
        if end > run or (length == 4 and not compound and not (_HARD.match(text, end) and not known)):
            continue
        surnamed = compound or text[start] in SURNAMES
        if (_AFTER if surnamed else _HARD).match(text, end) and _may_be(text, start, end, sure=sure):
            yield start, end
            if text[end : end + 1] == "、":
                yield from _name_at(text, end + 1, known=True, sure=sure)
            return
    surnamed = compound or text[start] in SURNAMES
    if sure and surnamed and start + 3 <= run and _may_be(text, start, start + 3, sure=False):
        yield start, start + 3


def _may_be(text: str, start: int, end: int, *, sure: bool) -> bool:
    word = text[start:end]
    hard = _HARD.match(text, end) is not None
    if word.endswith("人") or _NEVER.intersection(word) or is_no_name(text, start, end):
        return False
    if word[:2] in COMPOUND or (sure and hard):
        return True
    if word in words():
        return False
    # Behind a word that only may announce a name, its characters must look like one.
    return sure or (hard and len(word) == 3) or dictionary().givenness(word[1:]) > (0.75 if word[0] in WORDLIKE else 0)


def _name_before(text: str, end: int) -> Iterator[tuple[int, int]]:
    """A full name before a title: 陈大文先生. A surname alone (陈小姐) tells nobody who it is."""
    for length in (3, 2):
        start = end - length
        if start < 0 or (start and _HAN.match(text[start - 1]) and text[start - 1] not in _BEFORE_TITLED):
            continue
        word = text[start:end]
        if word[0] not in SURNAMES - WORDLIKE or not all(map(_HAN.match, word)) or _NEVER.intersection(word):
            continue
        if word not in words() and not (length == 2 and word[1] in SURNAMES):
            yield start, end
            return


def _latin_names(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_SAID_ENGLISH, _SAID_SMALL, _AM_ENGLISH, _TITLED_ENGLISH):
        for match in pattern.finditer(text):
            if not _NO_LATIN.search(match.group(1)):
                yield match.span(1)
    for match in _RELATIVE_ENGLISH.finditer(text):
        group = 1 if match.group(1) else 2
        if not _NO_LATIN.search(match.group(group)):
            yield match.span(group)


def _bare(text: str, folded: str) -> tuple[int, int] | None:
    """The whole answer to "what is your name?", when it is a name and not a question or command."""
    start = match.end() if (match := _LEAD.match(folded) or _LEAD.match(text)) else 0
    tail = _TAIL.search(text)
    end = tail.start() if tail else len(text)
    bare = folded[start:end]
    introduced = start > 0 and not _is_other(bare)  # 我叫… in answer to "your name?" is a name, whatever its surname
    if _BARE_HAN.fullmatch(bare) and (introduced or _is_han_name(bare)):
        return start, end
    if _BARE_LATIN.fullmatch(bare) and not _COMMANDS.search(bare):
        return start, end
    return None


def _is_han_name(word: str) -> bool:
    return not _is_other(word) and (word[0] in SURNAMES or word[:2] in COMPOUND) and not _NEVER.intersection(word)


def _is_other(word: str) -> bool:
    return not word or word in NOT_NAMES or word[-1] in "吗呢么啊吧嘛"
