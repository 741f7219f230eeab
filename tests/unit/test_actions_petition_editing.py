"""What was just sent is put right, with the reference petition system and a clock that tests move."""

from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import ActionNothingOpen
from actions.answering import Answering
from actions.petition import PetitionForm
from actions.petition_files import has_none_to_send, wants_to_send
from actions.petition_reading import goes_on, is_no_name, said_when
from actions.petition_steps import is_said_of_it
from actions.petition_summary import ActionAskPetitionConfirm
from actions.ports import Ports
from actions.track import TrackForm
from tests.contract.backend_systems import Systems, build_systems
from tests.unit.actions_turns import a_tracker, a_turn
from tests.unit.test_actions_petition import FILLED, Nothing, Vault

PHOTO = {"name": "a1.jpg", "sha256": "0" * 64, "size": 9, "media_type": "image/jpeg"}


class Keeping(Vault):
    """Keeps what it hides."""

    def __init__(self) -> None:
        self.real = dict(Vault.real)

    def keep(self, session: str, kind: object, value: str) -> str:
        hidden = f"⟦{kind}:{len(self.real) + 1}⟧"
        self.real[hidden] = value
        return hidden


class Photos:
    def attached(self, session: str, ids: list[str]) -> list[dict[str, Any]]:
        return [PHOTO for _ in ids]

    def names(self, session: str, ids: list[str]) -> list[str]:
        return [f"照片{each}.jpg" for each in ids]


class Citizen:
    """Rasa's part is played by the test: which form is open, and that a form's follow-up runs in the same turn."""

    def __init__(self, systems: Systems) -> None:
        self.systems, self.slots, self.form = systems, dict[str, Any](FILLED), "petition_form"
        self.vault = Keeping()
        ports = Ports(Nothing(), systems.petitions, None, self.vault, systems.clock, Photos())  # type: ignore[arg-type]
        answering = Answering(Nothing())  # type: ignore[arg-type]
        self._forms = {"petition_form": PetitionForm(answering, ports), "track_form": TrackForm(answering, ports)}
        self._turns = 0

    async def says(self, text: str = "", *, opens: str | None = None, purpose: str | None = None, **turn: Any) -> list[str]:
        """Keys of words and names of responses said in this turn."""
        self._turns += 1
        if opens:
            self.form, self.slots["requested_slot"], self.slots["track_purpose"] = opens, None, purpose
        said: list[dict[str, Any]] = []
        while True:
            tracker = a_tracker(
                text, form=self.form, slots=self.slots, metadata={"turn_id": f"turn-{self._turns}", **turn.pop("metadata", {})},
                **{"intent": "inform", **turn},
            )
            dispatcher = CollectingDispatcher()
            events = await self._forms[self.form].run(dispatcher, tracker, {})
            self.slots |= {event["name"]: event["value"] for event in events if event["event"] == "slot"}
            said += dispatcher.messages
            then = next((event["name"] for event in events if event["event"] == "followup"), None)
            if then not in self._forms:
                break
            self.form = str(then)
        self.custom = [each.get("custom") or {} for each in said]
        return [each.get("response") or each["custom"].get("key") or each["custom"]["kind"] for each in said]

    async def sends(self) -> str:
        """The number of the petition."""
        await self.says(intent="confirm", pressed=True)
        return str(self.slots["last_petition"])

    async def edits(self, text: str = "", **turn: Any) -> list[str]:
        return await self.says(text, opens="track_form", purpose="edit", **{"intent": "correct", **turn})

    def received(self, number: str) -> dict[str, Any]:
        service = self.systems.petition.state.service
        with self.systems.engine.connect() as connection:
            filed = service.filing.load(connection, number)
        return dict(service.filing.opened(number, filed.sealed))

    async def timeline(self, number: str) -> list[str]:
        code = self.vault.resolve("s1", self.slots["known_codes"][number])
        return [event["event"] for event in (await self.systems.petitions.status(number, code))["timeline"]]


@pytest.fixture
async def citizen(tmp_path: Path) -> Citizen:
    return Citizen(build_systems(tmp_path))


async def test_within_ten_minutes_the_words_come_back_are_changed_and_the_log_tells_of_it(citizen: Citizen) -> None:
    number = await citizen.sends()
    assert await citizen.edits("修改") == ["petition_editing"]
    assert citizen.slots["requested_slot"] == "petition_confirm" and citizen.slots["petition_text"] == "路灯坏了"
    await citizen.says("不是白沙，是江海区", entities={"district": "江海区"}, intent="inform")
    assert await citizen.says(intent="confirm", pressed=True) == ["petition_edited", "status"]
    assert await citizen.timeline(number) == ["register", "edit"]
    assert citizen.received(number)["petitioner"]["name"] == "李大明"
    assert citizen.slots["petition_editing"] is None and citizen.slots["petition_text"] is None
    assert await citizen.edits("修改") == ["petition_editing"], "and once more, from what it says now"


