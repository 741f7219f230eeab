"""What a citizen does to a registered petition: edit, withdraw, urge, supplement, rate, ask for a review.

Each is tried only when the petition system says that it is open now; when it is not, it is said why and from when.
Each returns the slot that must be asked for first, None when it is done or cannot be done.
"""

import asyncio
import re
from typing import Any

from actions.petition_editing import was_sent_here
from actions.petition_files import SUPPLEMENT_FORM, ids_of
from actions.ports import Ports
from actions.say import Say
from actions.turn import Turn, chosen
from assistant.shared.contracts.outcomes import Outcome

Known = dict[str, Any]
SUPPLEMENT, RATE, REVIEW, WITHDRAW, URGE, EDIT = "supplement", "rate", "review", "withdraw", "urge", "edit"
BAD, ENOUGH = 3, 2  # stars from which nobody is asked why; characters of the shortest thing that can be said
_LONGEST, _LONGEST_REASON = 4000, 200
_WHY = {  # reason of the petition system → what the wording calls it
    "urge-not-due": "urge_not_due", "urged-recently": "urged_recently", "paused": "paused",
    "withdraw-too-late": "withdraw_too_late", "edit-too-late": "edit_too_late",
    "already-rated": "already_rated", "review-too-late": "review_too_late",
    "review-final": "review_final",
}
_TELLS_WHEN = ("urge_not_due", "urged_recently")
_STARS = {
    1: r"非常不满|很不满|极不满|太差|一颗?星|1\s*颗?星|very (?:bad|dissatisfied|unhappy)|one star",
    2: r"不(?:太|怎么|是很)?满意?|唔(?:系几|太)?满意|不太?好|not (?:good|satisfied|happy)|差评"
    r"|两颗?星|二星|2\s*颗?星|dissatisfied|unhappy|two stars",
    3: r"一般|还行|还可以|马马虎虎|过得去|三颗?星|3\s*颗?星|so-so|average|three stars",
    5: r"非常满意|很满意|十分满意|好满意|五颗?星|5\s*颗?星|very (?:good|satisfied|happy)|five stars",
    4: r"满意|不错|四颗?星|4\s*颗?星|satisfied|happy|good|four stars",
}
_BARE_STAR = re.compile(r"^\s*([1-5])\s*(?:分|stars?)?\s*[。.!！]?\s*$")
_NO_REASON = re.compile(r"^(?:不说了?|唔讲|不用|没有?|冇|算了|跳过|不想说|no|none|skip)[。.!！]?$", re.IGNORECASE)
_LEAVES = re.compile(
    r"取消|退出|算了|唔使|不用了|(?:先|不想|不)(?:不)?(?:查|说|讲|补充|评价?|评|复查|申请)了|返回|上一步"
    r"|\b(?:cancel|quit|stop|never ?mind)\b",
    re.IGNORECASE,
)
_SOUNDS_LIKE_LEAVING = frozenset({"cancel_flow", "back", "bye", "thanks", "greet", "deny", "abuse", "withdraw"})
_ADDED = re.compile(
    r"^(?:我)?(?:要|想|再)*补充(?:一下|一点|几句|说明|情况|材料|一个情况)*\s*[:：,，。]\s*(?P<han>.+)$"
    r"|^(?:i want to |i'd like to )?add(?: this)?(?: to it)?\s*[:,]\s*(?P<en>.+)$",
    re.DOTALL | re.IGNORECASE,
)


def said_text(turn: Turn) -> Known | None:
    """What is to be added, or why a review is asked for."""
    said = turn.text.strip()
    return {"track_text": said[:_LONGEST]} if turn.requested == "track_text" and len(said) >= ENOUGH else None


def said_reason(turn: Turn) -> Known | None:
    """Why an answer was bad; an empty reason when somebody would rather not say."""
    said = turn.text.strip()
    if chosen(turn, "track_reason") or turn.has("none"):
        return {"track_reason": ""}
    if turn.requested != "track_reason" or turn.pressed or not said:
        return None
    return {"track_reason": "" if _NO_REASON.match(said) else said[:_LONGEST_REASON]}


def is_said_of_it(turn: Turn) -> bool:
    """Whether words that sound like leaving or scolding are the reason or the addition that was asked for.

    "装了又不开" ends nothing, and who is angry about an answer may say so.
    """
    asked = turn.requested in ("track_reason", "track_text") and not turn.pressed
    says_something = len(turn.text.strip()) > ENOUGH and _LEAVES.search(turn.text) is None
    return asked and turn.act in _SOUNDS_LIKE_LEAVING and says_something


def said_score(turn: Turn) -> Known | None:
    """One to five stars, as a number, in words or pressed."""
    pressed = chosen(turn, "track_score")
    if pressed is not None and str(pressed) in "12345":
        return {"track_score": int(pressed)}
    bare = _BARE_STAR.match(turn.text)
    if bare:
        return {"track_score": int(bare.group(1))}
    found = [stars for stars, words in _STARS.items() if re.search(words, turn.text, re.IGNORECASE)]
    return {"track_score": found[0]} if found and not turn.pressed else None


