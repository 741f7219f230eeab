"""Places, matters and times are found where they are, and tokens cover what they say they cover."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.dialogue.lexicon import Lexicon, load

FOLDER = Path(__file__).resolve().parents[2] / "nlu_data" / "lexicon"
LEXICON = Lexicon(load(FOLDER))


def values(text: str, entity: str) -> list:
    return [found.value for found in LEXICON.find(text) if found.entity == entity]


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("蓬江区白沙那边", "district", "蓬江区"), ("我在台城", "district", "台山市"), ("Xinhui", "district", "新会区"),
        ("我人在温哥华", "mission_city", "CA/Vancouver"), ("live in VANCOUVER now", "mission_city", "CA/Vancouver"),
        ("我在美国", "country", "US"), ("在香港住", "country", "HK"),
        ("拿的是美国护照", "nationality", "foreign"), ("中国护照", "nationality", "cn"), ("有枫叶卡", "nationality", "cn"),
        ("已经入籍了", "nationality", "foreign"), ("US passport", "nationality", "foreign"),
        ("委托弟弟卖房子", "matter", "mandate"), ("无犯罪记录证明", "matter", "no-criminal-record"),
        ("亲属关系公证", "matter", "kinship"), ("法院判决我不服", "door", "court"), ("举报局长受贿", "door", "discipline"),
        ("周四那个", "weekday", "4"), ("第二个", "ordinal", "2"), ("2", "ordinal", "2"), ("改一下手机号", "field", "phone"),
        ("天天油烟", "date", "天天"), ("上个月开始", "date", "上个月"), ("我要匿名", "anonymous", "匿名"),
        ("住了五年", "residence", "long_term"), ("旅游签证", "residence", "short"), ("在中国用", "use_in_china", "yes"),
    ],
)
def test_it_finds(text: str, entity: str, value: str) -> None:
    assert value in values(text, entity)


@pytest.mark.parametrize(
    ("text", "role"),
    [("广州的居住证怎么办", "door"), ("深圳公积金怎么提取", "door"), ("我在广州工作，身份证丢了", "whereabouts"),
     ("去广州上访去哪里", "whereabouts"), ("我住深圳，想问江门的事", "whereabouts"), ("楼下有个佛山仔摆摊", "whereabouts")],
)
def test_a_city_is_a_door_or_only_where_somebody_is(text: str, role: str) -> None:
    assert [found.role for found in LEXICON.find(text) if found.entity == "city"] == [role]


@pytest.mark.parametrize("text", ["停了半年社保生孩子报不报", "张证仲认唔认", "do u know if it works from here", "so what do i do"])
def test_a_question_without_a_mark_is_a_question(text: str) -> None:
    assert LEXICON.is_question(text)


@pytest.mark.parametrize("text", ["两份差不多", "他们天天吵，吵个不停", "thanks for what you did"])
def test_a_statement_is_no_question(text: str) -> None:
    assert not LEXICON.is_question(text)


def test_a_latin_name_inside_another_word_is_none() -> None:
    assert values("parish and usage", "mission_city") == [] and values("because", "country") == []


@given(st.text(max_size=60) | st.lists(st.sampled_from(["蓬江", "我在", "Canada", "周四", " ", "⟦phone:1⟧", "卖房"]), max_size=8).map("".join))
@settings(max_examples=150, deadline=None)
def test_every_span_lies_in_the_text(text: str) -> None:
    for found in LEXICON.find(text):
        assert 0 <= found.start < found.end <= len(text)


def test_every_pattern_of_the_data_can_be_found_in_something() -> None:
    data = load(FOLDER)
    assert all(word and entity and value for word, entity, value in data["words"])
    assert len({entity for entity, _, _ in data["patterns"]}) > 10


def test_letters_that_grow_when_lowered_move_no_offset() -> None:
    text = "İİİİ 温哥华"
    assert [text[item.start:item.end] for item in LEXICON.find(text)] == ["温哥华"]


def test_a_name_of_two_places_is_both_until_something_tells() -> None:
    assert values("白沙那边", "town") == ["蓬江区 白沙街道", "台山市 白沙镇"]
    assert values("台山白沙那边", "town") == ["台山市 白沙镇"]


def test_a_matter_the_video_way_does_not_know_fills_no_booking() -> None:
    assert values("遗嘱公证", "matter") == [] and values("遗嘱公证", "other_matter") == ["will"]
