"""A day's petitions for transfer: how many in each district, which are key or repeated, row by row for a table.

Holds no word of a petitioner. A petition that accuses a body is counted, and its row left out.
"""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from assistant.backends.clock import day_end, day_start
from assistant.backends.petition import duplicates_repository
from assistant.backends.petition.duplicates import Kind
from assistant.persistence.tables.petition import petitions

COLUMNS = ("number", "district", "department", "topic", "settle_at", "sea", "key", "repeats", "alike")
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Row:
    """One petition of the day. `repeats`: earlier ones by the same person; `alike`: other people's of one matter."""

    number: str
    district: str
    department: str
    topic: str
    settle_at: str
    sea: bool
    key: str
    repeats: int
    alike: int


@dataclass(frozen=True)
class Batch:
    """A Beijing day. `total` counts `withheld` too, whose rows are not listed."""

    day: date
    rows: tuple[Row, ...]
    total: int
    key: int
    repeated: int
    withheld: int
    by_district: tuple[tuple[str, int], ...]


def batch_of(connection: Connection, day: date) -> Batch:
    """The petitions that were registered on `day`, in the order of their numbers."""
    columns = petitions.c
    found = connection.execute(
        select(columns.number, columns.district, columns.department, columns.topic, columns.withheld_from)
        .where(columns.registered_at >= day_start(day), columns.registered_at <= day_end(day))
        .order_by(columns.number)
    ).all()
    marks = {
        each.number: each for each in duplicates_repository.marks_between(connection, day_start(day), day_end(day))
    }
    rows, listed = [], []
    for each in found:
        mark = marks.get(each.number)
        kinds = Counter(link.kind for link in duplicates_repository.links(connection, each.number))
        row = Row(
            each.number,
            each.district or UNKNOWN,
            each.department,
            each.topic,
            mark.settle_at if mark else UNKNOWN,
            mark.sea if mark else False,
            " ".join(sorted(mark.key_reasons)) if mark else "",
            kinds[Kind.REPEAT],
            kinds[Kind.NEAR_DUPLICATE],
        )
        rows.append(row)
        if not each.withheld_from:
            listed.append(row)
    return Batch(
        day,
        tuple(listed),
        len(rows),
        sum(bool(row.key) for row in rows),
        sum(bool(row.repeats) for row in rows),
        len(rows) - len(listed),
        tuple(sorted(Counter(row.district for row in rows).items())),
    )


def as_csv(batch: Batch) -> str:
    """The rows as CSV with a header line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in batch.rows:
        writer.writerow([getattr(row, name) for name in COLUMNS])
    return text.getvalue()
