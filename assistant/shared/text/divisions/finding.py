"""Places named in a sentence: longest name first, told apart by the places named with them.

A village is believed with 村 or 社区 behind it or a place before it; a name inside the name of a road, a shop
or goods is none (广州大道, 江南百货).
"""

import re
from collections.abc import Sequence

from assistant.shared.text.divisions.gazetteer import Gazetteer, Name
from assistant.shared.text.divisions.model import Division, How, Level, Mention
from assistant.shared.text.divisions.sounds import sound
from assistant.shared.text.folding import fold

_ROAD = re.compile(r"(?:大道|公路|路)")
_BESIDE = re.compile(r"[ ,，、.·|/\n()（）-]{0,3}(?:市|区|县|岛|墟|圩|city|district|of|的)?[ ,，、|/()（）]{0,2}")
_CUE_BEFORE = re.compile(r"(?:在|喺|住|到|去|来|从|回|嫁|系|是|整个|成个|我哋|我们|经|往|搬|[东西]边)$")
_CUE_AFTER = re.compile(
    r"(?:那边|那里|那个|那间|那条|那头|嗰|这边|呢边|附近|一带|的|有|人|墟|圩|工业|本地|镇|街|政府|中学|小学|卫生院|医院|市场|车站)"
)
_KINDS = (
    (re.compile(r"镇|街道|阶道|街办"), Level.TOWN),
    (re.compile(r"社区|村"), Level.VILLAGE),
    (re.compile(r"(?<!社)区|市"), Level.DISTRICT),
)
_MARKET_DAY, _OFFICE = re.compile(r"[日期]"), re.compile(r"(?:局|分局|厅|所|派出所|医院|法院|银行|公司)")
_SCHOOL = re.compile(r"(?:大学|公证)")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_STARTS = re.compile(r"[在喺住到去来从回嫁和同与跟系是的嘅我]$")
_LONGEST_SOUND = 4


def find(gazetteer: Gazetteer, text: str) -> list[Mention]:
    """Every place named in `text`, in order, not overlapping; `divisions` of one are those that fit the others."""
    return settled(_written(gazetteer, fold(text)))


def settled(mentions: Sequence[Mention]) -> list[Mention]:
    """`mentions` with only the divisions that agree with the others; what lacks the agreement it needs is gone."""
    kept = [mention for mention in mentions if mention.divisions]
    for _ in range(2):
        kept = [_narrowed(mention, [other for other in kept if other is not mention]) for mention in kept]
    named = {id(mention) for mention in mentions if not mention.divisions}
    whole = [mention for mention in mentions if id(mention) in named]
    whole += [mention for mention in kept if mention.divisions]
    return sorted(whole, key=lambda mention: mention.start)


def _narrowed(mention: Mention, others: Sequence[Mention]) -> Mention:
    fitting = mention.divisions
    # The unambiguous and the fine tell most.
    for other in sorted(others, key=lambda each: (len(each.divisions), abs(each.start - mention.start))):
        agreeing = tuple(
            each for each in fitting if any(each.within(one) or one.within(each) for one in other.divisions)
        )
        fitting = agreeing or fitting
    if mention.name == "latin":
        sure = any(division.within(one) for other in others for one in other.divisions for division in fitting)
        fitting = fitting if sure else ()
    return Mention(mention.kind, mention.start, mention.end, fitting, mention.name, mention.how)


def _written(gazetteer: Gazetteer, text: str) -> list[Mention]:
    found: list[Mention] = []
    position = 0
    while position < len(text):
        mention = _named(gazetteer, text, position, found)
        if mention is None and found and _beside(found[-1], text, position):
            mention = _sounding(gazetteer, text, position, found[-1])
        if mention is None:
            position += 1
            continue
        found.append(mention)
        position = mention.end
    return _with_slips(gazetteer, text, found) if gazetteer.sounds else found


def _named(gazetteer: Gazetteer, text: str, start: int, before: Sequence[Mention]) -> Mention | None:
    """The longest believable name at `start`; of one spelling, what lies in the place just named, else the coarsest."""
    previous = before[-1] if before and _beside(before[-1], text, start) else None
    chosen: tuple[Name, tuple[Division, ...]] | None = None
    for name in gazetteer.starts.get(text[start], ()):
        if chosen is not None and len(name.text) < len(chosen[0].text):
            break
        if not text.startswith(name.text, start):
            continue
        divisions = _believed(gazetteer, name, text, start, previous)
        if divisions is None:
            continue
        inside = previous is not None and bool(previous.divisions) and _agree(divisions, previous)
        if chosen is None or (inside and not _agree(chosen[1], previous)):
            chosen = name, divisions
    if chosen is None:
        return None
    name, divisions = chosen
    end = start + len(name.text)
    kind = str(divisions[0].level) if divisions else name.kind
    if name.kind == "city" and text[end : end + 1] in ("省", "市") and not name.text.endswith(("市", "省", "区")):
        end += 1
    return Mention(kind, start, end, divisions, "latin" if name.latin else name.says)


