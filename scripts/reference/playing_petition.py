"""The script of the petition examples: a petition registered, changed, urged, answered, rated and reviewed."""

from typing import Any

from assistant.backends.petition.model import Actor, Event
from scripts.reference.playing import Stage

PETITION: dict[str, Any] = {
    "petitioner": {"name": "张三丰", "phone": "13800138000"},
    "text": "楼下烧烤店天天油烟熏死人",
    "subject": "油烟扰民",
    "district": "蓬江区",
    "address": "建设路12号",
    "asked": "请让他们装油烟净化器",
    "language": "hans",
}
_ONE = "/petitions/{number}"
_ANSWERED = (
    (Event.TRANSFER, Actor.REGISTRY),
    (Event.ACCEPT, Actor.DEPARTMENT),
    (Event.START, Actor.DEPARTMENT),
    (Event.ANSWER, Actor.DEPARTMENT),
)


async def play_petition(stage: Stage) -> None:
    """Every operation has an answer, and every refusal that a supplier must know has an example."""
    ask = stage.ask
    receipt = await ask("post", "/petitions", PETITION, key="example-0001")
    await ask("post", "/petitions", {**PETITION, "text": "别的事"}, key="example-0001")
    await ask("post", "/petitions", PETITION, key=None)
    who = {"number": receipt["number"]}
    code = {"code": receipt["query_code"]}
    await ask("get", _ONE, **who, **code)
    await ask("post", f"{_ONE}/supplement", {**code, "text": "晚上十一点以后还在烧"}, **who)
    await ask("post", f"{_ONE}/urge", {**code, "text": None}, **who)
    await ask("post", f"{_ONE}/rate", {**code, "score": 4}, **who)
    edited = {**PETITION, "address": "建设路14号"}
    await ask("post", f"{_ONE}/edit", {**code, "petition": edited}, **who)
    await ask("get", f"{_ONE}/verify", **who, hash=receipt["receipt_hash"])
    await ask("get", f"{_ONE}/export", **who, **code)
    other = await ask("post", "/petitions", {**PETITION, "text": "路灯坏了"})
    await ask("post", f"{_ONE}/withdraw", {"code": other["query_code"], "reason": "已经解决"}, number=other["number"])
    stage.forward(minutes=11)
    await ask("post", f"{_ONE}/edit", {**code, "petition": edited}, **who)
    await ask("post", f"{_ONE}/withdraw", {**code, "reason": None}, **who)
    stage.forward(days=16)
    await ask("post", f"{_ONE}/urge", {**code, "text": None}, **who)
    for event, actor in _ANSWERED:
        stage.app.state.service.advance(receipt["number"], event, actor)
    await ask("post", f"{_ONE}/rate", {**code, "score": 2, "reason": "没有解决", "reasons": ["not_solved"]}, **who)
    await ask("post", f"{_ONE}/review", {**code, "text": "油烟还是没有治理"}, **who)
    await ask("post", f"{_ONE}/review", {**code, "text": "油烟还是没有治理"}, **who)
    await ask("post", f"{_ONE}/supplement", {**code, "text": "还有一点"}, **who)
    await ask("get", "/public/petitions", year=2026)
    wrong = {"code": "000000" if receipt["query_code"] != "000000" else "111111"}
    for _ in range(6):
        await ask("get", _ONE, **who, **wrong)
