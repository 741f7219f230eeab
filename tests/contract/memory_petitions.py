"""A petition system in memory, called like our client of a real one; the law is the real one's pure half."""

from collections.abc import Callable
from datetime import datetime

from assistant.backends.canonical import fingerprint
from assistant.backends.clock import iso
from assistant.backends.errors import UnknownReference
from assistant.backends.petition import clocks, steps
from assistant.backends.petition.errors import NotNow
from assistant.backends.petition.model import FREE_CHANGE, Actor, Event, Given, IllegalStep, Petition, Status
from assistant.backends.petition.schemas import EditIn, PetitionIn, RateIn, ReviewIn, SupplementIn, UrgeIn, WithdrawIn
from assistant.backends.workdays import workdays_due
from assistant.shared.contracts.reference_numbers import PETITION_PREFIX
from tests.contract.memory_door import Answer, MemoryDoor, checked

_OFFICE = {"code": "petition_office", "name": "信访局"}


class MemoryPetitions:
    """Fast, without a database or HTTP; routes everything to the petition office."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._door = MemoryDoor(PETITION_PREFIX, clock)
        self._petitions: dict[str, Petition] = {}
        self._received: dict[str, list[Answer]] = {}
        self._timeline: dict[str, list[Answer]] = {}

    async def register(self, petition: Answer, *, key: str) -> Answer:
        received = checked(PetitionIn, petition)

        def deed() -> Answer:
            number, code = self._door.issue()
            now = self._clock()
            self._petitions[number] = Petition(number=number, status=Status.REGISTERED, registered_at=now)
            self._received[number], self._timeline[number] = [received], []
            self._note(number, Event.REGISTER, Actor.CITIZEN)
            return {
                "number": number, "query_code": code, **self._dates(number), "receipt_hash": fingerprint(received),
                "withdraw_until": iso(now + FREE_CHANGE), "department": _OFFICE, "level": "city", "district": None,
                "routing": {"reason": "fallback", "topic": "other", "fact": ""},
            }  # fmt: skip

        return self._door.once("register", key, received, deed)

    async def status(self, number: str, code: str) -> Answer:
        self._door.admit(number, code)
        return self._standing(number)

    async def supplement(
        self, number: str, code: str, text: str, *, key: str, attachments: list[Answer] | None = None
    ) -> Answer:
        said = checked(SupplementIn, {"code": code, "text": text, "attachments": attachments or []})
        return self._act(number, Event.SUPPLEMENT, said, key)

    async def urge(self, number: str, code: str, *, key: str, text: str | None = None) -> Answer:
        return self._act(number, Event.URGE, checked(UrgeIn, {"code": code, "text": text}), key)

    async def withdraw(self, number: str, code: str, *, key: str, reason: str | None = None) -> Answer:
        return self._act(number, Event.WITHDRAW, checked(WithdrawIn, {"code": code, "reason": reason}), key)

    async def rate(self, number: str, code: str, score: int, *, key: str, reason: str | None = None) -> Answer:
        said = checked(RateIn, {"code": code, "score": score, "reason": reason})
        return self._act(number, Event.RATE, said, key, Given(score=score))

    async def review(self, number: str, code: str, text: str, *, key: str) -> Answer:
        return self._act(number, Event.REVIEW, checked(ReviewIn, {"code": code, "text": text}), key)

    async def edit(self, number: str, code: str, petition: Answer, *, key: str) -> Answer:
        said = checked(EditIn, {"code": code, "petition": petition})
        return self._act(number, Event.EDIT, said, key)

    async def verify(self, number: str, receipt_hash: str) -> Answer:
        hashes = [fingerprint(each) for each in self._received.get(number, [])]
        here = receipt_hash in hashes
        at = iso(self._petitions[number].registered_at) if here else None
        current = here and hashes[-1] == receipt_hash
        return {"number": number, "verified": here, "current": current, "unchanged": here, "received_at": at}

    async def export(self, number: str, code: str) -> Answer:
        self._door.admit(number, code)
        standing = self._standing(number)
        return {"number": number, "exported_at": iso(self._clock()), "petition": self._received[number][-1],
                "standing": standing, "history": standing["timeline"], "reads": []}  # fmt: skip

    def advance(self, number: str, event: Event, actor: Actor) -> None:
        """Staff took a step."""
        self._step(number, event, actor, Given())

    def _act(self, number: str, event: Event, said: Answer, key: str, given: Given | None = None) -> Answer:
        code = said.pop("code")
        self._door.admit(number, code)

        def deed() -> Answer:
            self._step(number, event, Actor.CITIZEN, given or Given())
            if event is Event.EDIT:
                self._received[number].append(said["petition"])
            return self._standing(number)

        return self._door.once(f"{number}:{event.value}", key, said, deed)

    def _step(self, number: str, event: Event, actor: Actor, given: Given) -> None:
        before = self._petitions.get(number)
        if before is None:
            raise UnknownReference
        try:
            after = steps.apply(before, event, self._clock(), workdays_due, actor=actor, given=given)
        except IllegalStep as step:
            raise NotNow(step) from step
        self._petitions[number] = after
        self._note(number, event, actor)

    def _note(self, number: str, event: Event, actor: Actor) -> None:
        status = self._petitions[number].status.value
        words = f"petition_step_{event.value}"
        at = iso(self._clock())
        line = {"at": at, "event": event.value, "actor": actor.value, "status": status, "words": words, "told": None}
        self._timeline[number].append(line)

    def _standing(self, number: str) -> Answer:
        petition, now = self._petitions[number], self._clock()
        received = self._received[number][-1]
        asked, answered = clocks.review_by(petition), clocks.review_answer_by(petition)
        return {
            "number": number, **self._dates(number), "department": _OFFICE, "level": "city", "district": None,
            "subject": received["subject"], "topic": "other", "overdue": clocks.is_overdue(petition, now),
            "review_by": None if asked is None else asked.isoformat(),
            "review_answer_by": None if answered is None else answered.isoformat(),
            "round": petition.reviews, "paused": petition.paused_at is not None,
            "attention": petition.attention_at is not None, "supervised": petition.supervised_at is not None,
            "rating": petition.rating, "door": None, "merged_into": petition.merged_into, "clocks": [],
            "timeline": list(self._timeline[number]), "receipt_hash": fingerprint(received),
            "actions": [
                {"action": each.action.value, "allowed": each.allowed, "reason": each.reason,
                 "opens": iso(each.opens), "until": iso(each.until)}
                for each in steps.actions(petition, now, workdays_due)
            ],
        }  # fmt: skip

    def _dates(self, number: str) -> Answer:
        petition = self._petitions[number]
        return {
            "status": petition.status.value, "registered_at": iso(petition.registered_at),
            "accept_by": clocks.accept_by(petition).isoformat(), "finish_by": clocks.finish_by(petition).isoformat(),
            "finish_by_provisional": clocks.is_provisional(petition),
        }  # fmt: skip


def methods(kind: type) -> set[str]:
    """The public async methods of a port."""
    return {name for name in vars(kind) if not name.startswith("_")}
