"""Tables that curators bring, as text: CSV (UTF-8, or GB 18030 as Excel in China writes it) and XLSX."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.shared.errors import BadInput

_SAVE_AS = "save it as .csv or .xlsx"


@dataclass(frozen=True)
class Row:
    """One row under the headings: its number as the program that made the table shows it, and its cells."""

    number: int
    cells: Mapping[str, str]


def read_table(path: Path) -> tuple[tuple[str, ...], list[Row]]:
    """The headings and the rows of the first sheet; empty rows are left out. BadInput for a file that is no table."""
    lines = _lines(path)
    if not lines:
        raise BadInput(f"{path.name} is empty", mend="write headings in its first row")
    headings = tuple(cell.strip() for cell in lines[0])
    twice = [name for name in headings if name and headings.count(name) > 1]
    if twice:
        raise BadInput(f"{path.name}: heading {twice[0]!r} stands twice", mend="keep one of the two columns")
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        cells = {name: cell.strip() for name, cell in zip(headings, line, strict=False) if name}
        if any(cells.values()):
            rows.append(Row(number, cells))
    return headings, rows


def write_table(path: Path, headings: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """The table stands in `path`, in the form that its ending names."""
    lines = [list(headings), *([row.get(name, "") for name in headings] for row in rows)]
    suffix = path.suffix.lower()
    path.parent.mkdir(parents=True, exist_ok=True)
    if suffix == ".csv":
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerows([_inert(cell) for cell in line] for line in lines)
        # With the mark, Excel reads the characters.
        path.write_bytes(buffer.getvalue().encode("utf-8-sig"))
    elif suffix == ".xlsx":
        from openpyxl import Workbook

        book = Workbook()
        sheet: Any = book.active
        for number, line in enumerate(lines, start=1):
            for column, cell in enumerate(line, start=1):
                place = sheet.cell(number, column)
                place.value, place.data_type = cell, "s"
        book.save(path)
    else:
        raise BadInput(f"{path.name} has the ending {suffix or 'none'}", mend=_SAVE_AS)


def _lines(path: Path) -> list[list[str]]:
    suffix = path.suffix.lower()
    if not path.is_file():
        raise BadInput(f"{path} does not exist", mend="correct the path")
    if suffix == ".csv":
        raw = path.read_bytes()
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            try:
                text = raw.decode("gb18030")
            except UnicodeDecodeError as error:
                raise BadInput(f"{path.name} is neither UTF-8 nor GB 18030", mend="save it as UTF-8") from error
        try:
            return [[_live(cell) for cell in line] for line in csv.reader(io.StringIO(text, newline=""), strict=True)]
        except csv.Error as error:
            raise BadInput(f"{path.name} is no CSV: {error}", mend="look for a quote that is not closed") from error
    if suffix == ".xlsx":
        return _sheet(path)
    raise BadInput(f"{path.name} has the ending {suffix or 'none'}", mend=_SAVE_AS)


def _sheet(path: Path) -> list[list[str]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise BadInput(f"{path.name} is no XLSX: {type(error).__name__}", mend="open it and save it again") from error
    try:
        return [[_cell(value) for value in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()


def _cell(value: Any) -> str:
    """A cell as text; a day without a time is a day."""
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _inert(cell: str) -> str:
    # A cell that begins like a formula is run by spreadsheet programs when the file is opened.
    return "\t" + cell if cell[:1] in "=+-@" and cell else cell


def _live(cell: str) -> str:
    return cell[1:] if cell[:1] == "\t" and cell[1:2] in ("=", "+", "-", "@") else cell
