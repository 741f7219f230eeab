"""People as others speak of them: 老豆, 家婆, 细佬, my mother-in-law, the landlord. Both runtimes.

The value says who it is to the speaker, not the word: 老豆, 我爸 and my dad are all `father`.
"""

import re
from dataclasses import dataclass
from functools import cache

from assistant.shared.text.numbers.folding import fold

# Simplified words by who it is; after "!" what must not follow (老婆饼 is a cake), after "^" what not precede.
_HAN = {
    "father": "爸爸 老爸 父亲!节 老豆 老窦 爹地 爹爹 阿爸 亚爸",
    "mother": "妈妈^婆 妈咪 老妈 母亲!节河^国 阿妈 亚妈 老母 娘亲",
    "parents": "父母!官 爸妈 双亲 爹妈 二老", "grandfather": "爷爷 阿爷 亚爷 祖父 外公 外祖父 姥爷",
    "grandmother": "奶奶 嫲嫲 阿嫲 阿嬷 嬷嬷 祖母 外婆 外祖母 姥姥", "great_grandfather": "曾祖父 太公 太爷",
    "great_grandmother": "曾祖母", "husband": "老公!公 丈夫", "wife": "老婆!饼 妻子", "spouse": "配偶 老伴",
    "couple": "老两口 两公婆 夫妻!肺 夫妇 两口子", "son": "儿子", "daughter": "女儿!墙红 囡囡 闺女",
    "child": "孩子!气王 小孩 宝宝 仔女 子女 细路 双胞胎 儿女", "older_brother": "哥哥 大哥!大 阿哥 亚哥 大佬 二哥 兄长",
    "younger_brother": "弟弟 细佬 阿弟", "older_sister": "姐姐 家姐 大姐 阿姐!夫 二姐",
    "younger_sister": "妹妹 细妹 阿妹",
    "sibling": "兄弟姐妹 兄弟姊妹", "brother": "兄弟!单院公姐姊部", "sister": "姐妹!城篇 姊妹!城篇",
    "mother_in_law": "家婆 婆婆!妈 岳母 外母 丈母娘", "father_in_law": "家公 公公!正园 岳父 外父 老丈人",
    "daughter_in_law": "媳妇!熬 儿媳 新抱 心抱 家嫂", "son_in_law": "女婿",
    "sister_in_law": "大嫂 嫂子 嫂嫂 弟媳 小姑子 小姨子",
    "brother_in_law": "姐夫 妹夫 大舅子 小舅子", "grandson": "孙子!兵 孙仔 外孙!女", "granddaughter": "孙女 外孙女",
    "uncle": "叔叔 阿叔 伯父 伯伯 阿伯 大伯 二叔 三叔 舅舅 舅父 姑丈 姑父 姨丈 姨父",
    "aunt": "姑姑 姑姐 姑妈 姑母 姨妈 姨母 舅母 舅妈 婶婶 伯母 伯娘",
    "cousin": "表哥 表弟 表姐 表妹 堂哥 堂弟 堂姐 堂妹 堂兄弟 表兄弟 堂兄 堂姐妹 表兄",
    "nephew": "侄子 侄仔 侄儿 外甥!女", "niece": "侄女 外甥女",
    "neighbour": "邻居 隔篱邻舍 隔离邻舍 隔篱 街坊!会 街里", "landlord": "房东 包租公 包租婆", "owner": "业主!大委",
    "tenant": "租客 租户 房客", "employer": "老板!娘 雇主 事头", "friend": "朋友!圈", "colleague": "同事!务 工友",
    "classmate": "同学!们", "relative": "亲戚", "former_husband": "前夫", "former_wife": "前妻", "fiancee": "未婚妻",
    "fiance": "未婚夫", "boyfriend": "男朋友 男友", "girlfriend": "女朋友 女友", "guardian": "监护人",
    "stepfather": "继父 后爸", "stepmother": "继母 后妈", "adopted_daughter": "养女", "adopted_son": "养子",
    "adoptive_father": "养父", "adoptive_mother": "养母",
}  # fmt: skip
# A short word is a relation only after whose it is: 我妈, 佢嘅仔.
_AFTER_WHOSE = {
    "妈": "mother", "爸": "father", "哥": "older_brother", "姐": "older_sister", "弟": "younger_brother",
    "妹": "younger_sister", "爷": "grandfather", "奶": "grandmother", "女": "daughter", "仔": "son",
    "先生": "husband", "太太": "wife", "阿姨": "aunt",
}  # fmt: skip
_WHOSE = r"(?:(?<=[我你佢他她俺])|(?<=[我佢你他她][个嘅的家]))"
_NOT_AFTER_ONE = r"(?![妈爸哥姐弟妹儿士性人生友朋婿孩子方工们爷奶夫])"
_ENGLISH = {
    "mother": "mother mum mom mummy mommy", "father": "father dad daddy", "parents": "parents",
    "grandmother": "grandmother grandma granny", "grandfather": "grandfather grandpa granddad",
    "grandparents": "grandparents", "husband": "husband", "wife": "wife", "spouse": "spouse", "son": "son sons",
    "daughter": "daughter daughters", "child": "child children kid kids baby", "brother": "brother brothers",
    "sister": "sister sisters", "grandson": "grandson grandsons", "granddaughter": "granddaughter granddaughters",
    "uncle": "uncle", "aunt": "aunt auntie", "cousin": "cousin cousins", "nephew": "nephew", "niece": "niece",
    "mother_in_law": "mother-in-law", "father_in_law": "father-in-law", "daughter_in_law": "daughter-in-law",
    "son_in_law": "son-in-law", "brother_in_law": "brother-in-law", "sister_in_law": "sister-in-law",
    "neighbour": "neighbour neighbours neighbor neighbors", "landlord": "landlord landlady", "tenant": "tenant tenants",
    "employer": "boss employer", "friend": "friend friends", "colleague": "colleague colleagues coworker coworkers",
    "classmate": "classmate classmates", "relative": "relative relatives", "former_husband": "ex-husband",
    "former_wife": "ex-wife", "fiancee": "fiancee", "fiance": "fiance", "boyfriend": "boyfriend",
    "girlfriend": "girlfriend", "guardian": "guardian", "stepfather": "stepfather", "stepmother": "stepmother",
}  # fmt: skip
_AGES = {"younger": "younger", "little": "younger", "elder": "older", "older": "older", "big": "older"}


