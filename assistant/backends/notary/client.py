"""The notary system as the rest of the service sees it: async methods, dicts out, errors of our tree."""

from typing import Any
from urllib.parse import quote

import httpx

from assistant.backends.patience import Patience
from assistant.backends.transport import Transport

Answer = dict[str, Any]


class NotaryClient:
    """Speaks to a notary system, the reference one or a real one, through `http` (base URL set)."""

    def __init__(self, http: httpx.AsyncClient, patience: Patience | None = None) -> None:
        self._transport = Transport(http, name="notary", patience=patience)

    async def offices(self) -> list[Answer]:
        """All notary offices."""
        return list((await self._transport.json("GET", "/offices"))["offices"])

    async def matters(self) -> list[Answer]:
        """All matters."""
        return list((await self._transport.json("GET", "/matters"))["matters"])

    async def missions(self) -> list[Answer]:
        """All embassies and consulates that are served."""
        return list((await self._transport.json("GET", "/missions"))["missions"])

    async def eligibility(self, case: dict[str, Any]) -> Answer:
        """Whether this way is open to somebody: eligible, reasons, needs, ask."""
        return await self._transport.json("POST", "/eligibility", body=case, stores=False)

    async def slots(
        self, office: str, mission: str, *, first: str | None = None, last: str | None = None, limit: int | None = None
    ) -> list[Answer]:
        """Free slots; `first` and `last` are days in the mission's zone or instants, both included."""
        asked = {"office": office, "mission": mission, "from": first, "to": last, "limit": limit}
        params = {name: value for name, value in asked.items() if value is not None}
        return list((await self._transport.json("GET", "/slots", params=params))["slots"])

    async def wait(
        self, office: str, mission: str, *, first: str, last: str, phone: str | None = None, key: str
    ) -> Answer:
        """A place in the line for a slot of these days; Conflict `slots-free` when nobody need wait."""
        body = {"office": office, "mission": mission, "from": first, "to": last}
        contact = {} if phone is None else {"contact": {"phone": phone}}
        return await self._transport.json("POST", "/waiting", key=key, body={**body, **contact})

    async def waiting(self, waiting_id: str) -> Answer:
        """How many are in front, or the hold that is offered (`offer`), with which one books as with any other."""
        return await self._transport.json("GET", f"/waiting/{quote(waiting_id, safe='')}")

    async def leave(self, waiting_id: str, *, key: str) -> Answer:
        """The place in the line is given up."""
        return await self._transport.json("POST", f"/waiting/{quote(waiting_id, safe='')}/leave", key=key)

    async def hold(self, slot_id: str, *, key: str) -> Answer:
        """The slot is kept for ten minutes; Conflict `slot-taken` with `nearest` when it is gone."""
        return await self._transport.json("POST", "/holds", key=key, body={"slot_id": slot_id})

    async def extend(self, hold_id: str, *, key: str) -> Answer:
        """The hold lasts ten minutes from now; Conflict when it has expired or was extended twice."""
        return await self._transport.json("POST", f"/holds/{quote(hold_id, safe='')}/extend", key=key)

    async def release(self, hold_id: str, *, key: str) -> Answer:
        """The slot is free again; Conflict `hold-expired` when the hold had ended already."""
        return await self._transport.json("POST", f"/holds/{quote(hold_id, safe='')}/release", key=key)

    async def book(
        self, *, hold_id: str, applicant: dict[str, Any], matter: str, mission: str, office: str, key: str
    ) -> Answer:
        """The hold has become a booking; repeating with the same `key` gives the same number and code."""
        body = {"hold_id": hold_id, "applicant": applicant, "matter": matter, "mission": mission, "office": office}
        return await self._transport.json("POST", "/bookings", key=key, body=body)

    async def booking(self, number: str, code: str) -> Answer:
        """What is booked; NotFound when number or code is wrong, RateLimited after too many tries."""
        return await self._transport.json("GET", _path(number), params={"code": code})

    async def ics(self, number: str, code: str) -> bytes:
        """The booking as a calendar file."""
        return (await self._transport.send("GET", f"{_path(number)}.ics", params={"code": code})).content

    async def reschedule(self, number: str, code: str, *, hold_id: str, key: str) -> Answer:
        """The booking has moved to the slot of the hold."""
        body = {"code": code, "hold_id": hold_id}
        return await self._transport.json("POST", f"{_path(number)}/reschedule", key=key, body=body)

    async def cancel(self, number: str, code: str, *, key: str) -> Answer:
        """The booking is cancelled and its slot free."""
        return await self._transport.json("POST", f"{_path(number)}/cancel", key=key, body={"code": code})


def _path(number: str) -> str:
    # A number comes from what a citizen typed: quoted, so that it cannot name another path.
    return f"/bookings/{quote(number, safe='')}"
