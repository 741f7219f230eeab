"""Accusations: which bodies a petition accuses, so that none of them gets it or sees it (信访工作条例 art. 30)."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from assistant.backends.petition.routing import Department, Route
from assistant.shared.errors import SetupError
from assistant.shared.text.script import to_simplified

RULES = Path(__file__).with_name("accusation.yml")
ACCUSATION = "accusation"


@dataclass(frozen=True)
class Accusations:
    """The words of an accusation, what bodies are called, and who receives what accuses somebody."""

    words: tuple[str, ...]
    bodies: dict[str, tuple[str, ...]]
    receiver: str
    otherwise: str

    def accused(self, told: str, departments: dict[str, Department]) -> frozenset[str]:
        """Codes of the bodies that `told`, in any Chinese script, accuses; none where it is no accusation."""
        text = to_simplified(told)
        if not any(word in text for word in self.words):
            return frozenset()
        return frozenset(
            code
            for code, department in departments.items()
            if any(name in text for name in (department.name, *self.bodies.get(code, ())))
        )

    def away_from(self, accused: frozenset[str], route: Route) -> Route:
        """The route of an accusation: to the receiver, at the city, or to the other where the receiver is accused."""
        if not accused:
            return route
        receiver = self.otherwise if self.receiver in accused else self.receiver
        return replace(route, department=receiver, level="city", reason=ACCUSATION)


def load_accusations(path: Path = RULES) -> Accusations:
    """The rules of `path`; SetupError when the file is not as it must be."""
    try:
        data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        bodies = {code: tuple(names) for code, names in data["bodies"].items()}
        return Accusations(tuple(data["words"]), bodies, data["receiver"], data["otherwise"])
    except (KeyError, TypeError, yaml.YAMLError) as error:
        raise SetupError(f"{path.name} cannot be used: {error!r}", mend="compare it with accusation.yml") from error