def _believed(
    gazetteer: Gazetteer, name: Name, text: str, start: int, previous: Mention | None
) -> tuple[Division, ...] | None:
    """The divisions that `name` may stand for here, or None when it is not a place here."""
    end = start + len(name.text)
    after = text[end : end + 8]
    if name.text.isascii() and not _stands_alone(text, start, end):
        return None
    if name.kind in ("district", "home_city"):
        school = name.text == "五邑" and _SCHOOL.match(after)
        customs = name.text == "江海" and after.startswith("关")  # 长江海关
        return None if school or customs or _ROAD.match(after) else name.divisions
    if name.kind == "village":
        return _believed_village(gazetteer, name, text, start, previous)
    goods = not name.text.endswith(("市", "区")) and gazetteer.goods_after.match(after)
    if goods or gazetteer.road_after.match(after):
        return None
    if name.kind == "city":
        return ()
    if previous is not None and previous.kind == "city":
        return None
    if name.word and previous is None and not _cued(gazetteer, name, text, start):
        return None
    return name.divisions


def _cued(gazetteer: Gazetteer, name: Name, text: str, start: int) -> bool:
    """Whether words around a town that is also a word say that it is a place: 在, 那边, or a village of it."""
    end = start + len(name.text)
    if _CUE_BEFORE.search(text, max(0, start - 4), start) or _CUE_AFTER.match(text, end):
        return True
    follows = gazetteer.starts.get(text[end : end + 1], ())
    return any(
        text.startswith(each.text, end) and any(one.within(town) for one in each.divisions for town in name.divisions)
        for each in follows
        if each.kind == "village"
    )


def _believed_village(
    gazetteer: Gazetteer, name: Name, text: str, start: int, previous: Mention | None
) -> tuple[Division, ...] | None:
    end = start + len(name.text)
    after = text[end : end + 8]
    if (_MARKET_DAY.match(after) and name.text.endswith(("墟", "圩"))) or (name.bare and _OFFICE.match(after)):
        return None
    road = gazetteer.road_after.match(after) and not name.text.endswith(("村", "社区"))
    if road or (previous is not None and previous.kind == "city"):
        return None
    beside = previous is not None and (bool(previous.divisions) or previous.kind == "home_city")
    alone = start < 3 and not text[:start].strip() and not after.strip(" 。.,，!！?？")
    if name.bare and not alone and not (beside and previous is not None and previous.divisions):
        return None
    if name.bare and beside and gazetteer.goods_after.match(after):
        return None
    short = len(name.text.rstrip("村社区")) == 1
    if short and not beside and start and _HAN.match(text[start - 1]) and not _STARTS.search(text, start - 1, start):
        return None
    if beside and previous is not None and previous.divisions:
        inside = tuple(each for each in name.divisions if any(each.within(one) for one in previous.divisions))
        return inside or None
    return name.divisions


def _sounding(gazetteer: Gazetteer, text: str, start: int, previous: Mention) -> Mention | None:
    """A town or village that only sounds like what is written right behind the place it lies in."""
    if not previous.divisions:
        return None
    levels = (Level.TOWN, Level.VILLAGE) if previous.kind == "district" else (Level.VILLAGE,)
    for length in range(min(_LONGEST_SOUND, len(text) - start), 1, -1):
        heard = sound(text[start : start + length], gazetteer.sounds)
        if heard is None:
            continue
        for level in levels:
            inside = [
                each
                for each in gazetteer.by_sound[level].get(heard, ())
                if any(each.within(one) for one in previous.divisions)
            ]
            end = start + length
            if len(inside) == 1 and not gazetteer.road_after.match(text[end : end + 8]):
                suffix = next((each for each, of in _KINDS if of is level and each.match(text, end)), None)
                tail = suffix.match(text, end) if suffix else None
                return Mention(str(level), start, tail.end() if tail else end, tuple(inside), how=How.SOUND)
    return None


def _with_slips(gazetteer: Gazetteer, text: str, found: list[Mention]) -> list[Mention]:
    """`found` and names before 镇, 街道, 村, 区 … that are spelled by sound."""
    taken = {position for mention in found for position in range(mention.start, mention.end)}
    extra: list[Mention] = []
    if any(mention.kind == "city" for mention in found):
        return found
    for pattern, level in _KINDS:
        for suffix in pattern.finditer(text):
            for length in (4, 3, 2):
                start = suffix.start() - length
                if start < 0 or taken.intersection(range(start, suffix.end())):
                    continue
                heard = sound(text[start : suffix.start()], gazetteer.sounds)
                same = gazetteer.by_sound[level].get(heard, ()) if heard else ()
                if same and (level is not Level.VILLAGE or length > 2 or any(mention.divisions for mention in found)):
                    extra.append(Mention(str(level), start, suffix.end(), same, how=How.SOUND))
                    taken.update(range(start, suffix.end()))
                    break
    return sorted(found + extra, key=lambda mention: mention.start)


def _beside(mention: Mention, text: str, start: int) -> bool:
    return _BESIDE.fullmatch(text, mention.end, start) is not None


def _agree(divisions: Sequence[Division], previous: Mention | None) -> bool:
    return previous is not None and any(each.within(one) for each in divisions for one in previous.divisions)


def _stands_alone(text: str, start: int, end: int) -> bool:
    before = start > 0 and text[start - 1].isascii() and text[start - 1].isalnum()
    return not before and not (end < len(text) and text[end].isascii() and text[end].isalnum())
