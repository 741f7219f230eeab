"""Guards, limits, times in words, and the answer a telephone's reader gets."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.gateway.guards import Guards
from assistant.gateway.limits import SlidingWindow
from assistant.gateway.payloads import ALLOWED, parse_payload
from assistant.gateway.rendering import answer
from assistant.gateway.rendering.piece import Reader
from assistant.gateway.rendering.times import both
from assistant.gateway.wording import WORDS, say
from assistant.retrieval.schemas import Hit, SectionText
from assistant.shared.errors import BadInput

GUARDS = Guards.load(Path(__file__).parents[2] / "knowledge" / "vocabulary" / "guards.yml")


@pytest.mark.parametrize(
    ("text", "guard", "detail"),
    [
        ("有人拿刀砍人快来", "emergency", "police"),
        ("隔壁着火了", "emergency", "fire"),
        ("我爸晕倒了没呼吸怎么办", "emergency", "medical"),
        ("救命啊", "emergency", "police"),
        ("我不想活了", "self_harm", None),
        ("the house is on fire", "emergency", "fire"),
        ("someone has a knife", "emergency", "police"),
        ("去年厂子倒了，我累死了，我不想活了", "self_harm", None),
        ("我站在天台上，想跳下去", "self_harm", None),
        ("遗书我都写好了", "self_harm", None),
        ("wo bu xiang huo le", "self_harm", None),
        ("I don't want to live anymore", "self_harm", None),
        ("我奶奶怎么摇都不醒", "emergency", "medical"),
        ("我老婆羊水破了还在家里", "emergency", "medical"),
        ("我们被困在屋顶", "emergency", "fire"),
        ("someone is breaking into my house right now", "emergency", "police"),
    ],
)
def test_danger_is_seen_and_told_apart(text: str, guard: str, detail: str | None) -> None:
    danger = GUARDS.danger(text)
    assert danger is not None
    assert (danger.guard, danger.detail) == (guard, detail)


@pytest.mark.parametrize(
    "text",
    [
        "去年邻居拿刀砍人，现在想要赔偿",
        "天天油烟熏死人",
        "消防验收怎么办",
        "打架怎么处罚",
        "热死了，小区停电",
        "12345打不通急死人",
        "火灾保险怎么买",
        "120是什么电话",
        "我想死你了，好久不见",
        "我们司机活不下去了，平台抽成太高",
        "电梯经常困人，投诉物业",
        "小说里主角跳楼自杀了",
        "上个月工地着火了，到现在没人赔",
        "the heat is killing me",
        "this is a suicide prevention rule, where is it written",
    ],
)
def test_a_figure_of_speech_or_a_story_of_the_past_is_no_danger(text: str) -> None:
    assert GUARDS.danger(text) is None


def test_a_window_lets_the_limit_through_and_says_how_long_to_wait() -> None:
    now = [0.0]
    window = SlidingWindow(lambda: now[0])
    assert [window.wait("a", limit=2, seconds=60) for _ in range(2)] == [0.0, 0.0]
    now[0] = 10.0
    assert window.wait("a", limit=2, seconds=60) == 50.0
    assert window.wait("b", limit=2, seconds=60) == 0.0
    now[0] = 60.0
    assert window.wait("a", limit=2, seconds=60) == 0.0


@given(st.lists(st.floats(0, 30), max_size=60))
def test_no_window_of_time_ever_holds_more_than_the_limit(gaps: list[float]) -> None:
    now, passed = [0.0], []
    window = SlidingWindow(lambda: now[0])
    for gap in gaps:
        now[0] += gap
        if window.wait("k", limit=3, seconds=20) == 0.0:
            passed.append(now[0])
    for index in range(len(passed) - 3):
        assert passed[index + 3] - passed[index] >= 20


def test_both_times_are_told_and_another_day_is_said_to_be_one() -> None:
    reader = Reader("hans", "America/New_York", datetime(2026, 11, 22, tzinfo=UTC))
    assert both(reader, "2026-12-02T04:00:00Z") == (
        "您当地12月1日（周二）晚上11:00 = 北京时间12月2日（周三）中午12:00（北京已是第二天）"
    )
    at_home = Reader("hans", "Asia/Shanghai", reader.now)
    assert both(at_home, "2026-12-02T04:00:00Z") == "北京时间12月2日（周三）中午12:00"
    english = Reader("en", "Europe/London", reader.now)
    assert both(english, "2027-03-28T01:30:00Z") == "Sun 28 Mar 02:30 your time = Sun 28 Mar 09:30 Beijing time"


def test_every_word_exists_in_both_languages_with_the_same_fields() -> None:

    for key, words in WORDS.items():
        assert words.zh.strip(), key
        assert words.en.strip(), key
        assert set(re.findall(r"\{(\w+)\}", words.zh)) == set(re.findall(r"\{(\w+)\}", words.en)), key


def test_traditional_readers_get_traditional_words() -> None:
    assert say("call_12345", "hant") == "撥打12345"
    assert say("call_12345", "yue") == "撥打12345"


@pytest.mark.parametrize("intent", sorted(ALLOWED))
def test_every_allowed_button_is_understood(intent: str) -> None:
    assert parse_payload(f"/{intent}") == (intent, {})


def test_a_command_s_dot_is_part_of_its_name() -> None:
    assert parse_payload('/petition.withdraw{"ref":"XF1"}') == ("petition_withdraw", {"ref": "XF1"})


@pytest.mark.parametrize("payload", ["", "greet", "/", "/restart", "/ask_entry{", '/ask_entry{"a":{}}', "/x" * 2000])
def test_a_button_that_is_none_of_ours_is_refused(payload: str) -> None:
    with pytest.raises(BadInput):
        parse_payload(payload)


def a_hit(sections: list[SectionText], anchor: str) -> Hit:
    return Hit(
        entry_id="e", anchor=anchor, title="办一件事", heading="某节", text="某节的话。", topic="petition", kind="guide",
        place="全国", department="某机关", gap=False, as_of="2026-11-21", sources=[], facts={}, sections=sections,
        url=f"/k/e#{anchor}", dense=1, lexical=1, matched="", score=1, probability=1,
    )


def test_when_two_sections_may_have_been_asked_for_both_are_shown_the_surest_first() -> None:
    sections = [SectionText(anchor=f"s{n}", heading=f"第{n}节", text=f"{n}" * 90) for n in (3, 1)]
    hit = a_hit(sections, "s3").model_copy(update={"leading": ["s3", "s1"]})

    shown, left = answer._shown(hit)

    assert [text.splitlines()[0] for text in shown] == ["**第3节**", "**第1节**"]
    assert left == []


def test_a_whole_file_is_shown_from_its_beginning_and_always_with_the_section_that_fits_best() -> None:
    sections = [SectionText(anchor=f"s{n}", heading=f"第{n}节", text=f"{n}" * 150) for n in range(8)]
    shown, left = answer._shown(a_hit(sections, "s7"))
    assert [text.split("\n")[0] for text in shown] == ["**第0节**", "**第1节**", "**第7节**"]
    assert [section.anchor for section in left] == ["s2", "s3", "s4", "s5", "s6"]


def test_one_section_asked_for_is_one_section_shown() -> None:
    assert answer._shown(a_hit([], "x")) == (["某节的话。"], [])


def test_a_brief_answer_is_one_sentence_with_its_source() -> None:
    from datetime import UTC, datetime

    from assistant.gateway.rendering.answer import brief
    from assistant.gateway.rendering.piece import Reader
    from tests.contract.test_action_replies import a_hit

    hit = a_hit(text="带上户口簿去派出所。[^s1]\n\n还有别的事。")
    [piece] = brief(Reader("hans", "Asia/Shanghai", datetime.now(UTC)), hit)
    assert "带上户口簿去派出所。" in piece.fallback and "别的事" not in piece.fallback and "2026-11-01" in piece.fallback


def test_turns_are_counted_by_their_service_domain() -> None:
    from datetime import UTC, datetime

    from assistant.gateway.metrics import Metrics
    from assistant.gateway.turn import SAYING, Said, Turn

    metrics = Metrics()
    turn = Turn("t", "s", "c", Said(SAYING, "…"), "hans", "Asia/Shanghai", datetime.now(UTC), 1, topic="housing")
    metrics.count(turn)
    assert metrics.registry.get_sample_value("assistant_topics_total", {"topic": "housing"}) == 1
