"""Rules that send a petition to the competent body, entry by entry."""

from pathlib import Path

import pytest
import yaml

from assistant.backends.petition.routing import RULES, Router, load_router
from assistant.settings import Settings
from assistant.shared.errors import SetupError
from assistant.shared.text.script import to_traditional

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


@pytest.mark.parametrize(("rule", "word"), [(r["topic"], w) for r in DATA["rules"] for w in r["keywords"]])
def test_every_keyword_alone_leads_to_its_department(router: Router, rule: str, word: str) -> None:
    found = router.route(f"我要反映{word}的事", subject=None, district=None, address=None)

    assert found.topic == rule
    assert word in found.matched


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
