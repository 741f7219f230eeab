"""What the petition system answers about a petition: to its owner on the receipt and later, codes and dates."""

from datetime import date
from typing import Any

from sqlalchemy import Connection

from assistant.backends.clock import beijing_day, iso
from assistant.backends.petition import clocks, model, repository, steps
from assistant.backends.petition.filing import Filing
from assistant.backends.petition.model import Event, Petition
from assistant.backends.petition.repository import Filed
from assistant.backends.petition.routing import Route, Router

Answer = dict[str, Any]


def receipt(filing: Filing, petition: Petition, code: str, route: Route, receipt_hash: str) -> Answer:
    """What the petitioner keeps; the only place where the query code is told."""
    return {
        "number": petition.number,
        "query_code": code,
        **_place(filing.router, route.department, route.level, route.district),
        **_dates(petition),
        "withdraw_until": iso(petition.registered_at + model.FREE_CHANGE),
        "routing": {
            "reason": route.reason,
            "topic": route.topic,
            "fact": filing.router.departments[route.department].fact,
        },
        "receipt_hash": receipt_hash,
    }


def standing(filing: Filing, connection: Connection, filed: Filed) -> Answer:
    """Where the petition stands, what happened, which clocks run, what its owner may do and until when."""
    petition, now = filed.petition, filing.clock()
    received = filing.opened(petition.number, filed.sealed)
    return {
        "number": petition.number,
        **_place(filing.router, filed.department, filed.level, filed.district),
        "subject": received.get("subject"),
        "topic": filed.topic,
        **_dates(petition),
        "review_by": _day(clocks.review_by(petition)),
        "review_answer_by": _day(clocks.review_answer_by(petition)),
        "overdue": clocks.is_overdue(petition, now),
        "round": petition.reviews,
        "paused": petition.paused_at is not None,
        "attention": petition.attention_at is not None,
        "supervised": petition.supervised_at is not None,
        "rating": petition.rating,
        "door": None if petition.door is None else petition.door.value,
        "merged_into": petition.merged_into,
        "clocks": running(filing, petition, beijing_day(now)),
        "timeline": [
            {
                "at": iso(each.at),
                "event": each.event,
                "actor": each.actor,
                "status": each.status_after,
                "words": _words(each.event),
                "told": filing.said(petition.number, each).get("told"),
            }
            for each in repository.timeline(connection, petition.number)
        ],
        "actions": [
            {
                "action": each.action.value,
                "allowed": each.allowed,
                "reason": each.reason,
                "opens": iso(each.opens),
                "until": iso(each.until),
            }
            for each in steps.actions(petition, now, filing.calendar)
        ],
        "receipt_hash": filed.receipt_hash,
    }


def running(filing: Filing, petition: Petition, today: date) -> list[Answer]:
    """Each clock that runs, with its article, its last day and how near that is."""
    return [
        {
            "clock": term.clock.value,
            "article": term.article,
            "actor": term.actor.value,
            "duty": term.duty,
            "by": _day(term.by),
            "days_left": term.days_left(today),
            "light": term.light(today, warn_days=filing.warn_days).value,
            "calendar_published": term.published,
        }
        for term in clocks.running(petition, filing.calendar)
    ]


def _words(event: str) -> str:
    return "petition_step_register" if event == Event.REGISTER else steps.RULES[Event(event)].words


def _place(router: Router, department: str, level: str, district: str | None) -> Answer:
    # A department that staff took out of the rules since then keeps its code as its name.
    known = router.departments.get(department)
    named = None if district is None else {"code": district, "name": router.districts.get(district, district)}
    return {
        "department": {"code": department, "name": department if known is None else known.name},
        "level": level,
        "district": named,
    }


def _dates(petition: Petition) -> Answer:
    return {
        "status": petition.status.value,
        "registered_at": iso(petition.registered_at),
        "accept_by": _day(clocks.accept_by(petition)),
        "finish_by": _day(clocks.finish_by(petition)),
        "finish_by_provisional": clocks.is_provisional(petition),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
