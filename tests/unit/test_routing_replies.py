"""Which body an official reply says dealt with a matter: the outside judge of where petitions go."""

import pytest

from assistant.backends.petition.routing import load_router
from scripts.evaluation.reply_bodies import body_in, read_names

NAMES = read_names()


@pytest.mark.parametrize(
    ("reply", "body"),
    [
        ("您好！您反映的问题已转市人社局调查处理。", "human_resources"),
        ("经区环保局调查，该厂已停产。", "environment"),
        ("收悉，现回复如下：明年动工。县交通运输局2014年6月3日", "transport"),
        ("明年招生。感谢您对A7县教育事业的关心、理解和支持！", "education"),
        ("已转县公安局交警大队核实办理。", "traffic_police"),
        ("已转长乐街道办事处办理。", None),
        ("已转有关部门处理。", None),
        ("您的留言已收悉。", None),
        ("", None),
    ],
)
def test_the_body_that_dealt_with_it_is_read_and_a_town_or_nobody_is_no_body(reply: str, body: str | None) -> None:
    assert body_in(reply, NAMES) == body


def test_two_bodies_that_took_it_over_together_say_nothing() -> None:
    assert body_in("已转市环保局办理。已转市城管局办理。", NAMES) is None


def test_every_body_of_the_table_is_a_department() -> None:
    assert {*NAMES.named.values(), *NAMES.thanked.values()} <= set(load_router().departments)
