"""Word documents ↔ the rows of `exchange`: a heading 1 and a table of two columns a file, a heading 2 a section.

A row's number is here that of the paragraph, counted from the top of the document.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from assistant.curation.exchange import FILE_COLUMNS, SECTION_COLUMNS
from assistant.curation.tables import Row
from assistant.shared.errors import BadInput

_FILE, _SECTION = "Heading 1", "Heading 2"
_ENGLISH = "Quote"


def read_document(path: Path) -> tuple[tuple[str, ...], list[Row]]:
    """The columns and rows that a document describes; BadInput for a file that is no document."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = Document(str(path))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, OSError) as error:
        raise BadInput(f"{path.name} is no DOCX: {type(error).__name__}", mend="open it and save it again") from error
    reader = _Reader()
    for number, (style, text, table) in enumerate(_blocks(document), start=1):
        reader.take(number, style, text, table)
    return reader.headings(), reader.rows()


def write_document(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    """The rows stand in a document that can be read back."""
    from docx import Document

    document = Document()
    last = None
    for row in rows:
        if row["id"] != last:
            last = row["id"]
            document.add_heading(row.get("title", ""), level=1)
            table = document.add_table(rows=0, cols=2)
            for key in FILE_COLUMNS:
                if key != "title" and row.get(key):
                    cells = table.add_row().cells
                    cells[0].text, cells[1].text = key, row[key]
        if row.get("heading"):
            document.add_heading(f"{row['heading']} {{#{row.get('anchor', '')}}}", level=2)
            for line in row.get("text", "").split("\n"):
                document.add_paragraph(line)
            if row.get("en_text"):
                document.add_paragraph(row["en_text"], style=_ENGLISH)
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))


class _Reader:
    """Collects files and sections in the order of the document."""

    def __init__(self) -> None:
        self._rows: list[tuple[int, dict[str, str]]] = []
        self._in_section = False
        self._unknown: dict[str, None] = {}

    def take(self, number: int, style: str, text: str, table: list[tuple[str, str]] | None) -> None:
        if style == _FILE:
            self._rows.append((number, {"title": text.strip()}))
            self._in_section = False
        elif not self._rows:
            if text.strip() or table:
                raise BadInput(f"paragraph {number} stands before the first heading 1", mend="begin with the title")
        elif table is not None:
            for key, value in table:
                self._rows[-1][1][key] = value
                if key not in FILE_COLUMNS:
                    self._unknown[key] = None
        elif style == _SECTION:
            self._section(number, text)
        elif self._in_section:
            cells = self._rows[-1][1]
            if style == _ENGLISH:
                cells["en_text"] = "\n".join(filter(None, [cells.get("en_text", ""), text]))
            else:
                mark = "- " if style.startswith("List") and text.strip() else ""
                cells["text"] += f"{mark}{text}\n"
        elif text.strip():
            raise BadInput(f"paragraph {number} stands in no section: {text[:20]!r}", mend="put it under a heading 2")

    def _section(self, number: int, text: str) -> None:
        heading, _, rest = text.partition("{#")
        cells = {"heading": heading.strip(), "anchor": rest.partition("}")[0].strip(), "text": ""}
        if self._in_section or "heading" in self._rows[-1][1]:
            self._rows.append((number, cells))
        else:
            self._rows[-1][1].update(cells)
        self._in_section = True

    def headings(self) -> tuple[str, ...]:
        """The columns that were used."""
        return (*FILE_COLUMNS, *SECTION_COLUMNS, *self._unknown)

    def rows(self) -> list[Row]:
        """The rows as a table would have them."""
        return [Row(number, {key: value.strip() for key, value in cells.items()}) for number, cells in self._rows]


def _blocks(document: Any) -> Iterator[tuple[str, str, list[tuple[str, str]] | None]]:
    """Style, text and, for a table, its rows, in the order in which they stand."""
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            yield "", "", [(row.cells[0].text.strip(), row.cells[1].text.strip()) for row in block.rows]
        else:
            yield block.style.name, block.text, None
