"""The five questions of the first screen: counted where enough people asked, else the curators' list of the month."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import Engine

from assistant.gateway.asked import LEAST_PEOPLE, Asked, Offer, asked_piece
from assistant.gateway.asked_list import Listed, Question
from assistant.gateway.rendering.piece import Reader
from assistant.gateway.repository import GatewayRepository
from assistant.persistence.database import create_database, unit_of_work
from assistant.persistence.migrate import upgrade
from assistant.retrieval.schemas import EnglishText, EntryPage, FactCard
from assistant.shared.errors import NotFound, RetrievalUnavailable

KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"
NOVEMBER = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOVEMBER

    def __call__(self) -> datetime:
        return self.now


class Entries:
    """A search that has every entry but those `gone`."""

    def __init__(self) -> None:
        self.gone: set[str] = set()
        self.topics: dict[str, str] = {}
        self.down = False
        self.asked = 0

    async def entry(self, entry_id: str) -> EntryPage:
        self.asked += 1
        if self.down:
            raise RetrievalUnavailable("away", mend="wait")
        if entry_id in self.gone:
            raise NotFound("gone", mend="none")
        return EntryPage(
            entry_id=entry_id, title=f"{entry_id}：怎么办", topic=self.topics.get(entry_id, "t"), kind="guide", place="江门", department="d",
            gap=False, as_of="2026-11-21", valid_from=None, valid_until=None, sources=[], facts=FactCard(),
            sections=[], en=EnglishText(title=f"{entry_id} in English", summary=""), release="r1",
        )  # fmt: skip


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = create_database(f"sqlite:///{tmp_path}/a.db")
    upgrade(engine)
    return engine


def an_answered_question(
    engine: Engine, person: int, entry: str, *, intent: str = "ask", at: datetime = NOVEMBER
) -> None:
    session, turn = f"s{person}", f"t{person}-{entry}"
    with unit_of_work(engine, write=True) as unit:
        repository = GatewayRepository(unit)
        if repository.session(session) is None:
            repository.add_session(
                id=session, token_hash=session, created_at=at, used_at=at, expires_at=at, locale="zh", script="hans",
                timezone="Asia/Shanghai", channel="web", last_seq=0,
            )  # fmt: skip
        seq = repository.next_seq(session, 2)
        repository.add_turn(
            id=turn, session_id=session, client_id=turn, request_hash="h", request={}, state="finished", seq=seq,
            outcome="answered_knowledge", intent=intent, received_at=at,
        )  # fmt: skip
        cited = {"type": "citation", "content": {"items": [{"n": 1, "title": "t", "doc_id": entry}]}}
        text = {"type": "text", "content": {"text": entry}}
        repository.add_events(
            [
                {"session_id": session, "seq": seq + step, "message_id": f"{turn}-{step}", "turn_id": turn,
                 "envelope": envelope, "at": at}
                for step, envelope in enumerate((text, cited))
            ]
        )  # fmt: skip
        unit.commit()


def asked(engine: Engine, entries: Entries, clock: Clock) -> Asked:
    listed = Listed.load(KNOWLEDGE / "vocabulary" / "asked.yml")
    return Asked(engine=engine, retrieval=entries, listed=listed, clock=clock)  # type: ignore[arg-type]


def test_every_month_has_five_questions_that_published_files_answer() -> None:
    listed = Listed.load(KNOWLEDGE / "vocabulary" / "asked.yml")
    published = set()
    for path in KNOWLEDGE.glob("*/*.md"):
        front: dict[str, Any] = yaml.safe_load(path.read_text("utf-8").split("---")[1]) if path.stem != "README" else {}
        if front and front.get("status") == "published":
            published.add(front["id"])

    assert sorted(listed.months) == list(range(1, 13))
    for month in listed.months:
        questions = listed.of(month)
        assert len({question.entry for question in questions}) == len(questions) == 5
        assert {question.entry for question in questions} <= published
    used = {code for codes in (*listed.months.values(), *listed.domains.values()) for code in codes}
    assert set(listed.questions) == used
    assert len({question.entry for question in listed.questions.values()}) == len(listed.questions)


def test_every_service_domain_has_questions_and_the_first_is_answered_by_a_file_that_speaks_of_it() -> None:
    listed = Listed.load(KNOWLEDGE / "vocabulary" / "asked.yml")
    domains = yaml.safe_load((KNOWLEDGE / "vocabulary" / "domains.yml").read_text("utf-8"))["domains"]
    folder = {path.stem: path.parent.name for path in KNOWLEDGE.glob("*/*.md")}

    assert set(listed.domains) == set(domains)
    for name, codes in listed.domains.items():
        entries = [listed.questions[code].entry for code in codes]
        assert 3 <= len(set(entries)) == len(entries) <= 5, name
        assert folder[entries[0]] in domains[name]["topics"], name
        assert set(entries) <= set(folder), name


async def test_before_enough_people_asked_the_list_of_the_month_is_offered(engine: Engine) -> None:
    an_answered_question(engine, 1, "passport-apply")
    entries = Entries()

    found = await asked(engine, entries, Clock()).offer()

    november = Listed.load(KNOWLEDGE / "vocabulary" / "asked.yml").of(11)
    assert (list(found.questions), found.counted) == (november, False)


async def test_what_most_people_asked_lately_comes_first_in_words_of_people(engine: Engine) -> None:
    popular = ["id-card-lost", "new-file", "marriage-registration", "retirement-age", "passport-renew"]
    for rank, entry in enumerate(popular):
        for person in range(LEAST_PEOPLE + len(popular) - rank):
            an_answered_question(engine, person, entry)
    for person in range(3 * LEAST_PEOPLE):
        an_answered_question(engine, person, "opened-by-button", intent="ask_entry")
        an_answered_question(engine, person, "long-ago", at=NOVEMBER - timedelta(days=40))

    found = await asked(engine, Entries(), Clock()).offer()

    assert ([question.entry for question in found.questions], found.counted) == (popular, True)
    first, second = found.questions[:2]
    assert (first.zh, second.zh, second.en) == ("身份证丢了怎么补办", "new-file", "new-file in English")


async def test_a_page_about_one_domain_is_offered_the_questions_of_that_domain_those_of_the_month_first(
    engine: Engine,
) -> None:
    questions = asked(engine, Entries(), Clock())

    found = await questions.offer("social_security")

    assert [question.entry for question in found.questions] == [
        "retirement-age", "pension-conditions", "unemployment-benefit", "work-injury", "medical-insurance-transfer",
    ]  # fmt: skip
    assert (found.counted, found.topic) == (False, "social_security")
    assert await questions.offer("residence") == await questions.offer() != found
    assert "social_security" in questions.topics and "residence" not in questions.topics


async def test_in_a_domain_too_what_most_people_asked_comes_first_and_no_other_domain_s(engine: Engine) -> None:
    entries = Entries()
    entries.topics = {"new-business-file": "business", "labour-contract": "business"}
    for rank, entry in enumerate(["labour-contract", "new-business-file", "id-card-lost", "business-close"]):
        for person in range(LEAST_PEOPLE + 4 - rank):
            an_answered_question(engine, person, entry)
    questions = asked(engine, entries, Clock())

    business, labour = await questions.offer("business"), await questions.offer("labour")

    assert [question.entry for question in business.questions] == [
        "new-business-file", "business-close", "business-licence-apply", "business-change", "business-annual-report",
    ]  # fmt: skip
    assert labour.questions[0].entry == "labour-contract"
    assert (business.counted, labour.counted) == (False, False)


async def test_five_that_were_counted_in_a_domain_are_said_to_be_what_people_ask(engine: Engine) -> None:
    entries = Entries()
    names = [f"health-{number}" for number in range(6)]
    entries.topics = dict.fromkeys(names, "health")
    for name in names:
        for person in range(LEAST_PEOPLE):
            an_answered_question(engine, person, name)
    reader = Reader("en", "Asia/Shanghai", NOVEMBER)

    found = await asked(engine, entries, Clock()).offer("health")

    assert (len(found.questions), found.counted, found.topic) == (5, True, "health")
    headings = [
        asked_piece(reader, Offer(found.questions, counted=counted, topic=topic)).content.title  # type: ignore[union-attr]
        for counted in (True, False)
        for topic in ("health", None)
    ]
    assert len(set(headings)) == 4 and headings[0] == "Asked most about this"


async def test_where_a_domain_has_nothing_left_the_questions_of_all_are_offered(engine: Engine) -> None:
    entries = Entries()
    questions = asked(engine, entries, Clock())
    of_all = await questions.offer()
    entries.gone = {"consumer-rights", "department-shops-consumers", "hotline-other-numbers-gap"}

    assert await questions.offer("consumer") == of_all


async def test_a_file_that_is_gone_is_not_offered_and_one_look_lasts_an_hour(engine: Engine) -> None:
    entries, clock = Entries(), Clock()
    entries.gone = {"id-card-lost"}
    questions = asked(engine, entries, clock)

    first = await questions.offer()
    looked = entries.asked
    await questions.offer()
    assert ("id-card-lost" in {question.entry for question in first.questions}, entries.asked) == (False, looked)

    clock.now += timedelta(hours=1)
    await questions.offer()
    assert entries.asked > looked


async def test_while_the_search_is_away_nothing_is_offered_and_a_minute_later_it_is_tried_again(engine: Engine) -> None:
    entries, clock = Entries(), Clock()
    entries.down = True
    questions = asked(engine, entries, clock)
    assert await questions.offer() == Offer()

    entries.down = False
    clock.now += timedelta(minutes=1)

    assert len((await questions.offer()).questions) == 5


async def test_while_the_search_is_slow_or_away_the_old_list_stays_and_nobody_waits_for_five_answers(
    engine: Engine,
) -> None:
    entries, clock = Entries(), Clock()
    questions = asked(engine, entries, clock)
    old = await questions.offer()

    clock.now += timedelta(hours=1)
    entries.down = True
    looked = entries.asked

    assert await questions.offer() == old
    assert entries.asked == looked + 1


@pytest.mark.parametrize(("script", "title"), [("hant", "身份證丟了怎麼補辦"), ("en", "I lost my ID card")])
def test_the_list_is_in_the_reader_s_script_and_each_line_opens_its_file(script: str, title: str) -> None:
    lost = Question("id-card-lost", "身份证丢了怎么补办", "I lost my ID card")
    reader = Reader(script, "Asia/Shanghai", NOVEMBER)
    piece = asked_piece(reader, Offer((lost,)))

    assert piece is not None
    item = piece.content.items[0]  # type: ignore[union-attr]
    assert (item.title, item.action.payload) == (title, '/ask_entry{"entry_id":"id-card-lost","anchor":""}')
    assert title in piece.fallback
    counted = asked_piece(reader, Offer((lost,), counted=True))
    assert counted is not None and counted.content.title != piece.content.title  # type: ignore[union-attr]
