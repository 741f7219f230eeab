"""From "Vancouver", 温哥华 or 美国 to the mission where the citizen will appear."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from actions.ports import Notary
from actions.turn import Turn

Mission = dict[str, Any]
MOST_CHOICES = 8


@dataclass(frozen=True)
class Where:
    """`country` by ISO code when one was named; `missions` that fit what was said, by nearness of what was said."""

    country: str | None
    missions: list[Mission]


async def find(turn: Turn, notary: Notary, country: str | None = None) -> Where | None:
    """Where the citizen is, by what this turn names or the country known before; None when nothing was named."""
    cities = [str(value).split("/", 1) for value in turn.entities_of("mission_city")]
    named = [code for code, _ in cities] + [str(code) for code in turn.entities_of("country")]
    if not named and country is None:
        return None
    here = named[0] if named else country
    served = await notary.missions()
    in_city = [mission for mission in served for code, city in cities
               if mission["country"] == code and _plain(str(mission["city"])) == _plain(city)]
    return Where(here, in_city or [mission for mission in served if mission["country"] == here])


def choices(missions: list[Mission], script: str) -> list[dict[str, str]]:
    """One button a mission, in the citizen's language."""
    return [
        {
            "title": str(mission["en" if script == "en" else "zh"]),
            "payload": f'/choose{{"slot":"booking_mission","value":"{mission["code"]}"}}',
        }
        for mission in missions[:MOST_CHOICES]
    ]


def _plain(name: str) -> str:
    """São Paulo and Sao Paulo are one city."""
    return "".join(char for char in unicodedata.normalize("NFD", name.lower()) if char.isalnum())
