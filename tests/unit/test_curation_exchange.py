"""Tables and documents: what goes out comes back the same; what cannot be read is named by row, and nothing is written."""

from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.curation.documents import read_document, write_document
from assistant.curation.drafting import new_draft
from assistant.curation.exchange import COLUMNS, from_rows, to_rows
from assistant.curation.hit_test import Asked, counted, judged, read_questions, worst_first
from assistant.curation.lint import errors, lint
from assistant.curation.model import KnowledgeFile
from assistant.curation.parse import parse, read_library
from assistant.curation.tables import Row, read_table, write_table
from assistant.curation.vocabulary import read_vocabulary
from assistant.curation.writing import write_all
from assistant.settings import ROOT
from assistant.shared.errors import BadInput, Conflict
from tests.unit.knowledge_builder import TODAY, a_file

SHIPPED = [file for file in read_library(ROOT / "knowledge") if not file.problems]
# No control characters: XLSX cannot hold them. No line ends alone: a cell is one text.
TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=12).map(str.strip)


def meaning(file: KnowledgeFile) -> dict[str, Any]:
    """What a file says, whatever its layout; a key without a value says nothing."""
    return {
        "data": _bare({key: value for key, value in file.data.items() if key not in ("valid", "questions")}),
        "questions": [(question.ask, question.section) for question in file.questions],
        "valid": (file.valid_from, file.valid_until),
        "sections": [(s.anchor, s.heading, s.text.strip()) for s in file.sections],
    }


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _bare(item) for key, item in value.items() if item not in (None, "", [], {}, False)}
    if isinstance(value, list):
        return [_bare(item) for item in value]
    return value.strip() if isinstance(value, str) else value


def back(rows: list[Row]) -> list[KnowledgeFile]:
    incoming, faults = from_rows(rows, COLUMNS)
    assert faults == []
    return [parse(file.text, path=PurePosixPath(file.path)) for file in incoming]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_shipped_knowledge_goes_out_and_comes_back_the_same(tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"all{suffix}"
    write_table(out, COLUMNS, [row for file in SHIPPED for row in to_rows(file)])

    files = back(read_table(out)[1])

    assert [meaning(file) for file in files] == [meaning(file) for file in SHIPPED]


def test_files_go_out_as_a_document_and_come_back_the_same(tmp_path: Path) -> None:
    chosen = SHIPPED[::20]
    write_document(tmp_path / "some.docx", [row for file in chosen for row in to_rows(file)])

    headings, rows = read_document(tmp_path / "some.docx")
    incoming, faults = from_rows(rows, headings)

    assert faults == []
    found = [parse(file.text, path=PurePosixPath(file.path)) for file in incoming]
    assert [meaning(file) for file in found] == [meaning(file) for file in chosen]


@given(TEXT, TEXT, st.booleans())
def test_parts_with_bars_braces_and_blanks_come_back(text: str, note: str, required: bool) -> None:
    if not text or not note:
        return
    file = a_file(facts={"materials": [{"text": text, "note": note, "required": required}], "fee": "1|2"})
    (found,) = back([Row(n, row) for n, row in enumerate(to_rows(file), start=2)])

    assert found.mapping("facts")["materials"][0]["text"] == text
    assert found.mapping("facts")["materials"][0]["note"] == note


def test_a_table_that_excel_in_china_saved_is_read(tmp_path: Path) -> None:
    path = tmp_path / "gbk.csv"
    path.write_bytes("ask,entry\n信访几天回复,petition-when\n".encode("gb18030"))

    assert read_questions(path) == [Asked(2, "信访几天回复", ("petition-when",))]


def test_a_cell_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    for name in ("a.csv", "a.xlsx"):
        write_table(tmp_path / name, ("ask", "entry"), [{"ask": "=1+1", "entry": "@x"}])
        assert read_table(tmp_path / name)[1][0].cells == {"ask": "=1+1", "entry": "@x"}
    assert "\t=1+1" in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b'ask,entry\n"open', "is no CSV"),
        ("a.csv", b"a,a\n1,2\n", "stands twice"),
        ("a.csv", b"\xff\xff\xff", "neither UTF-8 nor GB 18030"),
        ("a.xlsx", b"no zip", "is no XLSX"),
        ("a.ods", b"x", "ending .ods"),
    ],
)
def test_a_file_that_is_no_table_is_refused_by_name(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(BadInput, match=says) as refused:
        read_table(tmp_path / name)
    assert refused.value.mend


def test_a_file_that_is_no_document_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"no zip")

    with pytest.raises(BadInput, match="is no DOCX"):
        read_document(tmp_path / "a.docx")


def row(number: int, **cells: str) -> Row:
    return Row(number, cells)


