"""Words for danger, wrong doors and abuse. Part of `wording.WORDS`, which says them.

Simplified Chinese and English, as there; the same rules for writing.
"""

GUARD_WORDS: dict[str, tuple[str, str]] = {
    "emergency_police": (
        "**请马上打110报警。** 先到安全的地方，别和对方争。有人受伤，再打120。我只是文字助手，不能替您报警。",
        "**Call 110 (police) right now.** Get to a safe place first. If someone is hurt, call 120 as well. "
        "I am only a text assistant and cannot call for you.",
    ),
    "emergency_fire": (
        "**请马上打119。** 人先离开，别回去拿东西，别坐电梯。有人受伤，再打120。我只是文字助手，不能替您报警。",
        "**Call 119 (fire) right now.** Leave first, do not go back for things, do not use the lift. "
        "If someone is hurt, call 120. I am only a text assistant and cannot call for you.",
    ),
    "emergency_medical": (
        "**请马上打120。** 说清楚在哪里、人怎么样了，电话先别挂。我只是文字助手，不能替您叫救护车。",
        "**Call 120 (ambulance) right now.** Say where you are and how the person is, and stay on the line. "
        "I am only a text assistant and cannot call for you.",
    ),
    "emergency_abroad": (
        "您不在内地的话：身边有危险，打当地的报警、急救电话；内地的家人有危险，请他身边的亲友、邻居马上帮忙打。"
        "在外国要领事保护，打12308。",
        "If you are not in mainland China: for danger around you, call your local emergency number; for family there, "
        "have a relative or neighbour near them call at once. For consular protection abroad, call 12308.",
    ),
    "self_harm": (
        "听您这么说，我很担心您。您现在的难受是真的，也是可以有人一起扛的。**请先别一个人待着**，叫上家人、朋友或邻居。"
        "要是正有危险，**马上打120或110**。",
        "I am worried about you. What you feel is real, and you do not have to carry it alone. **Please do not stay alone now**: "
        "reach a relative, friend or neighbour. If you are in danger, **call 120 or 110 at once**.",
    ),
    "emergency_report": ("没人有危险，我要反映这件事", "Nobody is in danger: I want to report it"),
    "self_harm_report": ("把遇到的难处反映上去", "Report what I am going through"),
    "danger_or_petition": (
        "没人有危险的话，就当我多心了，我们接着反映这件事。",
        "If nobody is in danger, forgive me for worrying: let us go on and report it.",
    ),
    "danger_first": (
        "要是现在就有人有危险，请先打电话：报警110，火警119，急救120。",
        "If anyone is in danger right now, call first: 110 police, 119 fire, 120 ambulance.",
    ),
    "care_first": (
        "要是您心里难受、撑不下去，请别一个人扛：叫上家人、朋友或邻居。有危险，马上打120或110。",
        "If things feel too heavy to bear, please do not carry them alone: reach a relative, friend or neighbour. "
        "In danger, call 120 or 110 at once.",
    ),
    "wrong_door_court": (
        "这件事是法院管的，信访这边不受理。", "This is for the courts: a petition is not accepted."
    ),
    "wrong_door_arbitration": (
        "这件事要走仲裁，信访这边不受理。", "This belongs to arbitration: a petition is not accepted."
    ),
    "wrong_door_labour_arbitration": (
        "这类劳动争议先走劳动仲裁，不是信访。",
        "Labour disputes like this go to labour arbitration first, not to a petition.",
    ),
    "wrong_door_administrative_review": (
        "对处罚这类行政决定不服，走行政复议或诉讼，信访这边不受理。",
        "Against a decision such as a fine the way is administrative review or a lawsuit; a petition is not accepted.",
    ),
    "wrong_door_discipline": (
        "举报公职人员违纪违法，请找纪检监察机关。",
        "Reports of misconduct of officials go to the discipline inspection and supervision bodies.",
    ),
    "wrong_door_ask": (
        "具体怎么走、有没有期限，可以打12348公共法律服务热线问。",
        "For the exact steps and time limits, call 12348, the public legal service hotline.",
    ),
    "wrong_door_go_on": (
        "如果您反映的是另外一件事，可以点“还是要反映”。", "If your concern is another matter, tap “Report it anyway”."
    ),
    "report_anyway": ("还是要反映", "Report it anyway"),
    "abuse": (
        "您心里有火，我明白。想办什么事、遇到什么难处，告诉我，我尽力帮您。也可以打12345找人工。",
        "I can tell you are upset. Tell me what you need and I will do my best. You can also call 12345 to reach a person.",
    ),
    "vexed": (
        "让您受气了，真对不住。出了什么事？直接打字告诉我，我帮您反映；已经登记过的可以催办。",
        "I am sorry that it made you angry. What happened? Just tell me and I help you report it; "
        "what you reported before can be hurried along.",
    ),
}