@dataclass(frozen=True)
class Relation:
    """Somebody named at `text[start:end]`; `value` is who it is to the speaker."""

    start: int
    end: int
    value: str


def find_relations(text: str) -> list[Relation]:
    """Every person who is named by what they are to the speaker, in order; none overlaps another."""
    pattern, values = _pattern()
    found = []
    for match in pattern.finditer(fold(text)):
        said = match.group()
        age, _, plain = said.rpartition(" ")
        value = values.get(plain) or _AFTER_WHOSE[said]
        found.append(Relation(match.start(), match.end(), f"{_AGES[age]}_{value}" if age else value))
    return found


@cache
def _pattern() -> tuple["re.Pattern[str]", dict[str, str]]:
    values: dict[str, str] = {}
    parts = []
    for value, words in _HAN.items():
        for entry in words.split():
            rest, _, before = entry.partition("^")
            word, _, after = rest.partition("!")
            values[word] = value
            looks = (f"(?<![{before}])" if before else "") + word + (f"(?![{after}])" if after else "")
            parts.append((word, looks))
    parts.sort(key=lambda part: -len(part[0]))
    short = "|".join(sorted(_AFTER_WHOSE, key=len, reverse=True))
    values |= {word: value for value, words in _ENGLISH.items() for word in words.split()}
    english = "|".join(sorted((word for words in _ENGLISH.values() for word in words.split()), key=len, reverse=True))
    return re.compile(
        "|".join(each for _, each in parts)
        + rf"|{_WHOSE}(?:{short}){_NOT_AFTER_ONE}|^太太"
        + rf"|(?<![a-z-])(?:(?:{'|'.join(_AGES)}) (?:brother|sister)|{english})(?![a-z-])"
    ), values
