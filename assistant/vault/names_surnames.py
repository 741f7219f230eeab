"""Chinese surnames, and dictionary words that begin like a name and are none."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import log, log1p

# Fitted on no test: the mean of common given names is near 1.5, of words below 0.
_LIKELY = 0.75

# The surnames of the Hundred Family Surnames and others in use, Simplified; text is folded before it is compared.
SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任"
    "袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴"
    "谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗"
    "丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班"
    "仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳"
    "逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文"
    "寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆游竺权逯盖益桓公仉督岳帅缑亢况"
    "郈琴归海晋楚闫法汝鄢涂钦商牟佘佴伯赏墨哈谯笪年爱阳佟言福肖邝冼区麦禤植练揭盘覃占苟亓辜招闭候覃劳覃岑脱冯闾苻代税丘凃"
)
COMPOUND = frozenset(
    (
        "欧阳 司徒 上官 诸葛 司马 慕容 尉迟 皇甫 夏侯 东方 公孙 令狐 宇文 长孙 端木 轩辕 独孤 南宫 百里 呼延 司空 淳于 "
        "太史 申屠 钟离 鲜于 澹台 闻人 濮阳 单于 公冶 宗政 赫连 万俟 仲孙 闾丘 亓官 司寇 巫马 公西 漆雕 乐正 壤驷 公良 "
        "拓跋 夹谷 宰父 谷梁 段干 东郭 南门 归海 羊舌 微生"
    ).split()
)
# Surnames that are words as well: behind a role without a colon they count before punctuation only.
WORDLIKE = frozenset(
    "和于时应都向万何方关金高平安常成全单双文水花明计别通能申许施空曾家越须相后公法商言年爱福国广东海山车房师强路解应经支经"
    "充终满连代候税江家"
)


@dataclass(frozen=True)
class Dictionary:
    """What jieba's dictionary tells: `words` begin with a surname and are no names; `odds` of a character to be in a
    given name rather than in a word, as a logarithm."""

    words: frozenset[str]
    odds: Mapping[str, float]
    unknown: float

    def is_given_name(self, characters: str) -> bool:
        """Whether `characters` look more like a given name than like part of a word."""
        return self.givenness(characters) >= _LIKELY

    def givenness(self, characters: str) -> float:
        """The mean odds of `characters`."""
        return sum(self.odds.get(each, self.unknown) for each in characters) / len(characters)


@cache
def dictionary() -> Dictionary:
    """The dictionary, read once; some tenths of a second."""
    import jieba

    words: set[str] = set()
    given, common = Counter[str](), defaultdict[str, float](float)
    with jieba.get_dict_file() as lines:
        for line in lines:
            word, frequency, tag = line.decode("utf-8").split()
            # nrt are transliterations, Vancouver among them.
            name = tag in ("nr", "nrfg") and 2 <= len(word) <= 3 and word[0] in SURNAMES
            if name:
                given.update(word[1:])
                continue
            for each in word:
                common[each] += log1p(int(frequency))
            if 2 <= len(word) <= 4 and word[0] in SURNAMES:
                words.add(word)
    names, texts = sum(given.values()), sum(common.values())
    odds = {each: log((given[each] + 0.3) / names) - log((common[each] + 30) / texts) for each in {*given, *common}}
    return Dictionary(frozenset(words), odds, log(0.3 / names) - log(30 / texts))


def words() -> frozenset[str]:
    """Words that begin with a surname and are not names themselves."""
    return dictionary().words
