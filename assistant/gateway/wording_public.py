"""Words of news in an open chat and of the public table of petitions. Part of `wording.WORDS`, which says them.

Simplified Chinese and English, as there; the same rules for writing.
"""

PUBLIC_WORDS: dict[str, tuple[str, str]] = {
    # News of a petition
    "news_look": ("看进度", "See the progress"),
    "news_step": ("您反映的事（{number}）有新进展：{step}。", "News of your petition {number}: {step}."),
    "news_transfer": (
        "您反映的事（{number}）已经转给负责的单位了。",
        "Your petition {number} was passed on to the body in charge.",
    ),
    "news_accept": (
        "您反映的事（{number}）受理了，最晚{finish_day}答复您。",
        "Your petition {number} was accepted. You will have an answer by {finish_day}.",
    ),
    "news_refuse": (
        "您反映的事（{number}）这边没法受理，要走另一条路。点下面看该找谁。",
        "Your petition {number} cannot be accepted here; another way is the right one. Tap below to see whom to ask.",
    ),
    "news_extend": (
        "您反映的事（{number}）还要多些时间，最晚{finish_day}答复您。",
        "Your petition {number} needs more time. You will have an answer by {finish_day}.",
    ),
    "news_answer": (
        "您反映的事（{number}）有答复了。点下面就能看；看完可以打分，不同意可以申请复查。",
        "There is an answer to your petition {number}. Tap below to read it; you can rate it or ask for a review.",
    ),
    "news_conclude": (
        "您申请的复查（复核）有结果了，编号{number}。点下面就能看。",
        "The review of your petition {number} is decided. Tap below to read it.",
    ),
    "news_close": ("您反映的事（{number}）办结了。", "Your petition {number} is closed."),
}
