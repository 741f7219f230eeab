"""What begins with a surname, stands where a name could, and is none: words that the dictionary lacks, and places."""

from functools import cache
from pathlib import Path

from assistant.shared.text.countries import sources as countries
from assistant.shared.text.divisions import sources as divisions

LEXICON = Path(__file__).resolve().parents[2] / "nlu_data" / "lexicon"
NOT_NAMES = frozenset(
    (
        "谢谢 谢谢你 谢谢您 多谢 方便吗 不方便 安全吗 何必 何事 何时 万一 马上 高兴 文件 关于 关键 江门 白沙 金额 任何 任意 "
        "严重 申请 申诉 程序 温馨 康复 向谁 易错 区别 利害 公证 章程 石头 龙头 牛奶 于是 余额 严格 安排 谢了 关了 关闭 顾虑 "
        "许可 谢谢了 容易 温度 史上 招呼 时候 曾经 孔子 施工 武术 方式 方法 万能 齐全 向上 关你什么事 关你事 何用 高龄 高低 "
        "华侨 华人 方便 必填 物业 师傅 房东 全家 车来 有人 公司 台山人 江门人 安全 平台 平安 成员 单身 单仲 单嘢 成日 代收 "
        "代办 孙子 孙女 都话 都有 都系 有气 有耐 有心 夏威夷 单位 双方 应当 应该 别人 家人 家属 居民 国内 国外 海外 年纪 和平 "
        "左仲 成一 全家福 冷清清 蒙蒙亮 都在 都说 陈皮 车仲 汤太 籍贯 伯伯 屈臣氏 蓝宝石"
    ).split()
)


def is_no_name(folded: str, start: int, end: int) -> bool:
    """Whether what stands from `start` to `end` of a folded text is a place, or begins with a word that is no name."""
    word = folded[start:end]
    if word in NOT_NAMES or any(folded[start : start + length] in NOT_NAMES for length in (2, 3)):
        return True
    return word in _places() or word[:2] in _abroad()


@cache
def _abroad() -> frozenset[str]:
    """Cities and countries of our own lists: 温哥华 begins with a surname too."""
    listed = countries.own_list(LEXICON)
    cities = {name for _, names in listed["cities"] for name in names}
    return frozenset(cities.union(*listed["countries"].values(), divisions.own_list(LEXICON)["others"]))


@cache
def _places() -> frozenset[str]:
    """Those, and every district and town of ours by all its names."""
    home = divisions.own_list(LEXICON)
    listed = (*home["districts"], *home["towns"])
    return _abroad().union(*({name, divisions.short_name(name), *names} for _, name, names in listed))