def told_at_once(turn: Turn) -> Known:
    """What a first sentence says already: the stars, or what is to be added."""
    if turn.pressed:
        return {}
    added = _ADDED.match(turn.text.strip()) if turn.act == SUPPLEMENT else None
    if added:
        return {"track_text": (added["han"] or added["en"]).strip()[:_LONGEST]}
    return (said_score(turn) or {}) if turn.act == RATE else {}


class PetitionSteps:
    """Carries out the steps through the petition system of `ports`."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    async def withdraw(self, turn: Turn, say: Say, number: str, code: str, known: Known) -> str | None:
        """Taken back within ten minutes."""
        if await self._open(WITHDRAW, say, number, code):
            await self._ports.petition.withdraw(number, code, key=f"withdraw:{turn.session}:{number}"[-100:])
            say.words("petition_withdrawn_done", Outcome.FLOW_PETITION, number=number)
        return None

    async def edit(self, turn: Turn, say: Say, number: str, code: str, known: Known) -> str | None:
        """It may be put right within ten minutes, in the conversation that knows what it says."""
        if not await self._open(EDIT, say, number, code):
            return None
        if not was_sent_here(known, number):
            say.words("petition_edit_elsewhere", Outcome.FLOW_PETITION, number=number)
            return None
        return EDIT

    async def urge(self, turn: Turn, say: Say, number: str, code: str, known: Known) -> str | None:
        """The body in charge is hurried once a legal date has passed."""
        if await self._open(URGE, say, number, code):
            await self._ports.petition.urge(number, code, key=turn.key("urge"))
            say.words("petition_urged", Outcome.FLOW_PETITION, number=number)
        return None

    async def supplement(self, turn: Turn, say: Say, number: str, code: str, known: Known) -> str | None:
        """More is said about it."""
        text = known.get("track_text")
        if not await self._open(SUPPLEMENT, say, number, code):
            return None
        if not text:
            say.words("petition_say_supplement", Outcome.FLOW_PETITION)
            say.form(SUPPLEMENT_FORM, Outcome.FLOW_PETITION, {})
            return "track_text"
        real, ids, files = await self._real(turn, text), ids_of(known.get("track_files")), self._ports.files
        sent = await asyncio.to_thread(files.attached, turn.session, ids) if files and ids else []
        more: Known = {"attachments": sent} if sent else {}
        status = await self._ports.petition.supplement(number, code, real, key=turn.key(SUPPLEMENT), **more)
        said = "petition_supplemented_with_files" if sent else "petition_supplemented"
        say.words(said, Outcome.FLOW_PETITION, number=number, **({"count": len(sent)} if sent else {}))
        say.status("petition", status)
        return None

    async def rate(self, turn: Turn, say: Say, number: str, code: str, known: Known) -> str | None:
        """The answer has its stars; who gives few is asked why, and need not say."""
        score, reason = known.get("track_score"), known.get("track_reason")
        if not await self._open(RATE, say, number, code):
            return None
        if score is None:
            return "track_score"
        if int(score) <= BAD and reason is None:
            return "track_reason"
        real = await self._real(turn, reason) if reason else None
        status = await self._ports.petition.rate(number, code, int(score), key=turn.key(RATE), reason=real)
        say.words("petition_rated_done", Outcome.FLOW_PETITION, number=number, score=int(score))
        review = _action(status, REVIEW)
        if int(score) <= BAD and review.get("allowed") and review.get("until"):
            say.words("petition_review_open", Outcome.FLOW_PETITION, until_day=review["until"])
        say.status("petition", status)
        return None

    async def review(self, turn: Turn, say: Say, number: str, code: str, known: Known) -> str | None:
        """A higher body is asked to look at the answer, or at the review of it."""
        text = known.get("track_text")
        if not await self._open(REVIEW, say, number, code):
            return None
        if not text:
            say.words("petition_say_review", Outcome.FLOW_PETITION)
            return "track_text"
        status = await self._ports.petition.review(number, code, await self._real(turn, text), key=turn.key(REVIEW))
        day = status.get("review_answer_by")
        if day:
            say.words("petition_review_asked", Outcome.FLOW_PETITION, number=number, answer_day=day)
        say.status("petition", status)
        return None

    async def _open(self, name: str, say: Say, number: str, code: str) -> bool:
        """Whether the step may be taken now; when not, the reason was said and how the petition stands."""
        status = await self._ports.petition.status(number, code)
        action = _action(status, name)
        if action.get("allowed"):
            return True
        reason = "already-rated" if (name, action.get("reason")) == (RATE, "not-when-rated") else action.get("reason")
        key, opens = _WHY.get(str(reason)), action.get("opens")
        more = {"opens_day": opens} if opens else {}
        if key in _TELLS_WHEN and not opens:
            key = None
        say.words(f"petition_why_{key}" if key else f"petition_no_{name}", Outcome.FLOW_TRACK, number=number, **more)
        say.status("petition", status)
        return False

    async def _real(self, turn: Turn, said: str) -> str:
        return await asyncio.to_thread(self._ports.vault.resolve, turn.session, said)


def _action(status: dict[str, Any], name: str) -> dict[str, Any]:
    return next((each for each in status.get("actions", []) if each.get("action") == name), {})
