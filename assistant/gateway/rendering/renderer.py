"""One function a kind of reply; together they make every message that a citizen reads."""

from typing import Any

from assistant.gateway.contents import Action, Call
from assistant.gateway.forms import form_content
from assistant.gateway.rendering import answer, booking, petition, petition_summary
from assistant.gateway.rendering.checklist import Checklists
from assistant.gateway.rendering.piece import Piece, Reader, chips, hotline, markdown, plain, reply, text
from assistant.gateway.rendering.times import both, day
from assistant.gateway.turn import Turn
from assistant.gateway.vocabulary import Vocabulary
from assistant.gateway.wording import WORDS
from assistant.retrieval.schemas import EntryPage, Hit
from assistant.retrieval.service import Retrieval
from assistant.shared.errors import AssistantError

# Zones of the mainland: whoever writes from another one cannot reach 110, 119 and 120 by dialling them.
_MAINLAND = frozenset(("Asia/Shanghai", "Asia/Urumqi", "Asia/Chongqing", "Asia/Harbin", "Asia/Kashgar", "PRC"))
_NEEDS_A_PERSON = frozenset(
    {"error_dialogue_unavailable", "backend_unavailable", "search_unavailable", "error_internal", "handover_closed"}
)


class Renderer:
    """Needs the search for approved passages that a guard quotes, and the words of eligibility reasons."""

    def __init__(
        self,
        retrieval: Retrieval,
        vocabulary: Vocabulary,
        wrong_doors: dict[str, dict[str, str]],
        checklists: Checklists | None = None,
    ) -> None:
        self._retrieval = retrieval
        self._vocabulary = vocabulary
        self._wrong_doors = wrong_doors
        self._checklists = checklists

    async def render(self, turn: Turn) -> list[Piece]:
        """The messages of a turn, in order."""
        reader = Reader(turn.script, turn.timezone, turn.now)
        pieces: list[Piece] = []
        for said in turn.replies:
            pieces += await self._one(reader, said)
        return pieces

    async def _one(self, reader: Reader, said: dict[str, Any]) -> list[Piece]:
        match said.get("kind"):
            case None:
                return domain_response(reader, said)
            case "brief":
                return answer.brief(reader, Hit.model_validate(said["hit"]))
            case "answer":
                return answer.answer(reader, Hit.model_validate(said["hit"]), said.get("also", []))
            case "choices":
                items = [_choice(reader, choice) for choice in said["choices"]]
                return [chips(reader.say(said.get("prompt") or "choose"), items)]
            case "refuse":
                return self._refusal(reader, said)
            case "guard":
                return await self._guard(reader, said)
            case "words":
                key = said["key"] if said["key"] in WORDS else "error_internal"
                return self._words(reader, key, said.get("args") or {})
            case "form":
                content = form_content(said["form_id"], reader.script, said.get("values") or {})
                return [Piece(content, content.title)]
            case "summary":
                return petition_summary.summary(reader, said["told"])
            case "receipt":
                return petition.receipt(reader, said["receipt"])
            case "status" if said["object"] == "petition":
                return petition.status(reader, said["status"])
            case "status":
                return booking.booking(reader, said["status"])
            case "eligibility":
                body = said["eligibility"]
                pieces = booking.eligibility(reader, body, self._vocabulary)
                open_to = body["eligible"] in ("yes", True)
                return pieces + (self._to_bring(reader, body, booked=False) if open_to else [])
            case "slots":
                return booking.slots(reader, said["slots"], said["office"], said["mission"])
            case "hold":
                return booking.hold(reader, said["hold"])
            case "booking":
                body = said["booking"]
                made = bool(body.get("query_code")) and not body.get("moved")
                return booking.booking(reader, body) + (self._to_bring(reader, body, booked=True) if made else [])
            case unknown:
                raise ValueError(f"no renderer for reply kind {unknown!r}")

    def _to_bring(self, reader: Reader, body: dict[str, Any], *, booked: bool) -> list[Piece]:
        """The list of what to bring, and in short where a booking has just been made."""
        if self._checklists is None:
            return []
        situation = self._checklists.situation(body)
        short = [self._checklists.short(reader, situation)] if booked else []
        return [*short, self._checklists.button(reader, situation)]

    def _words(self, reader: Reader, key: str, fields: dict[str, Any]) -> list[Piece]:
        shown = {name: _field(reader, name, value) for name, value in fields.items()}
        pieces = [text(reader.say(key, **shown))]
        if key in _NEEDS_A_PERSON:
            pieces.append(chips("", [hotline(reader)], sticky=True))
        elif key == "nothing_to_read":
            pieces.append(chips("", first_chips(reader)))
        return pieces

    def _refusal(self, reader: Reader, said: dict[str, Any]) -> list[Piece]:
        reason = said.get("reason", "no_source")
        if reason == "out_of_scope":
            return [text(reader.say("out_of_scope")), chips("", first_chips(reader))]
        if reason == "other_place":
            place = reader.chinese(said.get("place") or "")
            words = reader.say("other_place", place=place) if place else reader.say("other_place_unnamed")
            return [text(words), chips("", [hotline(reader)])]
        hit = said.get("hit")
        return answer.gap(reader, Hit(**hit) if hit else None)

    async def _guard(self, reader: Reader, said: dict[str, Any]) -> list[Piece]:
        kind, detail = said["guard"], said.get("detail")
        if kind == "emergency":
            number = {"fire": "119", "medical": "120"}.get(detail or "", "110")
            words = reader.say(f"emergency_{detail if detail in ('fire', 'medical') else 'police'}")
            if reader.timezone not in _MAINLAND:
                words = f"{words}\n\n{reader.say('emergency_abroad')}"
            return [markdown(words), chips("", [_call(reader, number), *_no_danger(reader, said)], sticky=True)]
        if kind == "self_harm":
            buttons = [_call(reader, "120"), hotline(reader), *_no_danger(reader, said)]
            return [markdown(reader.say("self_harm")), chips("", buttons, sticky=True)]
        if kind == "wrong_door":
            return await self._wrong_door(reader, detail or "court")
        return [text(reader.say("abuse")), chips("", [hotline(reader)])]

    async def _wrong_door(self, reader: Reader, door: str) -> list[Piece]:
        """Which door is right, in our words; what the rules say, quoted; and a way on for another matter."""
        door = door if door in self._wrong_doors else "court"
        parts = [f"**{reader.say(f'wrong_door_{door}')}**"]
        passage = self._wrong_doors[door]
        try:
            page = await self._retrieval.entry(passage["entry"])
        except AssistantError:
            page = None
        pieces: list[Piece] = []
        section = page and next((part for part in page.sections if part.anchor == passage["section"]), None)
        if page and section and reader.script != "en":
            url = f"/k/{page.entry_id}#{section.anchor}"
            parts.append(answer.quote(reader, section.text))
            parts.append(_source(reader, page, section.text) + " " + reader.say("read_whole", url=url))
        parts.append(reader.say("wrong_door_ask"))
        pieces.append(markdown("\n\n".join(parts), rateable=True))
        pieces.append(
            chips(
                reader.say("wrong_door_go_on"),
                [
                    reply(reader.say("report_anyway"), payload="/report_anyway"),
                    _call(reader, "12348"),
                    hotline(reader),
                ],
            )
        )
        return pieces


