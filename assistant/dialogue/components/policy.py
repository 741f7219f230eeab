"""RulePolicy for our acts: `back` is one of them, where Rasa would undo the turn before."""

from typing import Optional, Text, Tuple

from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import USER_INTENT_BACK
from rasa.shared.core.trackers import DialogueStateTracker


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class ActRulePolicy(RulePolicy):
    """Rules alone decide, also about `back`."""

    @staticmethod
    def _find_action_from_default_actions(
        tracker: DialogueStateTracker,
    ) -> Tuple[Optional[Text], Optional[Text]]:
        latest = tracker.latest_message
        if latest is not None and latest.intent.get("name") == USER_INTENT_BACK:
            return None, None
        return RulePolicy._find_action_from_default_actions(tracker)