def test_every_fault_names_its_row_and_column() -> None:
    rows = [
        row(2, id="a", title="t", anchor="x", heading="h", text="t"),
        row(3, id="a", title="another", anchor="y", heading="", text="t"),
        row(4, id="b", title="t", sources="1|2|3|4|5|6|7|8|9|10", anchor="x", heading="h", text="t"),
        row(5, id="a", anchor="z", heading="h", text="t"),
        row(6, id="c", materials="{open", anchor="x", heading="h", text="t"),
    ]
    _, faults = from_rows(rows, ["id", "titel"])

    assert {(fault.row, fault.column) for fault in faults} >= {
        (1, "titel"),
        (3, "title"),
        (3, "heading"),
        (4, "sources"),
        (5, "id"),
        (6, "materials"),
    }
    assert all(fault.fault and fault.mend for fault in faults)


def test_a_row_before_any_id_is_a_fault() -> None:
    _, faults = from_rows([row(2, title="t")], ["title"])

    assert [(fault.row, fault.column) for fault in faults] == [(2, "id")]


def test_a_line_of_a_file_is_traced_to_its_row() -> None:
    (incoming,), _ = from_rows(
        [Row(n, r) for n, r in enumerate(to_rows(a_file("## a {#a}\n甲[^s1]\n\n## b {#b}\n乙[^s1]\n")), start=7)],
        COLUMNS,
    )
    line = incoming.text.splitlines().index("乙[^s1]") + 1

    assert incoming.row_of(1) == 7
    assert incoming.row_of(line) == 8


def test_either_all_files_are_written_or_none(tmp_path: Path) -> None:
    (tmp_path / "petition").mkdir()
    (tmp_path / "petition" / "a.md").write_text("old")
    # A folder stands where the second file should go, so that moving it there fails.
    (tmp_path / "petition" / "b.md").mkdir()
    (tmp_path / "petition" / "b.md" / "full").write_text("x")

    with pytest.raises(OSError, match=r"b\.md"):
        write_all({"petition/a.md": "new", "petition/b.md": "new"}, root=tmp_path)

    assert (tmp_path / "petition" / "a.md").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["petition"]


@pytest.mark.parametrize("kind", ["guide", "faq", "policy", "notice", "directory"])
def test_the_template_of_every_kind_is_a_draft_that_only_lacks_its_facts(tmp_path: Path, kind: str) -> None:
    import shutil

    shutil.copytree(ROOT / "knowledge" / "templates", tmp_path / "templates")
    new_draft(
        tmp_path,
        name="a-b",
        kind=kind,
        topic="hotline",
        title="怎么问",
        department="江门市",
        owner="综合知识组",
        today=TODAY,
    )
    files = read_library(tmp_path)

    found = lint(files, vocabulary=read_vocabulary(ROOT / "knowledge" / "vocabulary"), facts={}, today=TODAY)

    assert [str(file.path) for file in files] == ["hotline/a-b.md"]
    assert {finding.code for finding in errors(found)} <= {"K009"}
    with pytest.raises(Conflict):
        new_draft(tmp_path, name="a-b", kind=kind, topic="hotline", title="t", department="d", owner="o", today=TODAY)


@pytest.mark.parametrize(
    ("change", "says"), [({"name": "A b"}, "kebab"), ({"kind": "x"}, "no template"), ({"title": "a: b"}, "YAML")]
)
def test_what_cannot_be_a_draft_is_refused(tmp_path: Path, change: dict[str, str], says: str) -> None:
    values = {"name": "a-b", "kind": "faq", "topic": "hotline", "title": "t", "department": "d", "owner": "o"} | change
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "faq.md").write_text("x")

    with pytest.raises(BadInput, match=says):
        new_draft(tmp_path, today=TODAY, **values)


def test_hits_are_counted_and_the_most_misleading_stands_on_top() -> None:
    first = judged(Asked(2, "a", ("x",)), [("x", "1")], decision="answer", probability=0.9)
    second = judged(Asked(3, "b", ("x",)), [("y", "1"), ("x", "1")], decision="choices", probability=0.5)
    lost = judged(Asked(4, "c", ("x",), "2"), [("x", "1")], decision="answer", probability=0.8)
    figures = counted([first, second, lost])

    assert (figures["hit@1"], figures["hit@3"], figures["MRR"]) == (1 / 3, 2 / 3, (1 + 1 / 2) / 3)
    assert [row.asked.row for row in worst_first([first, second, lost])] == [4, 3, 2]


def test_a_question_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("question,entry\nx,y\n")
    with pytest.raises(BadInput, match="no column 'ask'"):
        read_questions(tmp_path / "a.csv")

    (tmp_path / "a.csv").write_text("ask,entry\nx,\n")
    with pytest.raises(BadInput, match="row 2"):
        read_questions(tmp_path / "a.csv")
