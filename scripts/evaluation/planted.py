"""Values of personal data, made from a seed: valid numbers in the many ways people write them. Nobody's."""

import random
from collections.abc import Callable
from datetime import date, timedelta

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from assistant.shared.contracts.placeholders import Kind
from assistant.shared.contracts.reference_numbers import make_number

_AREAS = "440703 440704 440705 440781 440783 440784 440785 440711 440106 110101 450981 513021".split()
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_COUNTRIES = "CA US AU NZ GB SG MY TH ID PH JP KR FR DE IT ES PT NL PA VE PE BR ZA MU FJ CR".split()
_SURNAMES = (
    "陈 李 黄 梁 林 张 谭 余 伍 吴 周 何 冯 甄 关 邝 刘 区 麦 赵 郑 谢 许 罗 邓 司徒 欧阳 容 冼 阮 聂 钟".split()
)
_UNUSUAL = "禤 昝 仉 揭 劳 植 练 莘 佘 缪 尉迟 上官 诸葛 蒙 覃 盘 鄢 占 苟 卜 亓 逄 辜 危 慕容 招 利 岑".split()
_GIVEN = "大明 小红 国强 丽珍 伟 婉仪 家辉 秀兰 志强 桂芳 建国 美莲 佩珊 炳坤 锦荣 雪梅 子轩 浩然 思敏 玉 海 艳 社根 惠娟 永康 雅琪 宏发 俊 淑贞 文".split()
_ENGLISH = [
    "Mei Lin Chan",
    "Robert Lee",
    "Grace Wong",
    "David Tam",
    "Amy Yee",
    "Kin Wah Seto",
    "Susan Mah",
    "Peter O'Brien",
    "Wing-Kee Lau",
    "Jenny Kwong",
    "Henry Chow",
    "Winnie Mak",
    "Jose Chen",
    "Philip Au-Yeung",
]
_ROADS = "白沙大道 建设二路 港口一路 迎宾大道西 东华一路 胜利路 江会路 堤中路 环市三路 冈州大道中 北门路 长沙西路 人民南路 中山大道 新昌路 东风北街 石湾直街 兴宁里 象山新街".split()
_ESTATES = "怡福新村 丽苑花园 碧桂园翠湖苑 中天国际 江门万达广场 奥园外滩 保利大都会 御景豪庭 东湖华庭 金汇名苑 明珠大厦 天鹅湾小区".split()
_VILLAGES = "豪山村 水南村 浮石村 天马村 歇马村 茶坑村 麻二村 桐井村 自力村 良溪村".split()
_STREETS = "King Street|Granville Street|Nathan Road|Queens Road East|Spadina Avenue|Kingsway|Victoria Ave|Clement St|Hay Street|Collins Street|Castle Peak Road|Main St".split(
    "|"
)
_SPOKEN = "零一二三四五六七八九"


def resident_id(chance: random.Random) -> str:
    """A resident identity number of 18 characters with a right check character."""
    day = date(1935, 1, 1) + timedelta(days=chance.randrange(28_000))
    body = f"{chance.choice(_AREAS)}{day:%Y%m%d}{chance.randrange(1, 1000):03d}"
    check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]
    written = body + check
    style = chance.random()
    if style < 0.1:
        return f"{written[:6]} {written[6:14]} {written[14:]}"
    return written.lower() if style < 0.3 else written


def old_id(chance: random.Random) -> str:
    """A resident identity number of 15 digits."""
    day = date(1930, 1, 1) + timedelta(days=chance.randrange(20_000))
    return f"{chance.choice(_AREAS)}{day:%y%m%d}{chance.randrange(1, 1000):03d}"


def digits(chance: random.Random, many: int) -> str:
    """`many` random digits, the first not zero."""
    return str(chance.randrange(1, 10)) + "".join(str(chance.randrange(10)) for _ in range(many - 1))


def mobile(chance: random.Random) -> str:
    """A mainland mobile number: plain, in groups, with +86, or full-width."""
    number = f"1{chance.choice('356789')}{chance.randrange(10**9):09d}"
    spaced = f"{number[:3]} {number[3:7]} {number[7:]}"
    return chance.choice(
        (
            number,
            number,
            number,
            spaced,
            spaced.replace(" ", "-"),
            f"+86{number}",
            f"+86 {spaced}",
            f"86-{number}",
            number.translate({ord(str(each)): chr(0xFF10 + each) for each in range(10)}),
            f"{number[:3]}.{number[3:7]}.{number[7:]}",
            f"({number})",
        )
    )


