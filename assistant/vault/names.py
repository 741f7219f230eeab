"""Where a citizen says a person's name: after 我叫 or 姓名, or as the bare answer to "what is your name"."""

import re

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚"
    "沈钟姜崔谭陆范汪廖石金韦贾夏付方白邹熊孟秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施"
    "文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申詹欧关容甄区麦司徒冼霍利招敖岑"
    "張劉陳楊黃趙吳孫馬羅鄭謝許韓鄧馮蕭葉程魏蘇呂盧姚鍾譚陸範廖韋賈鄒邱閆龍陶賀顧龔邵萬錢嚴湯溫莊聶魯關區麥"
)
_COMPOUND = ("欧阳", "司徒", "上官", "诸葛", "司马", "歐陽", "司馬")
_HAN = "\u4e00-\u9fff·"
_CALLED = re.compile(rf"我(?:的名字)?叫(?:做)?([{_HAN}]{{2,4}})(?=$|[^{_HAN}])")
_SAID = re.compile(
    rf"(?:我姓名是|姓名(?:是|为|叫)?[:： ]?|名字(?:是|叫)[:： ]?|真名(?:是|叫)?[:： ]?|联系人(?:是)?[:： ]?)"
    rf"([{_HAN}]{{2,4}})(?=$|[^{_HAN}]|[,，。])"
)
_SAID_ENGLISH = re.compile(r"(?:[Mm]y name is|[Nn]ame:) ?([A-Z][\w'-]+(?: [A-Z][\w'-]+){0,3})")
_LEAD = re.compile(r"^(?:我(?:的名字)?(?:叫|是|系)|姓名(?:是)?[:： ]?|叫|[Ii](?:'m| am) |[Mm]y name is |[Ii]t's )")
_TAIL = re.compile(r"[。.!！,，~ ]*$")
_BARE_HAN = re.compile(rf"[{_HAN}]{{2,4}}")
_BARE_LATIN = re.compile(r"[A-Za-z][A-Za-z'.-]*(?: [A-Za-z][A-Za-z'.-]*){1,3}")
# Answers to "what is your name" that begin with a surname and are none.
_NOT_NAMES = frozenset(
    (
        "谢谢 谢谢你 谢谢您 多谢 方便吗 不方便 安全吗 何必 何事 何时 万一 马上 高兴 文件 关于 关键 "
        "江门 白沙 金额 任何 任意 严重 申请 申诉 程序 温馨 康复 向谁 易错 区别 利害 公证 章程 "
        "石头 龙头 牛奶 于是 余额 严格 安排 谢了 关了 关闭 顾虑 许可 谢謝 謝謝 谢谢了 容易 温度 "
        "史上 招呼 时候 曾经 孔子 施工 武术 方式 方法 万能 齐全 向上 关你什么事 关你事 何用 高龄 "
        "高低"
    ).split()
)
_COMMANDS = re.compile(
    r"(?i)\b(?:no|not|why|what|how|cancel|stop|back|skip|anonymous|help|yes|ok|please|thank|can|do|is|want|need|sorry)\b"
)


def find_name(text: str, *, asked: bool) -> tuple[int, int] | None:
    """The span of a person's name in a normalised `text`, or None. `asked`: a bare name counts too."""
    called = _CALLED.search(text)
    if called and _is_han_name(called.group(1)):  # 我叫 is also "I called (an ambulance)"
        return called.span(1)
    for pattern in (_SAID, _SAID_ENGLISH):
        match = pattern.search(text)
        if match and not _is_other(match.group(1)):
            return match.span(1)
    if not asked:
        return None
    start = match.end() if (match := _LEAD.match(text)) else 0
    tail = _TAIL.search(text)
    end = tail.start() if tail else len(text)
    bare = text[start:end]
    introduced = start > 0 and not _is_other(bare)  # 我叫… in answer to "your name?" is a name, whatever its surname
    if _BARE_HAN.fullmatch(bare) and (introduced or _is_han_name(bare)):
        return start, end
    if _BARE_LATIN.fullmatch(bare) and not _COMMANDS.search(bare):
        return start, end
    return None


def _is_han_name(word: str) -> bool:
    return not _is_other(word) and (word[0] in _SURNAMES or word.startswith(_COMPOUND))


def _is_other(word: str) -> bool:
    return word in _NOT_NAMES or word[-1] in "吗呢么啊吧嗎麼"
