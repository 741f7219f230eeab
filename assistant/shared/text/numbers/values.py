"""What a numeral is worth: 三万五, 3.5万, 一百二, 廿五, 两千, 12,000, half a million."""

import re

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "肆": 4,
    "伍": 5,
    "陆": 6,
    "柒": 7,
    "捌": 8,
    "玖": 9,
}
_TENS = {"廿": 20, "卅": 30}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
# Chinese numerals and digits with the units between them; a part of other patterns.
HAN = "零〇一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
SMALL = r"(?:\d{1,4}|[零〇一二两三四五六七八九十百廿卅]{1,5})"

ENGLISH = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
} | {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
ENGLISH_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_WORD = re.compile(r"[a-z]+|\d[\d,]*(?:\.\d+)?")


def numeral(text: str) -> float | None:
    """The value of a folded Chinese, Arabic or mixed numeral, None when it is none; 两三 and 万 alone are none."""
    plain = text.replace(",", "").replace(" ", "")
    try:
        return float(plain) if plain[:1].isascii() and plain.replace(".", "", 1).isdigit() else _mixed(plain)
    except (ValueError, OverflowError):
        return None


def whole(text: str) -> int | None:
    """As `numeral`, for whole numbers only."""
    value = numeral(text)
    return int(value) if value is not None and value < 1e15 and value == int(value) else None


def english(text: str) -> float | None:
    """The value of folded English number words or digits: "twenty-five", "3 thousand", "half a million"."""
    words = [word for word in _WORD.findall(text) if word not in ("and", "of")]
    # "a hundred", "half a million"; "a" alone is one.
    words = [word for word in words if word not in ("a", "an")] or ["one"] * bool(words)
    total, current, seen = 0.0, 0.0, False
    for word in words:
        if word in ("half", "quarter"):
            current, seen = current + (0.5 if word == "half" else 0.25), True
        elif word in ("couple", "dozen"):
            current, seen = (current or 1) * (2 if word == "couple" else 12), True
        elif word in ENGLISH:
            current, seen = current + ENGLISH[word], True
        elif word[0].isdigit():
            current, seen = current + float(word.replace(",", "")), True
        elif word in ENGLISH_SCALES:
            scale = ENGLISH_SCALES[word]
            if scale == 100:
                current = (current or 1) * 100
            else:
                total, current = total + (current or 1) * scale, 0.0
        else:
            return None
    return total + current if seen else None


def _mixed(text: str) -> float | None:
    for unit, worth in sorted(_LARGE.items(), key=lambda item: -item[1]):
        if unit in text:
            head, _, tail = text.partition(unit)
            first = numeral(head) if head else None
            if first is None:
                return None
            if not tail:
                return first * worth
            if len(tail) == 1 and ((tail in DIGITS and tail not in "零〇") or (tail.isdigit() and tail.isascii())):
                # 三万五: the digit after the unit counts the next unit below it.
                return first * worth + (DIGITS[tail] if tail in DIGITS else int(tail)) * worth / 10
            rest = numeral(tail.lstrip("零〇"))
            return None if rest is None else first * worth + rest
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> float | None:
    if not text:
        return None
    if all(char in DIGITS for char in text):
        # 二〇二七 is spelled digit by digit; 两三 is no number but a guess.
        return float("".join(str(DIGITS[char]) for char in text)) if len(text) != 2 or text[0] in "零〇" else None
    total, digits, last = 0.0, "", 1
    for place, char in enumerate(text):
        if char in _TENS:
            total, digits, last = total + _TENS[char], "", 10
        elif char in _SMALL:
            unit = _SMALL[char]
            if not digits and not (unit == 10 and (place == 0 or text[place - 1] in "零〇百佰")):
                return None
            if (total and unit >= last) or (len(digits) > 1 and text[place - 1] in DIGITS):
                return None
            total, digits, last = total + (float(digits) if digits else 1) * unit, "", unit
        elif char in "零〇":
            digits, last = "", 1 if digits else 10
            continue
        elif char in DIGITS or (char.isascii() and (char.isdigit() or char == ".")):
            digits += str(DIGITS.get(char, char))
        else:
            return None
    if not digits:
        return total
    # 一百二 is 120; 一百零二 and 十二 are what they say.
    tail = float(digits) * (last / 10 if last >= 100 and len(digits) == 1 else 1)
    return total + tail if total else float(digits)
