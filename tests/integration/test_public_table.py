"""The public table over a petition system with hundreds of petitions: its figures, its page, its files."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from gateway_site import a_site
from sqlalchemy import text

from assistant.backends.petition.public_client import PublicTableClient
from assistant.backends.petition.routing import load_router
from assistant.gateway.public_plots import bars
from assistant.gateway.wording import WORDS
from assistant.shared.errors import BackendUnavailable
from tests.contract.backend_systems import Systems, build_systems
from tests.unit.public_petitions import seed

MEASURES = ("received", "accepted", "finished", "on_time", "repeats", "median_days", "satisfaction")
DIMENSIONS = {
    "district": "coalesce(p.district, 'unknown')",
    "topic": "p.topic",
    "department": "p.department",
    "month": "strftime('%Y-%m', p.registered_at, '+8 hours')",
    "total": "'all'",
}
# Written without looking at statistics.py: from the rows alone, at the end of October in Beijing.
SQL = """
WITH known AS (
  SELECT {group} AS what, p.number,
    date(p.registered_at, '+8 hours') AS came,
    (SELECT date(min(e.at), '+8 hours') FROM petition_events e
      WHERE e.number = p.number AND e.event = 'accept' AND e.at < '2026-10-31 16:00:00') AS accepted,
    (SELECT date(min(e.at), '+8 hours') FROM petition_events e
      WHERE e.number = p.number AND e.event = 'answer' AND e.at < '2026-10-31 16:00:00') AS answered,
    (SELECT p.rating FROM petition_events e
      WHERE e.number = p.number AND e.event = 'rate' AND e.at < '2026-10-31 16:00:00') AS rating,
    EXISTS (SELECT 1 FROM petition_links l
      JOIN petitions o ON o.number = CASE WHEN l.number = p.number THEN l.other ELSE l.number END
      WHERE l.kind = 'repeat' AND p.number IN (l.number, l.other)
        AND (o.registered_at < p.registered_at OR (o.registered_at = p.registered_at AND o.number < p.number))) AS again,
    p.extension_days
  FROM petitions p
  WHERE p.withheld_from = '' AND p.routing_reason <> 'accusation'
    AND p.registered_at >= '2025-12-31 16:00:00' AND p.registered_at < '2026-10-31 16:00:00'
), spans AS (
  SELECT what, julianday(answered) - julianday(came) AS days,
    row_number() OVER (PARTITION BY what ORDER BY julianday(answered) - julianday(came)) AS place,
    count(*) OVER (PARTITION BY what) AS n
  FROM known WHERE answered IS NOT NULL
)
SELECT k.what, count(*) AS received, count(k.accepted) AS accepted, count(k.answered) AS finished,
  coalesce(sum(julianday(k.answered) <= julianday(k.accepted) + 60 + k.extension_days), 0) AS on_time,
  sum(k.again) AS repeats,
  (SELECT avg(s.days) FROM spans s WHERE s.what = k.what AND s.place IN ((s.n + 1) / 2, (s.n + 2) / 2)) AS median_days,
  round(avg(k.rating), 2) AS satisfaction, count(k.rating) AS ratings
