"""Whole petitions with the trained model, the real actions and the reference petition system."""

import pytest
from conftest import Citizen

ANGRY = (
    "气死我了！我住新会区会城，楼下那家烧烤店从上个月开始每天晚上炒到十一点，油烟全往屋里灌，打了几次电话都说在协调。"
    "我老伴有高血压，小孩天天咳嗽。希望你们派人来管一管，让他们装油烟机。"
)


def who(citizen: Citizen) -> None:
    """Name and telephone are told."""
    citizen.say(citizen.hidden("name", "陈美莲"))
    assert citizen.say(citizen.hidden("phone", "13900139000")).asks == "petition_confirm"


def test_an_angry_story_is_asked_only_for_name_and_telephone_and_put_right_at_the_end(citizen: Citizen) -> None:
    citizen.say("我要投诉")
    assert citizen.say(ANGRY).asks == "petition_name"
    citizen.say(citizen.hidden("name", "陈美莲"))
    told = citizen.say(citizen.hidden("phone", "13900139000")).reply("summary")["told"]
    assert (told["district"], told["affected"]) == ("新会区会城街道", "老伴、小孩")
    assert told["asked"] == "希望你们派人来管一管，让他们装油烟机"
    assert citizen.say("不是会城，是江海区外海").reply("summary")["told"]["district"] == "江海区外海街道"
    assert citizen.say("希望他们晚上不要营业").reply("summary")["told"]["asked"] == "希望他们晚上不要营业"
    assert citizen.say("提交").has("receipt")


def test_messages_are_sent_to_nobody_who_did_not_say_so(citizen: Citizen) -> None:
    citizen.say("我要投诉")
    citizen.say(ANGRY)
    who(citizen)
    assert citizen.say("要短信").reply("summary")["told"]["sms"] == "yes"
    taken_back = citizen.press("choose", slot="petition_sms", value="no")
    assert taken_back.reply("summary")["told"]["sms"] == "no" and taken_back.asks == "petition_confirm"
    citizen.say("要短信")
    assert citizen.say("提交").has("receipt")
    assert "'notify_by': 'sms'" in citizen.actions.calls()[-1]["args"][0]


def test_a_daughter_speaks_for_her_mother(citizen: Citizen) -> None:
    citizen.say("我帮我妈投诉，她在新会区的退休金三个月没发了，希望尽快补发")
    assert citizen.say("上个月开始").asks == "petition_for_name"
    assert citizen.say(citizen.hidden("name", "李秀英")).asks == "petition_name"
    who(citizen)
    assert citizen.say("提交").has("receipt")


def test_the_consequence_of_no_name_is_told_before_it_counts(citizen: Citizen) -> None:
    said = citizen.say("我要匿名投诉楼下烧烤店油烟熏人，在新会区会城，上个月开始的")
    assert said.has("utter_petition_anonymous_means") and said.asks == "petition_name" and "书面告知" in said.text
    assert citizen.say("匿名").asks == "petition_phone"


def test_neighbours_together_choose_at_most_five(citizen: Citizen) -> None:
    said = citizen.say("我要投诉，我们小区三十多户联名反映，新会区会城的物业从上个月开始断水断电，要求恢复供水")
    assert said.asks == "petition_joint_name"
    assert citizen.say("甲一、乙二、丙三、丁四、戊五、己六").has("utter_petition_joint_too_many")
    assert citizen.say("就我一个").asks == "petition_name"


def test_more_is_added_and_an_urge_that_is_too_early_hears_from_when(citizen: Citizen) -> None:
    citizen.say("我要投诉楼下烧烤店，新会区会城，上个月开始油烟熏人")
    who(citizen)
    citizen.say("提交")
    assert citizen.say("我要补充材料").asks == "track_text"
    assert citizen.say("昨晚他们又炒到两点，窗户都熏黑了").reply("words")["key"] == "petition_supplemented"
    assert citizen.say("催一下").reply("words")["key"] == "petition_why_urge_not_due"
    assert citizen.say("我要评价").reply("words")["key"] == "petition_no_rate"


@pytest.mark.parametrize(
    ("story", "send"),
    [
        ("我要投诉楼下烧烤档，喺新会区会城，上个月开始晚晚油烟熏到瞓唔着，希望你哋派人嚟管下", "提交"),
        (
            "I want to complain about the barbecue shop downstairs in Xinhui, since last month it makes smoke every night, "
            "please make them install a filter", "submit",
        ),
    ],
    ids=["cantonese", "english"],
)
def test_a_story_in_cantonese_or_english_is_read_as_well(citizen: Citizen, story: str, send: str) -> None:
    assert citizen.say(story).asks == "petition_name"
    citizen.say(citizen.hidden("name", "陈美莲"))
    told = citizen.say(citizen.hidden("phone", "13900139000")).reply("summary")["told"]
    assert told["asked"] and told["district"].startswith("新会区")
    assert citizen.say(send).has("receipt")
