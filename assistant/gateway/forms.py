"""The forms a citizen can fill at once, and the check of what comes back. Field ids are the slots of the dialogue."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.backends.notary.catalogue import load_catalogue
from assistant.gateway.contents import FieldValue, FormContent, FormField, Option, Privacy, Submit
from assistant.gateway.uploads import ACCEPTED, MAX_BYTES, MAX_FILES
from assistant.gateway.wording import WORDS, in_script, say
from assistant.shared.contracts.placeholders import Kind
from assistant.shared.errors import BadInput

DISTRICTS = ("蓬江区", "江海区", "新会区", "台山市", "开平市", "鹤山市", "恩平市")
PRIVACY_VERSION = "2026-11"
_MISSIONS, _MATTERS = "missions", "matters"
_WITHOUT_PERSONAL_DATA = frozenset({"booking_case"})
# What is looked at again in the chat, or is a sentence and a photo, needs no page of its own to be looked at.
_ONE_PAGE = _WITHOUT_PERSONAL_DATA | {"petition_files", "supplement"}


@dataclass(frozen=True)
class Field:
    """One question; `hides` is what its answer is in the vault, None for text in which personal data is looked for.

    `titles` says how an option is named: `as_is`, the start of a key of wording.py, or a list of the notary catalogue,
    whose codes are the options.
    """

    id: str
    input: str
    required: bool
    hides: Kind | None = None
    max_length: int = 200
    min_length: int = 0
    pattern: str | None = None
    options: tuple[str, ...] = ()
    titles: str = "as_is"
    autocomplete: str | None = None


_CONSENT = Field("consent", "consent", True)


def _contact(form_id: str) -> tuple[Field, ...]:
    """How the citizen is reached, and the consent to pass it on: the end of every form."""
    return (
        Field(f"{form_id}_name", "text", True, hides=Kind.NAME, max_length=60, autocomplete="name"),
        Field(
            f"{form_id}_phone",
            "tel",
            True,
            hides=Kind.PHONE,
            max_length=24,
            pattern=r"^\+?[0-9][0-9 \-]{5,20}$",
            autocomplete="tel",
        ),
        _CONSENT,
    )


FORMS: dict[str, tuple[Field, ...]] = {
    "petition": (
        Field("petition_text", "textarea", True, min_length=5, max_length=3000),
        Field("petition_district", "select", True, options=DISTRICTS),
        Field("petition_address", "text", False, hides=Kind.ADDRESS),
        Field("petition_when", "text", False),
        Field("petition_for_name", "text", False, hides=Kind.NAME, max_length=60),
        Field("petition_files", "file", False),
        *_contact("petition")[:-1],
        Field("petition_sms", "radio", False, options=("no", "yes"), titles="option_sms_"),
        _CONSENT,
    ),
    "petition_files": (Field("petition_files", "file", False),),
    "supplement": (
        Field("track_text", "textarea", True, min_length=2, max_length=3000),
        Field("track_files", "file", False),
    ),
    "booking": _contact("booking"),
    "booking_case": (
        Field("booking_mission", "select", True, titles=_MISSIONS),
        Field(
            "booking_nationality",
            "radio",
            True,
            options=("cn", "foreign", "hk-mo-tw", "unsure"),
            titles="option_nationality_",
        ),
        Field("booking_residence", "radio", True, options=("long_term", "short"), titles="option_residence_"),
        Field("booking_matter", "select", True, titles=_MATTERS),
        Field("booking_use", "radio", True, options=("yes", "no"), titles="option_use_"),
        Field("booking_property", "radio", False, options=("yes", "no"), titles="option_property_"),
        Field("booking_home", "radio", True, options=("taishan", "jiangmen", "elsewhere"), titles="option_home_"),
        Field(
            "booking_others",
            "checkbox",
            False,
            options=("attends", "capable", "helper", "dispute", "related", "papers", "fee", "district"),
            titles="option_others_",
        ),
    ),
}


def form_content(form_id: str, script: str, values: Mapping[str, FieldValue]) -> FormContent:
    """The form as the widget shows it, with what is already known filled in."""
    fields = FORMS[form_id]
    return FormContent(
        form_id=form_id,
        action=f"{form_id}.create",
        title=say(f"form_{form_id}_title", script),
        intro=say(f"form_{form_id}_intro", script),
        draft_key=form_id,
        values={field.id: values[field.id] for field in fields if field.id in values},
        fields=[_shown(field, script) for field in fields],
        submit=Submit(title=say(f"form_{form_id}_submit", script), confirm_page=form_id not in _ONE_PAGE),
        undo_seconds=600 if form_id == "petition" else None,
        privacy=None if form_id in _WITHOUT_PERSONAL_DATA else Privacy(url="/privacy", version=PRIVACY_VERSION),
    )


def checked_values(form_id: str, values: Mapping[str, Any]) -> dict[str, str]:
    """The values of a submitted form as strings, empty ones left out; BadInput lists every field that is wrong."""
    fields = FORMS.get(form_id)
    if fields is None:
        raise BadInput(
            f"form_id {form_id[:40]!r} is not known", code="unknown-form", mend=f"use one of {', '.join(sorted(FORMS))}"
        )
    wrong: dict[str, str] = {}
    kept: dict[str, str] = {}
    for name in values.keys() - {field.id for field in fields}:
        wrong[str(name)[:40]] = "unknown"
    for field in fields:
        value = values.get(field.id, "")
        if field.input == "consent":
            if value is not True and value != "true":
                wrong[field.id] = "required"
            continue
        if field.input == "file":
            ids = [] if value == "" else value
            if not isinstance(ids, list) or len(ids) > MAX_FILES or not all(_is_upload(each) for each in ids):
                wrong[field.id] = "not-files"
            elif ids:
                kept[field.id] = ",".join(ids)
            continue
        if field.input == "checkbox":
            ticked = [] if value == "" else value
            if not isinstance(ticked, list) or not all(each in field.options for each in ticked):
                wrong[field.id] = "not-an-option"
            elif ticked:
                kept[field.id] = ",".join(ticked)
            continue
        fault = _fault(field, value)
        if fault:
            wrong[field.id] = fault
        elif value:
            kept[field.id] = str(value).strip()
    if wrong:
        raise BadInput(
            f"form {form_id!r} has fields to mend: " + ", ".join(f"{name} ({why})" for name, why in wrong.items()),
            code="form-invalid",
            mend="correct the named fields and send the form again",
            fields=wrong,
        )
    return kept


def _is_upload(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{32}", value) is not None


def _fault(field: Field, value: Any) -> str | None:
    if not isinstance(value, str):
        return "not-text"
    value = value.strip()
    if not value:
        return "required" if field.required else None
    if len(value) > field.max_length:
        return "too-long"
    if len(value) < field.min_length:
        return "too-short"
    if field.pattern and not re.fullmatch(field.pattern, value):
        return "pattern"
    offered = field.options or _catalogue(field.titles)
    if offered and value not in offered:
        return "not-an-option"
    return None


@cache
def _catalogue(titles: str) -> dict[str, tuple[str, str]]:
    """Names in Chinese and English by code of what the notary system serves; empty for other titles."""
    if titles not in (_MISSIONS, _MATTERS):
        return {}
    notary = load_catalogue()
    served: Mapping[str, Any] = notary.missions if titles == _MISSIONS else notary.matters
    return {code: (each.zh, each.en) for code, each in served.items()}


def _options(field: Field, script: str) -> list[Option]:
    named = _catalogue(field.titles)
    if named:
        chosen = {code: en if script == "en" else in_script(zh, script) for code, (zh, en) in named.items()}
        return [Option(value=code, title=title) for code, title in chosen.items()]
    if field.titles == "as_is":
        return [Option(value=option, title=say("as_is", script, text=option)) for option in field.options]
    return [Option(value=option, title=say(field.titles + option, script)) for option in field.options]


def _shown(field: Field, script: str) -> FormField:
    return FormField(
        id=field.id,
        input=field.input,
        label=say(f"field_{field.id}", script),
        hint=say(f"hint_{field.id}", script) if f"hint_{field.id}" in WORDS else None,
        required=field.required,
        pattern=field.pattern,
        min_length=field.min_length or None,
        max_length=field.max_length if field.input in ("text", "textarea", "tel", "email") else None,
        accept=list(ACCEPTED) if field.input == "file" else [],
        max_files=MAX_FILES if field.input == "file" else None,
        max_bytes=MAX_BYTES if field.input == "file" else None,
        error=say(f"fault_{field.id}", script) if field.pattern or field.input == "consent" else None,
        autocomplete=field.autocomplete,
        inputmode="tel" if field.input == "tel" else None,
        options=_options(field, script),
        sensitive=field.hides is not None,
    )
