"""What a turn tells for each question of the petition form: story, place, time, name, telephone, the last word."""

import re
from typing import Any

from actions.turn import Turn, chosen

Slots = dict[str, Any]
_SHORTEST_STORY = 4
# Said of how often it happens; beside a day or month it is added, and alone it has to do.
_OFTEN = re.compile(r"(?:每|天天|日日|晚晚|夜夜|经常|一直|成日)")
_AHEAD = re.compile(r"(?:明天|后天|大后天|听日|后日)")
_AGE_FOLLOWS = re.compile(r"\s*(?:\d+|[一二三四五六七八九十]+)多?岁")
_TIME_NOT_NAME = re.compile(
    r"[上下这今昨前去本]个?(?:年|月|周|星期|礼拜|天|日|晚|早).{0,4}|[一二两三四五六七八九十几半]+个?(?:年|月|周|星期|礼拜|天|日).{0,2}"
    r"|.*\d.*|不.{1,6}|没.{0,4}"
)
_DECLINES = re.compile(
    r"我?(?:不太?|唔)(?:想|方便|愿意|要|便|敢|讲|说).{0,5}|(?:i'd |i would )?rather not.*", re.IGNORECASE
)
_ORDERS = re.compile(r"(?:确认)?(?:提交|交)(?:吧|啦|了)?|确认|submit|send it|ok(?:ay)?", re.IGNORECASE)
# Said where a place was asked for: somebody does or suffers something, which no name of a place tells.
_HAPPENS = re.compile(
    r"^(?:而且|并且|还有|另外|仲有|同埋|有人|有啲人|他们|她们|它们|佢哋|人家|(?:老板|老细|物业)(?:不|唔|又|还|也|都|欠|说|话))|[了咗](?:$|[一好很几两三半十])|没人|冇人|"
    r"还在|仲喺度|天天(?:都|有|在)|日日|成日|到处|周围都|都不|都唔|不敢|唔敢"
    r"|^(?:and|also|they|he|she|there (?:is|are)|somebody|someone|people)\b",
    re.IGNORECASE,
)
_LIKELY_STORY = 0.7
_JUST_SENT = re.compile(
    r"刚才|刚刚|头先|啱|提交|交上去|登记的|投诉|信访|just (?:sent|filed|submitted)|petition|complaint", re.IGNORECASE
)
_STILL_OURS = re.compile(
    r"不管(?:归谁管?)?|还是[要想]|就是要|就在这[里边]?|照样|照(?=登记)|仍然要|都[要系](?:反映|投诉|登记)?|仲系|继续|接着|先(?=帮我登记)"
    r"|(?:register it |report it )?anyway|still want|all the same",
    re.IGNORECASE,
)
# What is left of "我要投诉" without these tells nothing yet. Patterns of citizens' words, not words for citizens.
_NO_STORY = re.compile(
    r"我|要|想|帮|请|给|你|您|好|投诉|投拆|头诉|信访|举报|上访|反映|提交|登记|填|写|交|一个|一下|个|下|问题|情况|诉求|事项|件事|意见|建议|维权"
    r"|打(?:电话)?(?=给?1)|12[0-9]{3}|找|去(?=找|[城环工市消劳人生])"
    r"|(?:城管|环保|生态环境|工商|市场监管|劳动|人社)局?(?=$|投诉|举报|反映|[。！!])|消委会?|消费者协会"
    r"|实名|麻烦|可以|吗|能|呢|啊|的|政府|领导|唔该|有|点样|怎么|[\s,.，。!！?？、]"
    r"|\b(?:i|want|would|like|to|file|make|submit|a|an|the|complaint|complain|report|petition|please|it|here|xinfang|tousu|wo|yao)\b",
    re.IGNORECASE,
)


def read_text(turn: Turn) -> Slots | None:
    """The story; None when hardly more is said than that one wants to complain."""
    told = turn.text.strip()
    return {"petition_text": told} if len(_NO_STORY.sub("", told)) >= _SHORTEST_STORY else None


def read_district(turn: Turn) -> Slots | None:
    """Where, as said when it was asked for; None when what came instead tells more of what happened."""
    value = chosen(turn, "petition_district") or named_place(turn)
    if value is None and not turn.has("address") and _tells_more(turn):
        return None
    if value is None and turn.requested == "petition_district" and not turn.pressed and len(turn.text.strip()) >= 2:
        value = turn.text.strip()[:60]
    return {"petition_district": value} if value else None


