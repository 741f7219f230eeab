"""The public table of petitions (公开情况一览表) as a page, as CSV and as JSON.

The petition system leaves out what would tell of few people; here it is only put into words and drawn.
"""

import csv
import io
from datetime import datetime
from typing import Annotated, Any, Literal, Protocol
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from assistant.gateway.knowledge_page import LANGUAGES, environment, frame
from assistant.gateway.pages import page_headers
from assistant.gateway.public_plots import bars
from assistant.gateway.rendering.piece import Reader
from assistant.gateway.rendering.times import day
from assistant.gateway.sessions import script_of_locale
from assistant.gateway.wording import WORDS, in_script, say
from assistant.shared.errors import AssistantError, BackendUnavailable

router = APIRouter(tags=["pages"])
Year = Annotated[int | None, Query(ge=2000, le=2999)]
MEASURES = ("received", "accepted", "finished", "on_time", "repeats", "median_days", "satisfaction")
CASE_FIELDS = ("topic", "department", "level", "state", "days", "rating")
_DIMENSIONS = ("district", "topic", "department", "month")
_PREFIX = {"district": "district", "topic": "topic", "department": "body", "level": "level", "state": "public_state"}
_ON_A_PAGE = 100
# What is in the table changes once a month; a cache on the way may keep it for a while.
_KEEP = {"Cache-Control": "public, max-age=600"}


class PublicTables(Protocol):
    """What the gateway asks of the petition system."""

    async def public_table(self, year: int | None) -> dict[str, Any]:
        """The table of a year."""


class _Words:
    """Codes of the table in the reader's words; a code that has none is shown by the name that came with it."""

    def __init__(self, script: str) -> None:
        self.script = script

    def say(self, key: str, **fields: object) -> str:
        return say(key, self.script, **fields)

    def name(self, kind: str, code: str, name: str = "") -> str:
        """What a district, subject, body, level, state or month is called."""
        key = "public_unknown" if code == "unknown" else f"{_PREFIX.get(kind, kind)}_{code}"
        return self.say(key) if key in WORDS else in_script(name or code, self.script)

    def figure(self, row: dict[str, Any], measure: str) -> str:
        """A figure, or why it is not told."""
        reason = row["hidden"].get(measure)
        if reason:
            return self.say(f"public_{reason}")
        value = row[measure]
        return self.say("public_none") if value is None else f"{value:g}"

    def part(self, case: dict[str, Any], field: str) -> str:
        """One part of a case of the list."""
        value = case[field]
        if field in ("days", "rating"):
            return self.say("public_none") if value is None else str(value)
        return self.say("public_pooled") if value is None else self.name(field, value)


@router.get("/public/petitions", response_class=HTMLResponse)
async def public_petitions(
    request: Request, year: Year = None, lang: str = "", size: str = "", page: Annotated[int, Query(ge=1)] = 1
) -> HTMLResponse:
    """What became of a year's petitions: figures, plots and the list, without anybody who could be recognised."""
    headers = page_headers(request.app.state.gateway.frame_ancestors)
    script = _script(request, lang)
    try:
        table = await _asked(request, year)
    except AssistantError:
        return HTMLResponse(_down_page(script), status_code=503, headers=headers)
    html = table_page(table, script, large=size == "large", page=page)
    return HTMLResponse(html, headers=headers | (_KEEP if lang else {}))


@router.get("/public/petitions.json")
async def public_json(request: Request, year: Year = None) -> JSONResponse:
    """The same with codes; null where `hidden` says why a figure is not told."""
    return JSONResponse(await _asked(request, year), headers=_KEEP)


