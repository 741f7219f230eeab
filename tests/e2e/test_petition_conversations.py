"""Whole petitions as people bring them: angry, for a mother, anonymous, together, and what comes after the number."""

import io
import re

import pytest
from citizen import Citizen, Turn
from PIL import Image

from assistant.backends.petition.endpoints import create_app
from assistant.backends.petition.model import Actor, Event
from assistant.backends.petition.service import PetitionService
from assistant.cli.wiring import vault_cipher
from assistant.persistence.database import create_database
from assistant.settings import Settings
from scripts.build.start import Site

pytestmark = pytest.mark.processes
ANGRY = (
    "气死我了！我住新会区会城，楼下那家烧烤店从上个月开始每天晚上炒到十一点，油烟全往屋里灌，打了几次电话都说在协调。"
    "我老伴有高血压，小孩天天咳嗽。希望你们派人来管一管，让他们装油烟机。"
)
SHORT = "我要投诉楼下烧烤店，新会区会城，上个月开始每晚油烟熏人，希望他们装油烟机"
# A word of the question, in every script → what is said to it.
ANSWERS = {
    "当事人": "李秀英", "代表": "就我一个", "什么时候|什麼時候|When did": "上个月开始", "发生在哪里|發生在哪裏|Where does": "新会区会城",
    "称呼您|稱呼您|your name": "陈美莲", "联系电话|聯繫電話|聯絡電話|phone number": "13900139000",
}


@pytest.fixture
def citizen(site: Site) -> Citizen:
    return Citizen(f"http://127.0.0.1:{site.port}")


class Staff:
    """The petition system as its staff use it, over the site's own database."""

    def __init__(self, site: Site) -> None:
        settings = Settings(var_dir=site.var)
        cipher = vault_cipher(settings)
        self.engine = create_database(settings.sqlalchemy_url)
        pepper = cipher.derive("petition query codes")
        app = create_app(engine=self.engine, cipher=cipher, pepper=pepper)
        self.service: PetitionService = app.state.service

    def received(self, number: str) -> dict:
        """What the petition says now."""
        with self.engine.connect() as connection:
            filed = self.service.filing.load(connection, number)
        self.engine.dispose()
        return self.service.filing.opened(number, filed.sealed)

    def calls_for_attention(self, number: str) -> bool:
        """A bad rating has opened it again."""
        with self.engine.connect() as connection:
            petition = self.service.filing.load(connection, number).petition
        self.engine.dispose()
        return petition.rating is not None and petition.attention_at is not None

    def answers(self, number: str, told: str) -> None:
        """The body in charge has answered."""
        self.service.advance(number, Event.TRANSFER, Actor.REGISTRY)
        self.service.advance(number, Event.ACCEPT, Actor.DEPARTMENT)
        self.service.advance(number, Event.START, Actor.DEPARTMENT)
        self.service.advance(number, Event.ANSWER, Actor.DEPARTMENT, detail={"told": told})
        self.engine.dispose()


def question(turn: Turn) -> str:
    """The last thing said in words."""
    return [message["fallback"] for message in turn.messages if message["type"] in ("text", "markdown")][-1]


def answer_all(citizen: Citizen, turn: Turn, **others: str) -> Turn:
    """The summary; every question of the form was answered by what it asks for."""
    for _ in range(8):
        asked = question(turn)
        if re.search("核对|核對|Please check", asked):
            return turn
        answers = {**others, **ANSWERS}
        turn = citizen.say(next(said for words, said in answers.items() if re.search(words, asked)))
    raise AssertionError(f"no summary after eight answers: {turn}")


def sent(turn: Turn) -> str:
    """The number on the receipt."""
    number = re.search(r"XF\d{14}", turn.text)
    assert number and re.search(r"(?:查[询詢]码?碼?|Query code)[:：]\s*\d{6}", turn.text), turn
    return number.group()


def submitted(citizen: Citizen, word: str = "提交") -> Turn:
    """The receipt. The first petition after a start may be slow on a busy machine: one does as one is told then."""
    turn = citizen.say(word)
    return citizen.say(word) if turn.outcome == "error_backend_unavailable" else turn


def send(citizen: Citizen) -> str:
    """The number of an ordinary petition."""
    answer_all(citizen, citizen.say(SHORT))
    return sent(submitted(citizen))


