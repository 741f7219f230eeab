"""A petition as it will be sent, in plain words, with what can be done now: send it, change it, leave it."""

from assistant.gateway.contents import Action
from assistant.gateway.rendering.piece import Piece, Reader, chips, markdown, reply

_ORDER = (
    "text",
    "asked",
    "affected",
    "district",
    "address",
    "when",
    "for_name",
    "joint_name",
    "name",
    "phone",
    "reach",
    "sms",
    "files",
)
_CHANGES = ("text", "district", "when", "name", "phone")


def summary(reader: Reader, told: dict[str, str]) -> list[Piece]:
    """Each thing under its name; what was not told is left out, but a missing wish is asked for."""
    lines = [
        reader.say("petition_line", label=reader.say(f"told_{name}"), value=_value(reader, name, told))
        for name in _ORDER
        if told.get(name) or (name == "name" and told.get("anonymous"))
    ]
    editing = told.get("editing")
    end = "petition_summary_end" if told.get("asked") else "petition_summary_no_wish"
    end = "petition_summary_edit" if editing else end
    other = "no" if told.get("sms") == "yes" else "yes"
    asked = [reader.say("petition_sms_ask"), ""] if other == "yes" else []
    words = "\n".join([reader.say("petition_summary"), "", *lines, "", *asked, reader.say(end)])
    doing: list[Action] = [
        reply(reader.say("petition_send"), payload="/confirm"),
        reply(reader.say("petition_leave_edit" if editing else "petition_leave"), payload="/cancel_flow"),
    ]
    changing = [
        reply(reader.say("petition_change", label=reader.say(f"told_{name}")), payload=_change(name))
        for name in _CHANGES
    ]
    messages = reply(reader.say(f"petition_sms_{other}"), payload=f'/choose{{"slot":"petition_sms","value":"{other}"}}')
    return [markdown(words), chips("", [*doing, messages, *changing])]


def _value(reader: Reader, name: str, told: dict[str, str]) -> str:
    if name in ("reach", "sms"):
        return reader.say(f"told_{name}_{told[name]}")
    if name == "name" and told.get("anonymous"):
        return reader.say("told_anonymous")
    if name == "files":
        count = reader.say("told_files_count", count=told["files"])
        names = told.get("file_names")
        return reader.say("told_files_named", count=count, names=names) if names else count
    if name == "for_name" and told.get("relation"):
        return reader.say("told_with_relation", name=told["for_name"], relation=reader.chinese(told["relation"]))
    return reader.chinese(told[name])


def _change(name: str) -> str:
    return f'/choose{{"slot":"change","value":"{name}"}}'
