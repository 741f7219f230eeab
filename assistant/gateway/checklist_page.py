"""The page with everything to bring to a notarisation by video: by matter and situation, with sources, for printing."""

from typing import Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from assistant.backends.notary.checklists import Situation
from assistant.gateway.knowledge_page import LANGUAGES, environment, frame, not_found_page
from assistant.gateway.pages import page_headers
from assistant.gateway.rendering.checklist import Checklists
from assistant.gateway.sessions import script_of_locale
from assistant.gateway.wording import in_script, say

router = APIRouter(tags=["pages"])
Answer = Literal["", "yes", "no"]


@router.get("/checklist", response_class=HTMLResponse, include_in_schema=False)
@router.get("/checklist/{matter}", response_class=HTMLResponse, include_in_schema=False)
async def checklist(
    request: Request,
    matter: str = "",
    property: Answer = "",
    guardian: Answer = "",
    mission: str = "",
    lang: str = "",
    size: str = "",
) -> HTMLResponse:
    """What to bring for this matter, in this situation; a page that says so where there is no such matter."""
    lists: Checklists = request.app.state.checklists
    headers = page_headers(request.app.state.gateway.frame_ancestors)
    script = script_of_locale(lang or request.headers.get("accept-language", "").split(",")[0])
    if matter and matter not in lists.catalogue.matters:
        return HTMLResponse(not_found_page(script), status_code=404, headers=headers)
    situation = Situation(matter or None, property == "yes", guardian == "yes", mission or None)
    return HTMLResponse(checklist_page(lists, situation, script, large=size == "large"), headers=headers)


def checklist_page(lists: Checklists, situation: Situation, script: str, *, large: bool = False) -> str:
    """HTML of the whole list; every item links to the part of the knowledge it stands on."""
    chosen = {
        "property": "yes" if situation.property else "",
        "guardian": "yes" if situation.guardian else "",
        "mission": situation.mission or "",
        "size": "large" if large else "",
    }
    groups = lists.groups(situation)
    sources: dict[str, int] = {}
    for item in (item for _, items in groups for item in items):
        sources.setdefault(f"{item.source_publisher}：{item.source_title}，{item.source_published}", len(sources) + 1)
    return (
        environment()
        .get_template("checklist.html")
        .render(
            **frame(script, large=large),
            script=script,
            languages=LANGUAGES,
            path=f"/checklist/{situation.matter}" if situation.matter else "/checklist",
            link=lambda **changes: urlencode({name: value for name, value in (chosen | changes).items() if value}),
            matter=lists.matter(situation.matter, script),
            mission=lists.mission(situation.mission, script),
            matters=[(code, lists.matter(code, script)) for code in lists.catalogue.matters],
            situation=situation,
            groups=groups,
            sources=sources,
            number=lambda item: sources[f"{item.source_publisher}：{item.source_title}，{item.source_published}"],
            say=lambda key, **fields: say(key, script, **fields),
            words=lambda item: item.en if script == "en" else in_script(item.zh, script),
            zh=lambda text: in_script(text or "", "hans" if script == "en" else script),
        )
    )