def spoken_mobile(chance: random.Random) -> str:
    """A mainland mobile number in Chinese digits, with 幺 for 1 half of the time."""
    said = "".join(_SPOKEN[int(digit)] for digit in f"1{chance.choice('356789')}{chance.randrange(10**9):09d}")
    return said.replace("一", "幺") if chance.random() < 0.5 else said


def foreign(chance: random.Random, region: str = "") -> str:
    """A valid telephone number of another country, in international spelling."""
    region = region or chance.choice(_COUNTRIES)
    example = phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE)
    number = example
    for _ in range(40):
        body = str(example.national_number)
        tried = phonenumbers.PhoneNumber(example.country_code, int(body[:-4] + digits(chance, 4)))
        if phonenumbers.is_valid_number(tried):
            number = tried
            break
    style = chance.choice((PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.E164))
    written = phonenumbers.format_number(number, style)
    if chance.random() < 0.1:
        return "00" + written.lstrip("+")
    if region in ("US", "CA") and chance.random() < 0.3:
        return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    return written


def bank_card(chance: random.Random) -> str:
    """A card number that passes Luhn's test, sometimes in groups of four."""
    body = chance.choice(("622202", "621700", "622848", "436742", "622588", "411111")) + digits(
        chance, chance.choice((9, 12))
    )
    total = sum(
        each if place % 2 else (each * 2 - 9 if each > 4 else each * 2)
        for place, each in enumerate(map(int, reversed(body)))
    )
    number = f"{body}{-total % 10}"
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4)) if chance.random() < 0.3 else number


def name(chance: random.Random) -> str:
    """A Chinese name; one in six has an unusual surname."""
    return chance.choice(_UNUSUAL if chance.random() < 1 / 6 else _SURNAMES) + chance.choice(_GIVEN)


def address(chance: random.Random) -> str:
    """An address down to the door: of a road, an estate or a village."""
    house, room = chance.randrange(1, 300), f"{chance.randrange(1, 33)}0{chance.randrange(1, 9)}"
    block = chance.choice(
        (
            f"{chance.randrange(1, 30)}栋",
            f"{chance.randrange(1, 12)}座",
            f"{chance.choice('ABCD')}座",
            f"{chance.randrange(1, 9)}幢",
        )
    )
    return chance.choice(
        (
            f"{chance.choice(_ROADS)}{house}号",
            f"{chance.choice(_ROADS)}{house}号{block}{room}房",
            f"{chance.choice(_ROADS)}{house}号之{chance.choice('一二三')}",
            f"{chance.choice(_ROADS)}{house}号{chance.choice(_ESTATES)}{block}{room}室",
            f"{chance.choice(_ESTATES)}{block}{room}",
            f"{chance.choice(_ESTATES)}{block}{chance.randrange(1, 33)}楼{chance.choice('ABCD')}",
            f"{chance.choice(_VILLAGES)}{chance.choice(('一', '二', '三', '5', '12'))}{chance.choice(('队', '巷', '组'))}{house}号",
            f"{chance.choice(_VILLAGES)}{house}号",
            f"{chance.choice(_ROADS)}{house}-{chance.randrange(1, 20)}号{chance.randrange(2, 9)}楼",
        )
    )


def english_address(chance: random.Random) -> str:
    """An address abroad down to the door."""
    street, house = chance.choice(_STREETS), chance.randrange(1, 9000)
    return chance.choice(
        (
            f"{house} {street}",
            f"Unit {chance.randrange(1, 40)}, {house} {street}",
            f"{chance.randrange(100, 2000)}-{house} {street}",
            f"Flat {chance.randrange(1, 30)}{chance.choice('ABCD')}, {chance.randrange(1, 40)}/F, {house} {street}",
            f"Apt {chance.randrange(1, 900)}, {house} {street}",
        )
    )


def _account(chance: random.Random) -> str:
    return chance.choice(("wxid_", "liming_", "A-", "mei", "taishan")) + chance.choice("abcdxyz") + digits(chance, 6)


