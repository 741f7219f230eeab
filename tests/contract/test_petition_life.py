"""The petition system's longer life: editing, proving, exporting, being accused, being late, being erased."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from assistant.backends.petition.audit import Staff
from assistant.backends.petition.clocks import Light
from assistant.backends.petition.errors import AccusedBody, NotNow, ReasonNeeded, StepIncomplete
from assistant.backends.petition.model import Actor, Door, Event
from assistant.backends.petition.oversight import Oversight
from assistant.backends.petition.retention import erase_old
from assistant.backends.petition.service import PetitionService
from assistant.persistence.database import unit_of_work
from assistant.shared.errors import Conflict, NotFound
from tests.contract.backend_systems import Systems, a_petition, build_systems

ACCUSATION = a_petition(text="我要检举蓬江区城管队长收受商户红包，包庇烧烤店")


@pytest.fixture
def systems(tmp_path: Path) -> Iterator[Systems]:
    built = build_systems(tmp_path)
    yield built
    built.engine.dispose()


def run(work: Any) -> Any:
    return asyncio.run(work)


def register(systems: Systems, body: dict[str, Any] | None = None, key: str = "key-0001") -> tuple[str, str]:
    receipt = run(systems.petitions.register(body or a_petition(), key=key))
    return receipt["number"], receipt["query_code"]


def service_of(systems: Systems) -> PetitionService:
    service: PetitionService = systems.petition.state.service
    return service


def oversight_of(systems: Systems) -> Oversight:
    oversight: Oversight = systems.petition.state.oversight
    return oversight


def answered(systems: Systems, number: str, told: str | None = None) -> None:
    service = service_of(systems)
    service.advance(number, Event.TRANSFER, Actor.REGISTRY)
    for event in (Event.ACCEPT, Event.START):
        service.advance(number, event, Actor.DEPARTMENT)
    service.advance(number, Event.ANSWER, Actor.DEPARTMENT, detail={"told": told} if told else None)


def whole(systems: Systems) -> bool:
    with unit_of_work(systems.engine) as unit:
        return service_of(systems).filing.audit.verify(unit.connection).fault is None


def test_an_edit_within_ten_minutes_changes_text_route_and_receipt(systems: Systems) -> None:
    number, code = register(systems)
    old = run(systems.petitions.status(number, code))
    systems.clock.forward(minutes=10)

    new = run(
        systems.petitions.edit(number, code, a_petition(text="老板拖欠工资三个月", district=None), key="edit-0001")
    )

    assert (old["department"]["code"], new["department"]["code"]) == ("city_management", "human_resources")
    assert new["receipt_hash"] != old["receipt_hash"]
    assert [each["event"] for each in new["timeline"]] == ["register", "edit"]
    export = run(systems.petitions.export(number, code))
    assert export["petition"]["text"] == "老板拖欠工资三个月"
    assert export["history"][1]["said"]["before"]["text"] == a_petition()["text"]
    assert whole(systems)


def test_an_edit_sent_twice_is_one_edit(systems: Systems) -> None:
    number, code = register(systems)
    changed = a_petition(text="老板拖欠工资")

    first, second = (run(systems.petitions.edit(number, code, changed, key="edit-0001")) for _ in range(2))

    assert first == second


def test_after_ten_minutes_an_edit_is_refused_and_changes_nothing(systems: Systems) -> None:
    number, code = register(systems)
    systems.clock.forward(minutes=10, seconds=1)

    with pytest.raises(Conflict) as refused:
        run(systems.petitions.edit(number, code, a_petition(text="别的事"), key="edit-0001"))

    assert refused.value.code == "edit-too-late"
    assert "supplement" in refused.value.mend
    assert run(systems.petitions.export(number, code))["petition"]["text"] == a_petition()["text"]


def test_a_receipt_verifies_without_a_code_however_the_number_is_typed(systems: Systems) -> None:
    receipt = run(systems.petitions.register(a_petition(), key="key-0001"))
    number = receipt["number"]

    for typed in (number, number.lower(), f" {number[:2]} {number[2:]} "):
        found = run(systems.petitions.verify(typed, receipt["receipt_hash"].upper()))
        assert found == {
            "number": number, "verified": True, "current": True, "unchanged": True,
            "received_at": "2026-11-22T01:00:00Z",
        }  # fmt: skip


def test_the_receipt_from_before_an_edit_verifies_but_is_not_the_current_one(systems: Systems) -> None:
    receipt = run(systems.petitions.register(a_petition(), key="key-0001"))
    number, code = receipt["number"], receipt["query_code"]
    new = run(systems.petitions.edit(number, code, a_petition(text="老板拖欠工资"), key="edit-0001"))

    old = run(systems.petitions.verify(number, receipt["receipt_hash"]))

    assert (old["verified"], old["current"], old["unchanged"]) == (True, False, True)
    assert run(systems.petitions.verify(number, new["receipt_hash"]))["current"]


def test_a_wrong_hash_and_an_unknown_number_answer_alike(systems: Systems) -> None:
    number, _code = register(systems)

    answers = [run(systems.petitions.verify(each, "0" * 64)) for each in (number, "XF20261122000028", "无", "%00")]

    assert len({json.dumps({**answer, "number": ""}) for answer in answers}) == 1
    assert not answers[0]["verified"]


def test_a_text_changed_in_the_database_no_longer_verifies_as_unchanged(systems: Systems) -> None:
    receipt = run(systems.petitions.register(a_petition(), key="key-0001"))
    filing = service_of(systems).filing
    with unit_of_work(systems.engine, write=True) as unit:
        forged = filing.seal(receipt["number"], {**a_petition(), "text": "没事了"})
        unit.connection.execute(text("UPDATE petitions SET sealed = :sealed"), {"sealed": forged})
        unit.commit()

    found = run(systems.petitions.verify(receipt["number"], receipt["receipt_hash"]))

    assert (found["verified"], found["unchanged"]) == (True, False)
    assert not whole(systems)


def test_the_owner_exports_everything_and_learns_who_read_it(systems: Systems) -> None:
    number, code = register(systems)
    run(systems.petitions.supplement(number, code, "还有噪音", key="more-0001"))
    oversight_of(systems).read(number, Staff(Actor.DEPARTMENT, "李四海", "city_management"), "要给当事人回电话")

    export = run(systems.petitions.export(number, code))

    assert export["petition"]["petitioner"]["phone"] == "13800138000"
    assert [each["said"].get("text") for each in export["history"]] == [None, "还有噪音"]
    assert [(each["actor"], each["why"]) for each in export["reads"]] == [("department", "staff")]
    again = run(systems.petitions.export(number, code))
    assert [each["why"] for each in again["reads"]] == ["staff", "own-data"]
    assert whole(systems)


def test_nothing_is_exported_with_a_wrong_code(systems: Systems) -> None:
    number, code = register(systems)

    with pytest.raises(NotFound):
        run(systems.petitions.export(number, "000000" if code != "000000" else "111111"))


@pytest.mark.parametrize("reason", ["", "   ", "看看"])
def test_staff_read_nothing_without_a_reason(systems: Systems, reason: str) -> None:
    number, _code = register(systems)

    with pytest.raises(ReasonNeeded):
        oversight_of(systems).read(number, Staff(Actor.DEPARTMENT, "李四海"), reason)


def test_an_accusation_goes_to_the_discipline_body_and_never_to_whom_it_accuses(systems: Systems) -> None:
    receipt = run(systems.petitions.register(ACCUSATION, key="key-0001"))
    number = receipt["number"]
    accused = Staff(Actor.DEPARTMENT, "王队长", "city_management")

    assert receipt["department"]["code"] == "discipline"
    assert receipt["routing"]["reason"] == "accusation"
    with pytest.raises(AccusedBody):
        service_of(systems).advance(number, Event.TRANSFER, Actor.REGISTRY, to="city_management")
    with pytest.raises(NotFound) as unseen:
        oversight_of(systems).read(number, accused, "有人告我们队长吗")
    assert unseen.value.code == "unknown-reference"
    with pytest.raises(NotFound):
        service_of(systems).advance(number, Event.ACCEPT, Actor.DEPARTMENT, department="city_management")
    assert oversight_of(systems).deadlines(department="city_management") == []
    assert [each["number"] for each in oversight_of(systems).deadlines(department="discipline")] == [number]


def test_who_accuses_the_discipline_body_itself_is_sent_elsewhere(systems: Systems) -> None:
    receipt = run(systems.petitions.register(a_petition(text="我要控告纪委干部徇私"), key="key-0001"))

    assert receipt["department"]["code"] == "petition_office"


def test_a_complaint_that_accuses_nobody_of_wrongdoing_stays_with_the_competent_body(systems: Systems) -> None:
    receipt = run(systems.petitions.register(a_petition(text="城管来了两次，烧烤店油烟还是很大"), key="key-0001"))

    assert receipt["department"]["code"] == "city_management"


def test_an_edit_does_not_make_an_accused_body_see_it(systems: Systems) -> None:
    number, code = register(systems, ACCUSATION)

    run(systems.petitions.edit(number, code, a_petition(), key="edit-0001"))

    with pytest.raises(NotFound):
        oversight_of(systems).read(number, Staff(Actor.DEPARTMENT, "王", "city_management"), "处理油烟投诉")


def test_a_refusal_names_the_right_door_and_tells_why(systems: Systems) -> None:
    number, code = register(systems)
    service = service_of(systems)
    with pytest.raises(StepIncomplete, match="refuse needs door"):
        service.advance(number, Event.REFUSE, Actor.REGISTRY)

    service.advance(number, Event.REFUSE, Actor.REGISTRY, door=Door.COURT, detail={"told": "已经起诉，请等法院判决"})

    found = run(systems.petitions.status(number, code))
    assert (found["status"], found["door"]) == ("not_accepted", "court")
    assert found["timeline"][-1]["told"] == "已经起诉，请等法院判决"
    assert found["timeline"][-1]["words"] == "petition_step_refuse"


def test_every_status_tells_the_clocks_that_run_and_how_near_they_are(systems: Systems) -> None:
    number, code = register(systems)
    systems.clock.forward(days=14)
    service_of(systems).advance(number, Event.TRANSFER, Actor.REGISTRY)

    found = run(systems.petitions.status(number, code))

    assert [(each["clock"], each["by"], each["light"], each["duty"]) for each in found["clocks"]] == [
        ("tell", "2026-12-21", "green", True),
        ("object", "2026-12-11", "green", False),
    ]
    assert all(each["calendar_published"] for each in found["clocks"])


def test_working_days_of_a_year_without_a_calendar_say_so(systems: Systems) -> None:
    systems.clock.forward(days=365 * 40)
    number, code = register(systems)
    service_of(systems).advance(number, Event.TRANSFER, Actor.REGISTRY)

    found = {each["clock"]: each for each in run(systems.petitions.status(number, code))["clocks"]}

    assert not found["object"]["calendar_published"]
    assert found["tell"]["calendar_published"]


def test_what_is_late_is_listed_red_and_put_under_supervision_once(systems: Systems) -> None:
    late, code = register(systems)
    systems.clock.forward(days=3)
    near = register(systems, key="key-0002")[0]
    systems.clock.forward(days=11)
    oversight = oversight_of(systems)

    assert [(e["number"], e["light"]) for e in oversight.deadlines()] == [(late, "yellow"), (near, "green")]
    assert oversight.escalate() == []
    systems.clock.forward(days=2)

    assert [each["number"] for each in oversight.deadlines(lights=(Light.RED,))] == [late]
    assert oversight.escalate() == [late]
    assert oversight.escalate() == []
    found = run(systems.petitions.status(late, code))
    assert found["supervised"]
    assert (found["timeline"][-1]["event"], found["timeline"][-1]["actor"]) == ("supervise", "clock")
    assert whole(systems)


def test_a_bad_rating_with_reasons_brings_supervision_and_keeps_the_matter_open(systems: Systems) -> None:
    number, code = register(systems)
    answered(systems, number, "已责令停业整改")
    rated = run(systems.petitions.rate(number, code, 1, key="rate-0001", reason="没有人来过"))
    oversight = oversight_of(systems)

    assert (rated["attention"], rated["rating"]) == (True, 1)
    assert rated["timeline"][-2]["told"] == "已责令停业整改"
    assert oversight.escalate() == [number]
    systems.clock.forward(days=31)
    assert oversight.close_lapsed() == []
    service_of(systems).advance(number, Event.ATTEND, Actor.SUPERVISOR)
    assert oversight.close_lapsed() == [number]
    assert run(systems.petitions.status(number, code))["status"] == "closed"


def test_a_review_leads_to_a_re_review_whose_hearing_stops_the_clock(systems: Systems) -> None:
    number, code = register(systems)
    answered(systems, number)
    service = service_of(systems)
    assert run(systems.petitions.review(number, code, "不服", key="view-0001"))["status"] == "review"
    service.advance(number, Event.CONCLUDE, Actor.REVIEWER)
    again = run(systems.petitions.review(number, code, "还是不服", key="view-0002"))
    assert (again["status"], again["review_answer_by"]) == ("re_review", "2026-12-22")
    service.advance(number, Event.PAUSE, Actor.REVIEWER)
    systems.clock.forward(days=7)

    with pytest.raises(NotNow):
        service.advance(number, Event.CONCLUDE, Actor.REVIEWER)
    assert service.advance(number, Event.RESUME, Actor.REVIEWER)["review_answer_by"] == "2026-12-29"
    service.advance(number, Event.CONCLUDE, Actor.REVIEWER)

    with pytest.raises(Conflict) as refused:
        run(systems.petitions.review(number, code, "第三次", key="view-0003"))
    assert refused.value.code == "review-final"
    assert oversight_of(systems).close_lapsed() == [number]


def test_a_merged_petition_names_the_other_and_ends(systems: Systems) -> None:
    number, code = register(systems)
    other = register(systems, key="key-0002")[0]

    service_of(systems).advance(number, Event.MERGE, Actor.REGISTRY, into=other)

    found = run(systems.petitions.status(number, code))
    assert (found["status"], found["merged_into"]) == ("merged", other)
    assert not any(each["allowed"] for each in found["actions"])


def test_after_its_time_personal_data_is_gone_and_codes_dates_and_log_remain(systems: Systems, tmp_path: Path) -> None:
    receipt = run(systems.petitions.register(a_petition(), key="key-0001"))
    number, code = receipt["number"], receipt["query_code"]
    run(systems.petitions.supplement(number, code, "我的电话13900139000", key="more-0001"))
    oversight_of(systems).read(number, Staff(Actor.DEPARTMENT, "李四海"), "要给当事人回电话")
    run(systems.petitions.withdraw(number, code, key="back-0001"))
    filing = service_of(systems).filing

    systems.clock.forward(days=180)
    assert erase_old(filing, keep_days=1825, keep_withdrawn_days=180) == []
    systems.clock.forward(minutes=1)
    assert erase_old(filing, keep_days=1825, keep_withdrawn_days=180) == [number]
    assert erase_old(filing, keep_days=1825, keep_withdrawn_days=180) == []

    with systems.engine.connect() as connection:
        row = connection.execute(text("SELECT status, sealed, department FROM petitions")).one()
        assert (row.status, row.sealed, row.department) == ("withdrawn", b"", "city_management")
        left = "SELECT (SELECT count(*) FROM petition_events WHERE sealed IS NOT NULL) + (SELECT count(*) FROM petition_audit_reasons)"
        assert connection.execute(text(left)).scalar_one() == 0
    with pytest.raises(NotFound):
        run(systems.petitions.status(number, code))
    assert not run(systems.petitions.verify(number, receipt["receipt_hash"]))["verified"]
    assert whole(systems)


def test_an_open_petition_is_never_erased(systems: Systems) -> None:
    register(systems)
    systems.clock.forward(days=10_000)

    assert erase_old(service_of(systems).filing, keep_days=1, keep_withdrawn_days=1) == []


def test_a_number_that_is_closed_after_wrong_codes_is_logged_without_number_or_code(
    systems: Systems, caplog: pytest.LogCaptureFixture
) -> None:
    number, code = register(systems)
    wrong = "000000" if code != "000000" else "111111"
    for asked in (number, "XF20261122000028"):
        for _ in range(5):
            with pytest.raises(NotFound):
                run(systems.petitions.status(asked, wrong))

    assert [record.levelname for record in caplog.records if "is closed after 5 wrong codes" in record.message] == [
        "WARNING",
        "WARNING",
    ]
    assert not any(secret in caplog.text for secret in (number, wrong, "XF20261122000028"))