def named_place(turn: Turn, known: str = "") -> str | None:
    """District and town as said; None when there is none, or a town's name fits several districts.

    `known` is the district that was told before.
    """
    districts, towns = turn.entities_of("district"), turn.entities_of("town")
    if known and not districts and any(town.split(" ")[0] == known for town in towns):
        districts = [known]
    fitting = [town for town in towns if not districts or town.split(" ")[0] in districts]
    if fitting and len({town.split(" ")[0] for town in fitting}) == 1:
        return str(fitting[0]).replace(" ", "")
    return str(districts[0]) if districts else None


def read_when(turn: Turn) -> Slots | None:
    """When, in any words when it was asked for."""
    value = chosen(turn, "petition_when") or said_when(turn)
    if value is None and turn.requested == "petition_when" and not turn.pressed:
        value = turn.text.strip()[:60] or None
    return {"petition_when": value} if value else None


def said_when(turn: Turn) -> str | None:
    """The days and months of the past that are named, and how often; None when there are none."""
    dates = [
        _one_more_back(turn.text, entity) for entity in turn.entities
        if entity["entity"] == "date" and not _AHEAD.fullmatch(str(entity["value"]))
        and not _AGE_FOLLOWS.match(turn.text, entity.get("end") or 0)
    ]
    once = list(dict.fromkeys(dates))
    often = [each for each in once if _OFTEN.match(each)]
    told = [*(each for each in once if each not in often), *often[:1]]
    return "，".join(told)[:60] if told else None


def _one_more_back(text: str, entity: dict[str, Any]) -> str:
    """The month or week before the last keeps both its signs."""
    value, start = str(entity["value"]), int(entity.get("start") or 0)
    return f"上{value}" if value.startswith("上") and text[max(start - 1, 0) : start] == "上" else value


def read_name(turn: Turn) -> Slots | None:
    """A name, or that none is wanted."""
    pressed = chosen(turn, "petition_name")
    declined = turn.requested == "petition_name" and (turn.has("none") or turn.act == "deny")
    if pressed or turn.has("anonymous") or declined:
        shown = pressed or turn.entity("anonymous") or turn.text.strip()[:20]
        return {"petition_name": shown, "petition_anonymous": True}
    hidden = turn.entity("name")
    return {"petition_name": hidden, "petition_anonymous": False} if hidden else None


def read_phone(turn: Turn) -> Slots | None:
    """A telephone that was recognised."""
    hidden = turn.entity("phone")
    return {"petition_phone": hidden} if hidden else None


def read_confirm(turn: Turn) -> Slots | None:
    """That it may be sent."""
    return {"petition_confirm": True} if turn.intent == "confirm" or turn.act == "affirm" else None


def is_no_name(said: str) -> bool:
    """Whether what came for a name is a time, a number or a refusal."""
    return _TIME_NOT_NAME.fullmatch(said.strip()) is not None


def declines(said: str) -> bool:
    """Whether somebody would rather not give a name."""
    return _DECLINES.fullmatch(said.strip(" 。.!！")) is not None


def _tells_more(turn: Turn) -> bool:
    said = turn.text.strip()
    return turn.likelihood("file_petition") >= _LIKELY_STORY and _HAPPENS.search(said) is not None


def only_orders(turn: Turn) -> bool:
    """Whether somebody says "submit" where a place or a time was asked for."""
    asked = turn.requested in ("petition_district", "petition_when") and not turn.pressed
    return asked and _ORDERS.fullmatch(turn.text.strip(" 。.!！")) is not None


def means_what_was_sent(turn: Turn) -> bool:
    """Whether a wish to change something is about the petition sent before, and no question about a paper."""
    return turn.pressed or not turn.is_question or _JUST_SENT.search(turn.text) is not None


def goes_on(turn: Turn) -> bool:
    """Whether somebody who was shown another door wants it registered all the same, and tells nothing new."""
    if turn.pressed or _STILL_OURS.search(turn.text) is None:
        return False
    return len(_NO_STORY.sub("", _STILL_OURS.sub("", turn.text))) < _SHORTEST_STORY