def a_photo(citizen: Citizen, name: str) -> str:
    """The id of an uploaded photo."""
    photo = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(photo, "JPEG")
    kept = citizen.http.post(
        "/api/v1/uploads", files={"file": (name, photo.getvalue())}, headers={"Authorization": f"Bearer {citizen.token}"}
    )
    return str(kept.raise_for_status().json()["id"])


def test_an_angry_long_story_is_asked_only_for_what_it_does_not_tell_and_is_corrected_twice(citizen: Citizen) -> None:
    citizen.say("我要投诉")
    first = citizen.say(ANGRY)
    assert "称呼" in question(first), "place and time were told"
    assert "城管" in first.text and "12345" in first.text, "the other doors are named, and it goes on"
    summary = question(answer_all(citizen, first))
    assert "希望你们派人来管一管" in summary and "老伴" in summary and "新会区" in summary and "上个月" in summary
    right = question(citizen.say("不是会城，是江海区外海"))
    assert "江海区外海" in right and "核对" in right
    again = question(citizen.say("电话错了，应该是13800138000"))
    assert "江海区外海" in again and "8000" in again and "9000" not in again
    sent(submitted(citizen))


def test_a_daughter_speaks_for_her_mother_who_cannot_walk(citizen: Citizen) -> None:
    first = citizen.say("我帮我妈投诉，她八十多岁行动不便，在新会区的退休金三个月没发了，希望尽快补发，最好派人上门")
    assert "上门" in first.text
    summary = question(answer_all(citizen, first))
    assert "李秀英（我妈）" in summary and "陈美莲" in summary and "希望上门" in summary
    sent(submitted(citizen))


def test_who_wants_no_name_hears_the_consequence_before_it_counts(citizen: Citizen, site: Site) -> None:
    told = citizen.say("我要匿名投诉楼下烧烤店油烟熏人，在新会区会城，上个月开始的")
    assert "匿名" in told.text and "书面告知" in told.text
    summary = answer_all(citizen, told, 称呼您="不想说名字")
    assert "称呼：匿名" in question(summary) and "不想说" not in question(summary)
    number = sent(submitted(citizen))
    assert Staff(site).received(number)["petitioner"] == {
        "name": None, "phone": "13900139000", "id_number": None, "address": None, "anonymous": True,
    }


def test_seven_neighbours_together_choose_at_most_five(citizen: Citizen, site: Site) -> None:
    told = citizen.say("我要投诉，我们小区七户业主一起反映，新会区会城的物业从上个月开始断水断电，要求恢复供水")
    assert "五位" in question(told)
    assert "最多五位" in citizen.say("李大明、陈美莲、黄小红、张国强、林志伟、周美玲、何志强").text
    summary = question(answer_all(citizen, citizen.say("李大明 陈美莲 黄小红")))
    assert "代表" in summary and "李大明、陈美莲、黄小红" in summary
    number = sent(submitted(citizen))
    assert Staff(site).received(number)["representatives"] == ["李大明", "陈美莲", "黄小红"]


def test_after_the_door_of_labour_arbitration_the_story_goes_on_without_being_told_again(citizen: Citizen) -> None:
    shown = citizen.say("公司违法解除劳动合同，不给经济补偿，我要信访")
    if shown.outcome == "guard_wrong_door":
        assert "劳动仲裁" in shown.text and "12348" in shown.text and "还是要反映" in shown.titles()
        shown = citizen.say("我还是要反映")
    assert "劳动争议" in shown.text and shown.outcome == "flow_petition"
    summary = question(answer_all(citizen, shown))
    assert "违法解除劳动合同" in summary
    sent(submitted(citizen))


def test_a_bare_wish_for_another_body_is_no_story_and_nobody_is_sent_away(citizen: Citizen) -> None:
    told = citizen.say("我要打12315投诉")
    assert "7个工作日" in told.text and "什么事" in question(told)
    asked = citizen.say("网上买的手机是假货，商家不肯退钱，在新会区会城")
    assert "7个工作日" not in asked.text, "a door is named once"
    assert "假货" in question(answer_all(citizen, asked))


def test_within_ten_minutes_it_is_changed_and_taken_back_by_words_and_by_button(citizen: Citizen, site: Site) -> None:
    number = send(citizen)
    seen = question(citizen.say("刚才提交的写错了，我要改"))
    assert "核对" in seen and "不改了" in seen
    assert "江海区外海" in question(citizen.say("地点不是会城，是江海区外海"))
    changed = citizen.say("提交")
    assert f"{number}改好了" in changed.text and changed.of_type("status")[0]["ref"] == number
    petition = Staff(site).received(number)
    assert petition["district"] == "江海区" and petition["petitioner"]["name"] == "陈美莲"
    before = question(citizen.press(f'/petition.edit{{"ref":"{number}"}}'))
    assert "江海区外海" in before
    assert "还是原来的样子" in citizen.say("不改了").text
    assert "已经撤回" in citizen.press(f'/petition.withdraw{{"ref":"{number}"}}').text
    late = citizen.say("修改")
    assert "不能改" in late.text and late.outcome == "flow_track"


