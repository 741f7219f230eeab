"""The public table over HTTP: codes, names and figures for whoever shows them."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from assistant.backends.petition.public import PublicTable
from assistant.backends.problems import responses

Reason = Literal["few", "kept"]


class _Out(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FiguresOut(_Out):
    """Counts, median days and mean rating of a group; null where `hidden` says why it is not told.

    `few`: one to four. `kept`: another figure could be concluded from it. Median and mean need five people.
    """

    received: int | None
    accepted: int | None
    finished: int | None
    on_time: int | None
    repeats: int | None
    median_days: float | None
    satisfaction: float | None
    hidden: dict[str, Reason]


class RowOut(FiguresOut):
    """The figures of a district, subject, body or month of registration."""

    code: str
    name: str


class TableOut(_Out):
    """The rows of one dimension; none where even their number would tell of few people."""

    withheld: bool
    rows: list[RowOut]


class CaseOut(_Out):
    """One petition; null stands for what fewer than five share. `days` from registration to the first answer."""

    topic: str | None
    department: str | None
    level: str | None
    state: Literal["open", "answered", "ended"] | None
    days: int | None
    rating: int | None


class PublicTableOut(_Out):
    """The petitions registered in a Beijing year as they stood when `as_of` ended; without those that accuse a body."""

    year: int
    years: list[int]
    as_of: str
    least: int
    total: FiguresOut
    tables: dict[Literal["district", "topic", "department", "month"], TableOut]
    cases: list[CaseOut]


def public_routes(table: PublicTable) -> APIRouter:
    """The one route."""
    routes = APIRouter()

    @routes.get("/public/petitions", response_model=PublicTableOut, responses=responses(422, 503))
    def public(year: Annotated[int | None, Query(ge=2000, le=2999)] = None) -> Any:
        """A year's petitions in figures and one by one, without anything by which somebody could be recognised."""
        return table.of(year)

    return routes
