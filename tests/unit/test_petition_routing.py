"""Rules that send a petition to the competent body, entry by entry."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.backends.petition.levels import RULES as LEVELS
from assistant.backends.petition.levels import Levels, load_levels
from assistant.backends.petition.routing import RULES, Router, load_router
from assistant.backends.petition.routing_words import WordRule, spoken
from assistant.settings import Settings
from assistant.shared.errors import SetupError
from assistant.shared.text.script import to_traditional
from scripts.evaluation.petition_routing import messages, shares

DATA = yaml.safe_load(RULES.read_text(encoding="utf-8"))
FACTS = Settings().shared_dir / "facts"


@pytest.fixture(scope="module")
def router() -> Router:
    return load_router()


def send(router: Router, text: str, **known: str | None) -> tuple[str, str, str | None, str]:
    found = router.route(
        text, subject=known.get("subject"), district=known.get("district"), address=known.get("address")
    )
    return found.department, found.level, found.district, found.reason


@pytest.mark.parametrize("rule", DATA["rules"], ids=lambda rule: str(rule["topic"]))
def test_every_sure_word_alone_leads_to_its_department(router: Router, rule: dict[str, Any]) -> None:
    for word in rule["sure"]:
        found = router.route(f"我要反映{word}的事", subject=None, district=None, address=None)

        assert (found.topic, found.reason) == (rule["topic"], "keywords"), word
        assert word.lower() in found.matched


@pytest.mark.parametrize("rule", DATA["rules"], ids=lambda rule: str(rule["topic"]))
def test_no_word_stands_twice_or_is_silenced_by_its_own_rule(rule: dict[str, Any]) -> None:
    words = [*rule["sure"], *rule["keywords"]]

    assert len(words) == len(set(words))
    assert [word for word in words if any(other in word for other in rule.get("unless", []))] == []


def test_a_word_inside_another_does_not_count_twice() -> None:
    rule = WordRule("t", "d", keywords=("工资", "拖欠工资"))

    assert rule.score("拖欠工资") == (4, ("拖欠工资",))


def test_a_silencing_word_leaves_a_rule_without_a_say() -> None:
    rule = WordRule("t", "d", sure=("老师",), unless=("红绿灯",))

    assert rule.score("老师过红绿灯") == (0, ())


def test_what_the_title_says_counts_twice() -> None:
    rules = (WordRule("a", "a", keywords=("公园",)), WordRule("b", "b", keywords=("停车场",)))

    assert [each.rule.topic for each in spoken(rules, "公园停车场")] == ["b", "a"]
    assert [each.rule.topic for each in spoken(rules, "公园停车场", head="公园")] == ["a", "b"]


class Heard:
    """What was learned, as a table: deviations by body, whatever the message."""

    def __init__(self, **evidence: float) -> None:
        self._evidence = evidence

    def evidence(self, text: str) -> dict[str, float]:
        return self._evidence

    def telling(self, text: str, label: str) -> tuple[str, ...]:
        return (f"{label} speaks",)


def told(learned: Heard, text: str) -> tuple[str, str, tuple[str, ...]]:
    found = load_router(learned=learned).route(text, subject=None, district=None, address=None)
    return found.department, found.reason, found.matched


def test_where_no_word_speaks_what_was_learned_does_and_its_words_are_told() -> None:
    assert told(Heard(environment=2.0), "说不清的事") == ("environment", "learned", ("environment speaks",))


def test_what_was_learned_sends_nowhere_where_it_is_not_sure() -> None:
    assert told(Heard(environment=0.2), "说不清的事") == ("petition_office", "fallback", ())


def test_the_whole_story_outweighs_a_word_that_speaks_for_another_body() -> None:
    text = "老师说桥面裂缝"

    assert told(Heard(education=0.1, transport=0.2), text)[:2] == ("transport", "keywords")
    assert told(Heard(education=3.0, transport=0.2), text)[:2] == ("education", "learned")


def test_a_word_decides_between_bodies_that_the_story_leaves_open() -> None:
    assert told(Heard(environment=1.0, transport=1.0), "桥面裂缝")[:2] == ("transport", "keywords")


def test_a_body_that_was_learned_and_is_no_department_any_more_gets_nothing() -> None:
    assert told(Heard(weather_office=9.0), "说不清的事")[:2] == ("petition_office", "fallback")


def test_every_word_of_the_rules_is_taught_with_its_body(router: Router) -> None:
    assert ("欠薪", "human_resources") in router.taught()


@pytest.mark.parametrize(
    ("text", "level", "rule"),
    [
        ("巷口的路灯坏了，荷塘镇", "grid", "seen_on_the_spot"),
        ("隔壁屋滴水，想请调解员来讲讲", "village", "between_neighbours"),
        ("路边流动摊占道", "town", "patrol"),
        ("楼盘烂尾，三百多户交不了楼", "consult", "many_and_stuck"),
        ("学校乱收校服费", "district", "department_only"),
        ("公积金提取不了", "city", "city_body"),
        ("希望全市公交都能用老人卡", "city", "whole_city"),
        ("蓬江区和新会区交界的河道黑臭", "city", "several_districts"),
    ],
)
def test_a_matter_is_settled_at_the_lowest_level_that_can_and_the_rule_is_told(
    router: Router, text: str, level: str, rule: str
) -> None:
    desk = router.route(text, subject=None, district=None, address=None).desk

    assert (desk.level, desk.rule) == (level, rule)
    assert desk.why


def test_a_matter_of_the_sea_is_told_to_a_sea_grid(router: Router) -> None:
    assert router.route("川岛海面有一大片油污", subject=None, district=None, address=None).desk.sea
    assert not router.route("村口有一大片油污", subject=None, district=None, address=None).desk.sea


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("高铁站的公交夜里停得太早", "network"),
        ("机动车道的公交站牌倒了", "department_only"),
        ("1005户主在楼顶违建", "patrol"),
        ("全体业主反映楼盘质量", "department_only"),
        ("市领导好，学校乱收费", "department_only"),
    ],
)
def test_what_only_looks_like_a_sign_is_none(router: Router, text: str, rule: str) -> None:
    assert router.route(text, subject=None, district=None, address=None).desk.rule == rule


def test_what_a_long_story_names_in_passing_does_not_change_its_level_but_the_sea_is_told(router: Router) -> None:
    story = "学校乱收校服费，没有通知也没有票据。" * 8 + "全市都知道，台山和开平也有，三百多户都交了，海边的学校更多。"

    desk = router.route(story, subject=None, district=None, address=None).desk

    assert (desk.level, desk.rule, desk.sea) == ("district", "department_only", True)


def test_the_signs_that_a_level_stands_on_are_told(router: Router) -> None:
    desk = router.route("楼盘烂尾，三百多户交不了楼", subject=None, district=None, address=None).desk

    assert desk.signs


@pytest.mark.parametrize("change", [{"level": "moon"}, {"signals": ["unheard_of"]}])
def test_a_level_rule_with_an_unknown_level_or_sign_is_refused(change: dict[str, Any]) -> None:
    data = yaml.safe_load(LEVELS.read_text(encoding="utf-8"))
    data["rules"][0] |= change

    with pytest.raises(SetupError, match=r"of levels\.yml has level"):
        Levels(data)


def test_a_broken_level_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "levels.yml").write_text("rules: 1", encoding="utf-8")

    with pytest.raises(SetupError, match=r"levels\.yml cannot be used"):
        load_levels(tmp_path / "levels.yml")


def test_every_district_department_of_a_level_rule_is_known() -> None:
    data = yaml.safe_load(LEVELS.read_text(encoding="utf-8"))

    named = {department for rule in data["rules"] for department in rule.get("departments", [])}
    assert named <= set(DATA["departments"])


def test_the_own_labelled_messages_reach_the_bars_of_the_issue(router: Router) -> None:
    cases = messages()
    department, level = shares(router, cases)

    assert len(cases) >= 200
    assert department >= 0.88
    assert level >= 0.85


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("楼下烧烤店，天天油烟熏死人，蓬江区白沙那边", ("city_management", "district", "440703", "keywords")),
        ("老板拖欠工资三个月，新会会城", ("human_resources", "district", "440705", "keywords")),
        ("公积金提取不了，我在台山", ("housing_fund", "city", "440781", "keywords")),
        ("村干部贪污公款", ("discipline", "city", None, "keywords")),
        ("我有话要说", ("petition_office", "city", None, "fallback")),
        ("😡", ("petition_office", "city", None, "fallback")),
    ],
)
def test_messages_go_where_they_belong(router: Router, text: str, expected: tuple[str, str, str | None, str]) -> None:
    assert send(router, text) == expected


def test_a_traditional_message_goes_where_its_simplified_twin_goes(router: Router) -> None:
    text = "楼下烧烤店油烟，开平市三埠"

    assert send(router, to_traditional(text)) == send(router, text)


@pytest.mark.parametrize("district", ["440784", "鹤山市", "鶴山", "广东省江门市鹤山市沙坪街道"])
def test_a_district_is_understood_by_code_or_name_in_both_scripts(router: Router, district: str) -> None:
    assert send(router, "路灯坏了", district=district)[2] == "440784"


def test_a_district_that_was_given_wins_over_one_that_was_mentioned(router: Router) -> None:
    assert send(router, "从台山来的垃圾", district="恩平市")[2] == "440785"


def test_a_rule_for_an_unknown_department_is_refused_with_its_name() -> None:
    data = {**DATA, "rules": [{"topic": "t", "department": "nobody", "keywords": ["k"]}]}

    with pytest.raises(SetupError, match="'nobody', which is no department"):
        Router(data)


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "routing.yml").write_text("rules: 1", encoding="utf-8")

    with pytest.raises(SetupError, match=r"routing\.yml cannot be used"):
        load_router(tmp_path / "routing.yml")


@pytest.mark.skipif(not FACTS.is_dir(), reason="the reference facts are not on this machine")
@pytest.mark.parametrize("code", list(DATA["departments"]))
def test_every_department_is_named_by_a_fact_that_may_be_said(code: str) -> None:
    facts = {each["id"]: each for each in yaml.safe_load((FACTS / "departments.yml").read_text())["facts"]}

    department = DATA["departments"][code]

    assert facts[department["fact"]]["use"] == "ok"
    assert department["term"] in facts[department["fact"]]["value"]
    assert department["name"].startswith(department["term"].removesuffix("部门"))