def test_photos_of_the_chat_are_shown_by_number_and_name_and_go_with_the_petition(citizen: Citizen, site: Site) -> None:
    asked = answer_all(citizen, citizen.say(SHORT))
    assert [form["form_id"] for form in asked.of_type("form")] == ["petition_files"], "asked once, beside the summary"
    assert not citizen.say("没有照片").of_type("form")
    assert citizen.say("哦，有照片要传").of_type("form")
    photos = [a_photo(citizen, name) for name in ("烟囱.jpg", "阳台.jpg")]
    shown = question(citizen.fill("petition_files", {"petition_files": photos}))
    assert "2个：烟囱.jpg、阳台.jpg" in shown
    number = sent(submitted(citizen))
    assert [each["media_type"] for each in Staff(site).received(number)["attachments"]] == ["image/jpeg"] * 2


def test_more_is_added_with_a_photo_and_an_urge_that_is_too_early_hears_from_when(citizen: Citizen) -> None:
    number = send(citizen)
    assert [form["form_id"] for form in citizen.say("我要补充材料").of_type("form")] == ["supplement"]
    added = citizen.fill("supplement", {"track_text": "昨晚他们又炒到两点", "track_files": [a_photo(citizen, "昨晚.jpg")]})
    assert f"1个文件，已经加到{number}里" in added.text
    citizen.say("我要补充材料")
    assert f"加到{number}" in citizen.say("窗户都熏黑了").text
    early = citizen.say("催一下")
    assert early.outcome == "flow_track" and re.search(r"\d{4}年\d+月\d+日起可以催办", early.text), early


def test_a_bad_rating_has_a_reason_calls_for_attention_and_leaves_the_way_to_a_review_open(
    citizen: Citizen, site: Site
) -> None:
    number = send(citizen)
    assert "不能评价" in citizen.say("我要评价").text
    Staff(site).answers(number, "已责令店家安装油烟净化器")
    assert "油烟净化器" in citizen.say("查进度").text
    assert "几颗星" in citizen.say("我要评价").text
    assert "哪里没办好" in citizen.say("两颗星").text
    done = citizen.say("装了又不开")
    assert "2颗星" in done.text and "申请复查" in done.text, done
    assert Staff(site).calls_for_attention(number)
    assert "不同意哪里" in citizen.say("我要申请复查").text
    assert "复查申请已经提交" in citizen.say("净化器装了从来不开，要求督促他们使用").text


def test_number_and_code_are_enough_in_another_conversation_and_a_wrong_code_is_not(site: Site) -> None:
    first, second = (Citizen(f"http://127.0.0.1:{site.port}") for _ in range(2))
    answer_all(first, first.say(SHORT))
    receipt = submitted(first)
    number, code = sent(receipt), re.findall(r"(?<!\d)\d{6}(?!\d)", receipt.text)[0]
    second.say("帮我查下进度")
    second.say(number)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert "对不上" in second.say(wrong).text
    assert "已登记" in second.say(f"哦，是{code}").text
    assert "看不到" in second.press(f'/petition.edit{{"ref":"{number}"}}').text


@pytest.mark.parametrize(
    ("story", "confirm", "asked"),
    [
        ("我要投訴樓下燒烤店，在新會區會城，上個月開始每晚都有油煙，希望你們派人管一管", "提交", "希望你們派人"),
        ("我要投诉楼下烧烤档，喺新会区会城，上个月开始晚晚油烟熏到瞓唔着，希望你哋派人嚟管下", "提交", "派人"),
        (
            "I want to complain about the barbecue shop downstairs in Xinhui, since last month it makes smoke every night, "
            "please make them install a filter", "submit", "please make them",
        ),
    ],
    ids=["traditional", "cantonese", "english"],
)
def test_it_works_in_the_script_that_people_write(citizen: Citizen, story: str, confirm: str, asked: str) -> None:
    assert asked in question(answer_all(citizen, citizen.say(story)))
    sent(submitted(citizen, confirm))