@router.get("/public/petitions.csv", response_class=Response)
async def public_csv(
    request: Request, year: Year = None, part: Literal["figures", "cases"] = "figures", lang: str = ""
) -> Response:
    """The figures of all tables, or the list, for a spreadsheet."""
    script = _script(request, lang)
    table = await _asked(request, year)
    text = cases_csv(table, script) if part == "cases" else figures_csv(table, script)
    name = f"petitions-{table['year']}-{part}.csv"
    headers = {**(_KEEP if lang else {}), "Content-Disposition": f'attachment; filename="{name}"'}
    # With the mark by which spreadsheet programs know the encoding.
    return Response(text.encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


def figures_csv(table: dict[str, Any], script: str) -> str:
    """Every table below one header: dimension, name, the measures; figures that are not told in words."""
    words = _Words(script)
    head = [words.say("public_name"), "", *(words.say(f"public_{measure}") for measure in MEASURES)]
    lines = [[words.say("public_total"), "", *(words.figure(table["total"], measure) for measure in MEASURES)]]
    for kind in _DIMENSIONS:
        for row in table["tables"][kind]["rows"]:
            named = words.name(kind, row["code"], row["name"])
            lines.append([words.say(f"public_by_{kind}"), named, *(words.figure(row, each) for each in MEASURES)])
    return _csv([head, *lines])


def cases_csv(table: dict[str, Any], script: str) -> str:
    """The list, a petition a line."""
    words = _Words(script)
    head = [words.say(f"public_case_{field}") for field in CASE_FIELDS]
    return _csv([head, *([words.part(case, field) for field in CASE_FIELDS] for case in table["cases"])])


def table_page(table: dict[str, Any], script: str, *, large: bool = False, page: int = 1) -> str:
    """HTML of the whole table with a plot for each dimension and a page of the list."""
    words = _Words(script)
    cases = table["cases"]
    pages = max(1, -(-len(cases) // _ON_A_PAGE))
    page = min(page, pages)
    chosen = {"year": table["year"], "size": "large" if large else ""}
    reader = Reader(script, "Asia/Shanghai", datetime.fromisoformat(table["as_of"]))
    return (
        environment()
        .get_template("public_petitions.html")
        .render(
            **frame(script, large=large),
            script=script,
            languages=LANGUAGES,
            table=table,
            sections=[_section(table, kind, words) for kind in _DIMENSIONS],
            measures=MEASURES,
            fields=CASE_FIELDS,
            cases=cases[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE],
            page=page,
            pages=pages,
            nothing=table["total"]["received"] == 0,
            as_of=day(reader, table["as_of"]),
            link=lambda **changes: urlencode({name: each for name, each in (chosen | changes).items() if each}),
            say=words.say,
            words=words,
        )
    )


def _section(table: dict[str, Any], kind: str, words: _Words) -> dict[str, Any]:
    """A dimension as the page shows it: months in order, everything else with the largest first."""
    found = table["tables"][kind]
    rows = [{**row, "shown": words.name(kind, row["code"], row["name"])} for row in found["rows"]]
    if kind != "month":
        rows.sort(key=lambda row: (row["received"] is None, -(row["received"] or 0), row["code"]))
    title = words.say("public_plot", what=words.say(f"public_by_{kind}"), year=table["year"])
    plot = bars([(row["shown"], row["received"], words.figure(row, "received")) for row in rows])
    return {"kind": kind, "rows": rows, "withheld": found["withheld"], "title": title, "plot": plot}


def _down_page(script: str) -> str:
    template = environment().get_template("plain.html")
    paragraphs = say("public_down", script).split("\n")
    return template.render(**frame(script), title=say("public_title", script), paragraphs=paragraphs)


def _csv(lines: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    return text.getvalue()


def _script(request: Request, lang: str) -> str:
    return script_of_locale(lang or request.headers.get("accept-language", "").split(",")[0])


async def _asked(request: Request, year: int | None) -> dict[str, Any]:
    tables: PublicTables | None = request.app.state.public_tables
    if tables is None:
        raise BackendUnavailable("no petition system is joined to this gateway", mend="see ASSISTANT_PETITION_URL")
    return await tables.public_table(year)