def _email(chance: random.Random) -> str:
    user = chance.choice(("lixm", "grace.wong", "chan_mei", "13800138000", "a.b-c", "toishan88"))
    return f"{user}{chance.randrange(1000)}@{chance.choice(('qq.example.com', 'gmail.example', 'mail.example.com.hk', 'outlook.example'))}"


VALUES: dict[str, tuple[Kind, Callable[[random.Random], str]]] = {
    "id18": (Kind.ID_NUMBER, resident_id),
    "id15": (Kind.ID_NUMBER, old_id),
    "mobile": (Kind.PHONE, mobile),
    "mobile_spoken": (Kind.PHONE, spoken_mobile),
    "landline": (
        Kind.PHONE,
        lambda chance: chance.choice(("0750-{}", "(0750){}", "0750 {}", "0750{}")).format(f"3{digits(chance, 6)}"),
    ),
    "foreign": (Kind.PHONE, foreign),
    "hk": (
        Kind.PHONE,
        lambda chance: chance.choice(("+852 {} {}", "+852{}{}", "852-{}{}", "(852) {} {}", "{} {}")).format(
            f"9{digits(chance, 3)}", digits(chance, 4)
        ),
    ),
    "passport_cn": (
        Kind.PASSPORT,
        lambda chance: (
            chance.choice("EGEEPDS") + digits(chance, 8)
            if chance.random() < 0.7
            else f"E{chance.choice('ABJK')}{digits(chance, 7)}"
        ),
    ),
    "passport_foreign": (Kind.PASSPORT, lambda chance: chance.choice(("AB", "HK", "GA")) + digits(chance, 6)),
    "passport_foreign_said": (Kind.PASSPORT, lambda chance: chance.choice(("PA", "N", "L")) + digits(chance, 7)),
    "passport_foreign_en": (Kind.PASSPORT, lambda chance: digits(chance, 9)),
    "permit": (Kind.TRAVEL_PERMIT, lambda chance: chance.choice("HMhm") + digits(chance, chance.choice((8, 10)))),
    "taiwan": (Kind.TRAVEL_PERMIT, lambda chance: digits(chance, 8)),
    "hmt_id": (
        Kind.TRAVEL_PERMIT,
        lambda chance: (
            f"8{chance.choice('123')}0000{date(1950, 1, 1) + timedelta(days=chance.randrange(20_000)):%Y%m%d}{digits(chance, 4)}"
        ),
    ),
    "bank": (Kind.BANK_CARD, bank_card),
    "email": (Kind.EMAIL, _email),
    "address": (Kind.ADDRESS, address),
    "address_en": (Kind.ADDRESS, english_address),
    "name": (Kind.NAME, name),
    "name_said": (Kind.NAME, name),
    "name_line": (Kind.NAME, name),
    "name_en": (Kind.NAME, lambda chance: chance.choice(_ENGLISH)),
    "account": (Kind.ACCOUNT, _account),
    "qq": (Kind.ACCOUNT, lambda chance: digits(chance, chance.choice((6, 8, 9, 10)))),
}


def innocent(chance: random.Random) -> dict[str, str]:
    """What fills a near miss: numbers, days and sums that are nobody's."""
    day = date(2020, 1, 1) + timedelta(days=chance.randrange(2500))
    amount = chance.randrange(100, 10**7)
    return {
        **{f"n{many}": digits(chance, many) for many in (1, 2, 3, 4, 13)},
        "year": str(day.year),
        "time": f"{chance.randrange(8, 18)}:{chance.choice(('00', '15', '30', '45'))}",
        "date": chance.choice(
            (
                f"{day:%Y-%m-%d}",
                f"{day.year}年{day.month}月{day.day}日",
                f"{day:%Y%m%d}",
                f"{day.month}月{day.day}号",
                f"{day:%Y/%m/%d}",
            )
        ),
        "amount": chance.choice((str(amount), f"{amount:,}", f"{amount:,}.00", f"{amount / 10000:.1f}万")),
        "han": chance.choice(("三十四", "六十", "一百零二", "二十二")),
        "plate": f"{chance.choice('ABCKM')}{digits(chance, 4)}",
        "petition": make_number(
            "XF", date(2026, 1, 1) + timedelta(days=chance.randrange(320)), chance.randrange(1, 99_999)
        ),
        "booking": make_number(
            "YY", date(2026, 1, 1) + timedelta(days=chance.randrange(320)), chance.randrange(1, 99_999)
        ),
    }