FROM known k GROUP BY k.what
"""


@pytest.fixture(scope="module")
def systems(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Systems]:
    built = build_systems(tmp_path_factory.mktemp("public"))
    seed(built.engine, 700)
    yield built
    built.engine.dispose()


def counted(systems: Systems, dimension: str) -> dict[str, dict[str, Any]]:
    with systems.engine.connect() as connection:
        rows = connection.execute(text(SQL.format(group=DIMENSIONS[dimension]))).mappings()
        return {row["what"]: dict(row) for row in rows}


def client_of(systems: Systems) -> PublicTableClient:
    """Waits as long as a loaded machine needs for the first table."""
    patient = systems.raw_petition
    patient.timeout = httpx.Timeout(60)
    return PublicTableClient(patient)


async def the_table(systems: Systems, year: int | None = None) -> dict[str, Any]:
    return await client_of(systems).public_table(year)


def agrees(told: dict[str, Any], sql: dict[str, Any]) -> int:
    """How many figures are told; each is that of the SQL, and each that is not says why."""
    for measure in MEASURES:
        if told[measure] is not None:
            assert told[measure] == pytest.approx(sql[measure], abs=0.011), measure
        elif measure in ("median_days", "satisfaction"):
            whole = told["hidden"].get("received") or sql["finished" if measure == "median_days" else "ratings"] < 5
            assert whole, measure
        else:
            assert measure in told["hidden"]
            assert told["hidden"][measure] != "few" or 1 <= sql[measure] <= 4
    return sum(told[measure] is not None for measure in MEASURES)


async def test_every_figure_that_is_told_is_that_of_sql_written_apart(systems: Systems) -> None:
    table = await the_table(systems)
    assert table["as_of"] == "2026-10-31" and table["years"] == [2025, 2026]
    sums = counted(systems, "total")["all"]
    assert sums["received"] > 500
    assert agrees(table["total"], sums) == len(MEASURES)
    told = 0
    for dimension in ("district", "topic", "department", "month"):
        sql = counted(systems, dimension)
        rows = table["tables"][dimension]["rows"]
        assert {row["code"] for row in rows} >= set(sql)
        empty = {**dict.fromkeys(MEASURES, 0), "median_days": None, "satisfaction": None, "ratings": 0}
        told += sum(agrees(row, sql.get(row["code"], empty)) for row in rows)
    assert told > 150


async def test_no_count_from_one_to_four_is_told_and_the_list_holds_everybody_in_groups_of_five(
    systems: Systems,
) -> None:
    table = await the_table(systems)
    rows = [table["total"], *(row for each in table["tables"].values() for row in each["rows"])]
    assert [row for row in rows for measure in MEASURES[:5] if row[measure] in (1, 2, 3, 4)] == []
    assert len(table["cases"]) == table["total"]["received"]
    alike = Counter(
        tuple(case[field] for field in ("topic", "department", "level", "state")) for case in table["cases"]
    )
    assert min(alike.values()) >= 5
    assert set(table["cases"][0]) == {"topic", "department", "level", "state", "days", "rating"}


async def test_a_month_that_has_not_ended_changes_nothing(systems: Systems) -> None:
    before = await the_table(systems)
    systems.clock.forward(days=5)
    try:
        assert await the_table(systems) == before
    finally:
        systems.clock.forward(days=-5)


async def test_the_page_is_there_in_three_scripts_with_plots_tables_and_no_inline_script_or_style(
    tmp_path: Path, systems: Systems
) -> None:
    async with a_site(tmp_path) as site:
        site.app.state.public_tables = client_of(systems)
        for lang, said in (("zh-Hans", "少于5件"), ("zh-Hant", "少於5件"), ("en", "fewer than 5")):
            page = await site.http.get("/public/petitions", params={"lang": lang})
            assert page.status_code == 200 and said in page.text
            assert f'<html lang="{lang}"' in page.text
            assert page.text.count("<svg ") == 4 and page.text.count('role="img"') == 4
            assert page.text.count("<table>") == 5
            assert "style=" not in page.text and "<script" not in page.text
            assert "default-src 'none'" in page.headers["Content-Security-Policy"]
            assert re.search(r"public_|topic_|district_|body_|level_", page.text) is None


async def test_csv_and_json_say_what_the_page_says(tmp_path: Path, systems: Systems) -> None:
    async with a_site(tmp_path) as site:
        site.app.state.public_tables = client_of(systems)
        got = (await site.http.get("/public/petitions.json")).json()
        figures = await site.http.get("/public/petitions.csv", params={"lang": "en"})
        cases = await site.http.get("/public/petitions.csv", params={"lang": "zh-Hans", "part": "cases"})
    assert got == await the_table(systems)
    lines = list(csv.reader(io.StringIO(figures.content.decode("utf-8-sig"))))
    assert len(lines) == 2 + sum(len(each["rows"]) for each in got["tables"].values())
    assert lines[1][2] == str(got["total"]["received"])
    (pengjiang,) = [line for line in lines if line[1] == "Pengjiang"]
    (row,) = [row for row in got["tables"]["district"]["rows"] if row["code"] == "440703"]
    assert pengjiang[2] == (str(row["received"]) if row["received"] is not None else "fewer than 5")
    listed = list(csv.reader(io.StringIO(cases.content.decode("utf-8-sig"))))
    assert len(listed) == 1 + len(got["cases"]) and listed[0][0] == "类别"
    assert 'filename="petitions-2026-figures.csv"' in figures.headers["Content-Disposition"]


async def test_before_there_is_anything_the_page_says_so_and_so_it_does_when_the_system_is_down(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    empty = build_systems(tmp_path / "empty")

    class Down:
        async def public_table(self, year: int | None) -> dict[str, Any]:
            raise BackendUnavailable("petition is down", mend="start it")

    async with a_site(tmp_path) as site:
        site.app.state.public_tables = client_of(empty)
        nothing = await site.http.get("/public/petitions")
        site.app.state.public_tables = Down()
        down = await site.http.get("/public/petitions")
        unjoined = await site.http.get("/public/petitions.json")
        strange = await site.http.get("/public/petitions", params={"year": "abc"})
    empty.engine.dispose()
    assert nothing.status_code == 200 and "还没有可以公开的数字" in nothing.text
    assert down.status_code == 503 and "请过一会儿再试" in down.text
    assert unjoined.status_code == 503 and json.loads(unjoined.text)["code"]
    assert strange.status_code == 422


def test_every_subject_body_and_district_of_the_rules_has_its_words() -> None:
    router = load_router()
    topics = {rule.topic for rule in router._rules} | {"other"}
    assert {f"topic_{topic}" for topic in topics} <= set(WORDS)
    assert {code: WORDS[f"body_{code}"].zh for code in router.departments} == {
        code: each.name for code, each in router.departments.items()
    }
    assert {code: WORDS[f"district_{code}"].zh for code in router.districts} == router.districts


@pytest.mark.parametrize("most", [1, 3, 7, 12, 60, 999, 30_000])
def test_a_plot_fits_its_frame_and_its_axis_has_few_round_marks(most: int) -> None:
    plot = bars([("很长很长很长很长的名字", most, str(most)), ("少", None, "少于5件"), ("零", 0, "0")])
    assert plot is not None
    longest, hidden = plot.bars
    assert plot.left + (longest.length or 0) <= plot.width - 60
    assert hidden.length is None and hidden.figure == "少于5件"
    assert 2 <= len(plot.ticks) <= 4 and plot.ticks[-1][1] >= most
    assert len(longest.name) <= 9


def test_nothing_is_drawn_of_nothing() -> None:
    assert bars([("零", 0, "0"), ("少", None, "少于5件")]) is None
