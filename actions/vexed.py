"""Anger about how one was served, before any matter is told: asked kindly what happened, with three ways on.

Pure but for the reply. Whoever tells a matter with the anger is not asked again: the matter is taken up.
"""

import re

from actions.say import Say
from actions.turn import Turn

_WAYS = (("file_petition", "/file_petition"), ("urge", "/petition_urge"), ("handover", "/handover"))
_ANGER = re.compile(
    r"[气激]死|气炸|气人|激气|气坏|真气|好气|火[大滚冒]\S?丈?|火都[嚟来上]\S?|窝火|恼火|冒火|发火|生气|好?嬲|愤怒|受够|忍够|"
    r"忍无可忍|顶[唔不]顺|受[唔不]了|离谱|过分|岂有此理|无语|服了|烦死|"
    r"\b(?:angry|furious|mad|pissed(?: off)?|fed up|sick of|outrageous|ridiculous|unbelievable)\b"
    r"|\b(?:terrible|a joke|hopeless)\b",
    re.IGNORECASE,
)
_FAULT = re.compile(r"[慢差低烂]|拖拉|拖拖拉拉|恶劣|垃圾|[没冇]人[管理]|\b(?:slow|bad|awful|useless)\b", re.IGNORECASE)
_SERVED = re.compile(
    r"办(?:个?事|证)|做事|效率|速度|服务|态度|窗口|柜台|大厅|政府|部门|单位|衙门|官僚|工作人员|办事员|公务员|"
    r"\b(?:service|office|government|staff|bureaucracy|officials?|attitude|counter)\b",
    re.IGNORECASE,
)
# What is left over when nothing is told: pointing, stress, particles.
_IDLE = re.compile(
    r"[这那呢嗰]个?|这种|什么|咩|乜|[你我他佢]们?|你哋|我哋|人|真的?|系|是|好|太|都|也|又|了|咗|的|嘅|啊|呀|啦|喇|吧|嘛|就|被|让|把|"
    r"给|到|得|成|样|咁|死|极|破|对|啲|埋|里|很|实在|简直|非常|快要?|要|上|来|嚟|这么|那么|怎么|点|会|"
    r"\b(?:i|i'?m|am|so|this|that|the|is|are|was|your|you|guys|people|of|at|with|it|me|makes?|very|really|what|such|an?|here)\b"
    r"|[\W_]",
    re.IGNORECASE,
)
_LEFT_OVER, _LONGEST = 1, 60


def is_vexed(turn: Turn) -> bool:
    """Whether a sentence says that somebody is angry at how they were served, and nothing of what happened."""
    text = turn.text
    cross = _ANGER.search(text) or _FAULT.search(text)
    if turn.pressed or len(text) > _LONGEST or not (cross and _SERVED.search(text)):
        return False
    for words in (_ANGER, _SERVED, _FAULT, _IDLE):
        text = words.sub(" ", text)
    return len("".join(text.split())) <= _LEFT_OVER


def ask_what_happened(say: Say) -> None:
    """Said that we are sorry, and asked what happened: to report it, to hurry a matter, or to talk to a person."""
    say.choices("vexed", [{"key": f"act_{act}", "title": act, "payload": payload} for act, payload in _WAYS])
