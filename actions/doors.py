"""The other doors of a matter: who takes it directly too, said once while it is being registered.

What a story is about is told by the words of the petition system's routing rules. Nobody is sent away.
"""

import re

import yaml

from assistant.backends.petition.routing import RULES
from assistant.backends.petition.routing_words import WordRule, spoken

# Topic of routing.yml → door, whose words are `petition_door_<door>` of the wording (facts departments_022, 024, 037,
# 050; hotlines_004, 005, 021).
_DOOR_OF = {
    "litter_and_street": "city_management", "pollution": "environment", "consumer": "consumer", "wages": "wages",
    "labour": "labour",
}
# What the bodies of the city look after together (departments_050); lamps and benches are another matter.
_NUISANCE = re.compile(r"油烟|烧烤|占道|摆卖|走鬼|摆摊|摊|垃圾|大排档|宵夜|小广告|违建|违章建筑|搭建|加建|城管|市容")
_HOTLINE = re.compile(r"12345")
_ENGLISH = {
    "wages": re.compile(r"\b(?:wages?|salary)\b", re.I),
    "labour": re.compile(r"\b(?:fired|dismissed|laid off|severance)\b", re.I),
    "consumer": re.compile(r"\b(?:refund|counterfeit|fake (?:goods|product|phone)|scammed by (?:a|the) shop)\b", re.I),
    "environment": re.compile(r"\b(?:pollut\w+|waste ?water|exhaust gas|chemical smell|factory smoke)\b", re.I),
    "city_management": re.compile(r"\b(?:barbecue|street vendors?|garbage|cooking fumes|illegal building)\b", re.I),
}
_HEAD, _SURE_ENOUGH = 40, 4
_SAYS_IT_ALL = ("wages",)  # topics of which one word is enough
_A_NAME = 10  # characters of a sentence that hardly more than names whom one wants to complain to


class Doors:
    """Rules of the petition system, read once."""

    def __init__(self, rules: tuple[WordRule, ...]) -> None:
        self._rules = rules

    @classmethod
    def read(cls) -> "Doors":
        """The doors of routing.yml."""
        data = yaml.safe_load(RULES.read_text(encoding="utf-8"))
        return cls(tuple(WordRule.read(rule) for rule in data["rules"]))

    def of(self, story: str) -> str | None:
        """The door beside a petition for `story` (Simplified or English); None where there is none for certain."""
        if _HOTLINE.search(story):
            return "hotline"
        said = story.lower()
        found = next(iter(spoken(self._rules, said, head=said[:_HEAD])), None)
        if found is None:
            return next((door for door, words in _ENGLISH.items() if words.search(story)), None)
        rule, words = found.rule, found.words
        certain = any(word in rule.sure for word in words) or sum(map(len, words)) >= _SURE_ENOUGH
        certain = certain or rule.topic in _SAYS_IT_ALL or len(said) <= _A_NAME
        door = _DOOR_OF.get(rule.topic) if certain else None
        return None if door == "city_management" and not _NUISANCE.search(story) else door
