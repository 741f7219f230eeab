"""What to do first, bring and not get wrong for a notarisation by video: in the chat, and as data for the page."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from assistant.backends.notary.catalogue import Catalogue
from assistant.backends.notary.checklists import GROUPS, Situation, checklist
from assistant.gateway.contents import OpenUrl
from assistant.gateway.rendering.piece import Piece, Reader, chips, markdown
from assistant.gateway.vocabulary import Reason, Vocabulary
from assistant.gateway.wording import language_tag

_IN_CHAT = ("first", "bring")


@dataclass(frozen=True)
class Checklists:
    """Checklists in words. A code without words is a fault of ours, so it is not passed over: KeyError."""

    catalogue: Catalogue
    vocabulary: Vocabulary

    def groups(self, situation: Situation) -> list[tuple[str, list[Reason]]]:
        """The items by group, in order."""
        found = checklist(situation, self.catalogue.known)
        return [(group, [self._item(code) for code in found[group]]) for group in GROUPS]

    def matter(self, code: str | None, script: str) -> str | None:
        """The name of a matter, None for one that we do not know."""
        known = self.catalogue.matters.get(code or "")
        return None if known is None else known.en if script == "en" else known.zh

    def mission(self, code: str | None, script: str) -> str | None:
        """The name of a mission, None for one that we do not know."""
        known = self.catalogue.missions.get(code or "")
        return None if known is None else known.en if script == "en" else known.zh

    def situation(self, body: dict[str, Any]) -> Situation:
        """For what, at which mission and in which circumstances, as an eligibility verdict or a booking says it."""
        return Situation(
            matter=_known(body.get("matter"), self.catalogue.matters),
            property=body.get("property") is True,
            guardian=body.get("guardian") is True,
            mission=_known(body.get("mission"), self.catalogue.missions),
        )

    def button(self, reader: Reader, situation: Situation) -> Piece:
        """A button to the whole list, which can be printed."""
        url = page_url(reader, situation)
        return chips("", [OpenUrl(title=reader.say("checklist_whole"), url=url, external=False)])

    def short(self, reader: Reader, situation: Situation) -> Piece:
        """What to do first and what to bring, as a list in the chat."""
        groups = dict(self.groups(situation))
        lines = [f"**{reader.say('checklist_title')}**"]
        for group in _IN_CHAT:
            lines += ["", reader.say(f"checklist_{group}")]
            lines += [f"- {item.en if reader.script == 'en' else reader.chinese(item.zh)}" for item in groups[group]]
        return markdown("\n".join(lines))

    def _item(self, code: str) -> Reason:
        found = self.vocabulary.reason(code)
        if found is None:
            raise KeyError(code)
        return found


def page_url(reader: Reader, situation: Situation) -> str:
    """The page of the whole list, in the reader's language."""
    told = {
        "mission": situation.mission,
        "property": "yes" if situation.property else None,
        "guardian": "yes" if situation.guardian else None,
    }
    query = {"lang": language_tag(reader.script), **{name: value for name, value in told.items() if value}}
    return f"/checklist{f'/{situation.matter}' if situation.matter else ''}?{urlencode(query)}"


def _known(thing: Any, catalogue: dict[str, Any]) -> str | None:
    """The code of a matter or mission that we know, from a code or from an object that has one."""
    code = thing.get("code") if isinstance(thing, dict) else thing
    return code if isinstance(code, str) and code in catalogue else None