async def test_the_same_sentence_may_say_what_is_wrong(citizen: Citizen) -> None:
    number = await citizen.sends()
    await citizen.edits("改一下，时间是去年五月", entities={"field": "when", "date": "去年五月"})
    assert citizen.slots["petition_when"] == "去年五月" and citizen.slots["requested_slot"] == "petition_confirm"
    await citizen.edits("电话写错了", entities={"field": "phone"})
    assert citizen.slots["requested_slot"] == "petition_phone"
    assert citizen.received(number)["occurred_at"] == "上个月", "nothing is changed before it is confirmed"


async def test_after_ten_minutes_the_reason_is_said_even_when_they_end_while_somebody_writes(citizen: Citizen) -> None:
    number = await citizen.sends()
    await citizen.edits("修改")
    citizen.systems.clock.forward(minutes=11)
    assert await citizen.says(intent="confirm", pressed=True) == ["petition_why_edit_too_late"]
    assert await citizen.edits("修改") == ["petition_why_edit_too_late", "status"]
    assert await citizen.timeline(number) == ["register"]


async def test_who_leaves_it_or_goes_elsewhere_keeps_what_was_sent(citizen: Citizen) -> None:
    number = await citizen.sends()
    await citizen.edits("修改")
    assert await citizen.says("算了，不改了") == ["petition_edit_left"] and citizen.slots["petition_editing"] is None
    await citizen.edits("修改")
    said = await citizen.says("我要投诉楼道堆满杂物没人清理", opens="petition_form", intent="file_petition")
    assert "utter_petition_heard" in said and citizen.slots["petition_editing"] is None
    assert citizen.slots["petition_text"] == "我要投诉楼道堆满杂物没人清理" and citizen.slots["petition_name"] is None
    assert await citizen.timeline(number) == ["register"]


async def test_taking_it_back_is_no_answer_to_a_question_of_the_form(citizen: Citizen) -> None:
    number = await citizen.sends()
    await citizen.edits("改时间", entities={"field": "when"})
    assert citizen.slots["requested_slot"] == "petition_when"
    await citizen.says("撤回", intent="withdraw")
    assert citizen.slots["petition_when"] is None and citizen.slots["petition_editing"] is None
    assert await citizen.timeline(number) == ["register"]


async def test_another_conversation_cannot_change_what_it_does_not_know(citizen: Citizen) -> None:
    await citizen.sends()
    citizen.slots["petition_sent"] = None
    assert await citizen.edits("修改") == ["petition_edit_elsewhere"]


async def test_change_it_outside_a_form_means_what_was_sent_and_else_a_question() -> None:
    class Asked:
        async def search(self, text: str, *, limit: int = 5) -> None:
            return None

    action = ActionNothingOpen(Answering(Asked()))  # type: ignore[arg-type]
    sent = a_tracker("能不能改一下刚才的投诉", intent="correct", entities={"question": "能不能"}, slots={"petition_sent": {"number": "XF1"}})
    assert (await action.run(CollectingDispatcher(), sent, {}))[0]["name"] == "action_change"
    dispatcher = CollectingDispatcher()
    await action.run(dispatcher, a_tracker("改一下", intent="correct"), {})
    assert dispatcher.messages[0]["response"] == "utter_nothing_open"


async def test_photos_come_at_any_step_are_named_in_the_summary_and_attached(citizen: Citizen) -> None:
    citizen.slots["requested_slot"] = "petition_phone"
    assert await citizen.says("我有照片要传") == ["form"] and citizen.slots["requested_slot"] == "petition_phone"
    for sent in ("1,2", "2,3"):
        await citizen.says(
            intent="submit_form", pressed=True, entities={"form_id": "petition_files"},
            metadata={"form_values": {"petition_files": sent}},
        )
    assert citizen.slots["petition_files"] == "1,2,3"
    citizen.slots["requested_slot"] = "petition_confirm"
    dispatcher = CollectingDispatcher()
    await ActionAskPetitionConfirm().run(dispatcher, a_tracker(form="petition_form", slots=citizen.slots), {})
    (shown,) = [each["custom"]["told"] for each in dispatcher.messages]
    assert shown["files"] == "3" and "照片" not in shown["file_names"]
    assert citizen.vault.resolve("s1", shown["file_names"]) == "照片1.jpg、照片2.jpg、照片3.jpg"
    assert len(citizen.received(await citizen.sends())["attachments"]) == 3


async def test_photos_are_asked_for_once() -> None:
    action = ActionAskPetitionConfirm()
    first, again = CollectingDispatcher(), CollectingDispatcher()
    (event,) = await action.run(first, a_tracker(form="petition_form", slots=FILLED), {})
    await action.run(again, a_tracker(form="petition_form", slots={**FILLED, event["name"]: event["value"]}), {})
    assert [each["custom"]["kind"] for each in first.messages] == ["form", "summary"]
    assert [each["custom"]["kind"] for each in again.messages] == ["summary"]