def _no_danger(reader: Reader, said: dict[str, Any]) -> list[Action]:
    """The button for who is in no danger: what was said is reported, or asked for where it was not kept; none where
    the petition opens anyway."""
    payload = {"held": "/report_anyway", "open": None}.get(said.get("way_on", ""), "/file_petition")
    return [reply(reader.say(f"{said['guard']}_report"), payload=payload)] if payload else []


def domain_response(reader: Reader, said: dict[str, Any]) -> list[Piece]:
    """Words from domain/*.yml, with their buttons."""
    custom = said.get("custom") or {}
    words = said.get("text") or ""
    words = (custom.get("en") or words) if reader.script == "en" else reader.chinese(words)
    buttons: list[Action] = []
    for button in said.get("buttons") or []:
        title = button.get("en") if reader.script == "en" and button.get("en") else reader.chinese(button["title"])
        buttons.append(reply(title[:200], payload=button.get("payload") or None))
    pieces = [markdown(words)] if words else []
    if buttons:
        pieces.append(chips("", buttons))
    if custom.get("form"):
        content = form_content(custom["form"], reader.script, {})
        pieces.append(Piece(content, content.title))
    return pieces


def _field(reader: Reader, name: str, value: Any) -> Any:
    """A field of our words: `…_day` is told as a date, `…_at` as an instant in every zone that matters."""
    if name.endswith("_day"):
        return day(reader, str(value))
    return both(reader, str(value)) if name.endswith("_at") else value


def _choice(reader: Reader, choice: dict[str, str]) -> Action:
    if choice.get("key") in WORDS:
        return reply(reader.say(choice["key"]), payload=choice["payload"])
    title = choice["en"] if reader.script == "en" and choice.get("en") else reader.chinese(choice["title"])
    return reply(title[:200], payload=choice["payload"])


def first_chips(reader: Reader) -> list[Action]:
    """The four doors of the first screen."""
    return [
        reply(reader.say(f"chip_{name}"), reader.say(f"chip_{name}_ask"), payload, reader.say(f"chip_{name}_hint"))
        for name, payload in (
            ("services", "/who_are_you"),
            ("petition", "/file_petition"),
            ("overseas", None),
            ("track", "/track"),
        )
    ]


def _call(reader: Reader, number: str) -> Action:
    return Call(title=reader.say("call_number", number=number), tel=number)


def _source(reader: Reader, page: EntryPage, section_text: str) -> str:
    order = answer.number_citations(section_text)[1]
    cited = [source for source in page.sources if source.id in order] or page.sources
    names = "；".join(
        f"《{source.law}》{source.article or ''}" if source.law else f"{source.publisher}《{source.title}》"
        for source in cited
    )
    return reader.say("source_line", sources=reader.chinese(plain(names)), as_of=page.as_of)