@pytest.mark.parametrize(
    ("text", "wants", "has_none"),
    [
        ("我有照片要传", True, False), ("怎么发图片给你", True, False), ("我影咗几张相", True, False),
        ("I have photos", True, False), ("没有照片", False, True), ("冇相", False, True), ("no photos", False, True),
        ("希望加强相关部门管理", False, False), ("新会区会城", False, False),
    ],
)
def test_a_short_sentence_about_photos_is_known_from_a_story(text: str, wants: bool, has_none: bool) -> None:
    assert (wants_to_send(a_turn(text)), has_none_to_send(a_turn(text))) == (wants, has_none)


@pytest.mark.parametrize(
    ("text", "said", "when"),
    [
        ("从上个月开始每天晚上", ["从上个月开始", "每天", "天天"], "从上个月开始，每天"),
        ("交楼后天天漏水", ["后天"], None), ("天天油烟", ["天天"], "天天"),
    ],
)
def test_when_is_told_of_the_past_and_how_often_only_once(text: str, said: list[str], when: str | None) -> None:
    assert said_when(a_turn(text, entities={"date": said})) == when


def test_an_age_is_no_time_and_the_month_before_the_last_is_none_of_the_last() -> None:
    age, back = a_turn("今年82岁"), a_turn("上上个月开始的")
    age.entities = [{"entity": "date", "value": "今年", "start": 0, "end": 2}]
    back.entities = [{"entity": "date", "value": "上个月", "start": 1, "end": 4}]
    assert said_when(age) is None and said_when(back) == "上上个月"


@pytest.mark.parametrize(("said", "no_name"), [("上个月", True), ("去年五月", True), ("不想说", True), ("13", True), ("三天前", True), ("陈美莲", False), ("Anna Lee", False)])
def test_a_time_is_no_name(said: str, no_name: bool) -> None:
    assert is_no_name(said) is no_name


@pytest.mark.parametrize(
    ("text", "act", "slot", "taken"),
    [
        ("装了又不开", "cancel_flow", "track_reason", True), ("还是老样子，一群饭桶", "abuse", "track_text", True),
        ("算了不说了", "cancel_flow", "track_reason", False), ("取消", "cancel_flow", "track_text", False),
        ("装了又不开", "cancel_flow", "track_code", False),
    ],
)
def test_a_reason_that_sounds_like_leaving_is_a_reason(text: str, act: str, slot: str, taken: bool) -> None:
    turn = a_turn(text, intent=act, form="track_form", slots={"requested_slot": slot})
    assert is_said_of_it(turn) is taken


@pytest.mark.parametrize(
    ("text", "on"),
    [("我还是要反映", True), ("不管归谁，先帮我登记", True), ("report it anyway", True), ("还是要投诉，厂里还克扣高温补贴", False)],
)
def test_only_a_sentence_that_tells_nothing_new_takes_up_the_story_told_before(text: str, on: bool) -> None:
    assert goes_on(a_turn(text)) is on


async def test_who_would_rather_not_say_is_anonymous_and_a_time_is_asked_again(citizen: Citizen) -> None:
    citizen.slots |= {"petition_name": None, "requested_slot": "petition_name"}
    assert await citizen.says("上个月") == ["utter_not_that"] and citizen.slots["petition_name"] is None
    await citizen.says("不方便说")
    assert citizen.slots["petition_anonymous"] is True and citizen.slots["requested_slot"] == "petition_confirm"


async def test_submit_is_no_place(citizen: Citizen) -> None:
    citizen.slots |= {"petition_district": None, "requested_slot": "petition_district"}
    assert await citizen.says("提交吧") == ["utter_not_that"] and citizen.slots["petition_district"] is None


async def test_a_wish_to_go_on_is_no_story_of_its_own(citizen: Citizen) -> None:
    citizen.slots = {"held_story": "公司违法解除劳动合同，不给补偿"}
    await citizen.says("我还是想在这里登记", opens="petition_form", intent="file_petition")
    assert citizen.slots["petition_text"] == "公司违法解除劳动合同，不给补偿"
    citizen.slots = {}
    await citizen.says("我还是想在这里登记", opens="petition_form", intent="file_petition")
    assert citizen.slots["requested_slot"] == "petition_text"


async def test_at_the_summary_a_field_and_its_value_are_enough(citizen: Citizen) -> None:
    await citizen.says("地点是开平市三埠", entities={"field": "district", "district": "开平市"})
    assert citizen.slots["petition_district"] == "开平市" and citizen.slots["requested_slot"] == "petition_confirm"
    await citizen.says("电话", entities={"field": "phone"})
    assert citizen.slots["requested_slot"] == "petition_phone"
