"""Knowledge files as written → `KnowledgeFile`. A malformed file becomes one with problems, never an exception."""

import hashlib
import re
from pathlib import Path, PurePosixPath
from typing import Any

from assistant.curation.front_matter import FrontMatter
from assistant.curation.model import English, KnowledgeFile, Position, Problem, Question, Section, Source
from assistant.shared.errors import SetupError

GAP_PHRASE = "没有经过核实的信息"
NOT_FILES = frozenset({"vocabulary", "gold", "templates"})

_HEADING = re.compile(r"^##\s+(?P<title>.*?)\s*(?:\{#(?P<anchor>[^}]*)\})?\s*$")
_CITATION = re.compile(r"\[\^([A-Za-z0-9_-]+)\]")


def read_library(directory: Path) -> tuple[KnowledgeFile, ...]:
    """Every knowledge file under `directory`, by path; vocabularies and gold questions are not knowledge files."""
    if not directory.is_dir():
        raise SetupError(f"knowledge folder {directory} does not exist", mend="set ASSISTANT_KNOWLEDGE_DIR")
    paths = sorted(path for path in directory.glob("*/*.md") if path.parent.name not in NOT_FILES)
    return tuple(read_file(path, root=directory) for path in paths)


def read_file(path: Path, *, root: Path) -> KnowledgeFile:
    """The knowledge file at `path`, named relative to `root`."""
    raw = path.read_bytes()
    name = PurePosixPath(path.relative_to(root).as_posix())
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = Problem(Position(), f"not UTF-8 at byte {error.start}", "save the file as UTF-8")
        return _file(name, raw, FrontMatter("{}", first_line=1), (), [problem], None)
    return parse(text, path=name)


def parse(text: str, *, path: PurePosixPath) -> KnowledgeFile:
    """The knowledge file whose content is `text`."""
    raw = text.encode("utf-8", "surrogatepass")
    lines = text.replace("\r\n", "\n").split("\n")
    closing = next((n for n, line in enumerate(lines[1:], start=1) if line.rstrip() == "---"), None)
    if lines[0].rstrip() != "---" or closing is None:
        problem = Problem(Position(), "no front matter between two `---` lines", "start the file with `---`")
        return _file(path, raw, FrontMatter("{}", first_line=1), (), [problem], None)
    front = FrontMatter("\n".join(lines[1:closing]), first_line=2)
    sections, preamble = _sections(lines, start=closing + 1)
    return _file(path, raw, front, sections, list(front.problems), preamble)


def _file(
    path: PurePosixPath,
    raw: bytes,
    front: FrontMatter,
    sections: tuple[Section, ...],
    problems: list[Problem],
    preamble: tuple[Position, str] | None,
) -> KnowledgeFile:
    return KnowledgeFile(
        path=path,
        data=front.data,
        positions=front.positions,
        sections=sections,
        problems=tuple(problems),
        digest=hashlib.sha256(raw).hexdigest(),
        sources=_sources(front),
        questions=_questions(front),
        english=_english(front.data.get("en")),
        preamble=preamble,
    )


def _sections(lines: list[str], *, start: int) -> tuple[tuple[Section, ...], tuple[Position, str] | None]:
    sections: list[Section] = []
    preamble: tuple[Position, str] | None = None
    heading: tuple[str, str, int] | None = None
    body: list[str] = []

    def close() -> None:
        if heading is not None:
            sections.append(_section(*heading, body))

    for index in range(start, len(lines)):
        match = _HEADING.match(lines[index])
        if match:
            close()
            heading, body = (match["anchor"] or "", match["title"], index + 1), []
        elif heading is not None:
            body.append(lines[index])
        elif lines[index].strip() and preamble is None:
            preamble = (Position(index + 1), lines[index].strip())
    close()
    return tuple(sections), preamble


def _section(anchor: str, title: str, line: int, body: list[str]) -> Section:
    leading = next((n for n, text in enumerate(body) if text.strip()), 0)
    text = "\n".join(body).strip("\n").rstrip()
    citations = tuple(dict.fromkeys(_CITATION.findall(text)))
    return Section(
        anchor=anchor,
        heading=title,
        text=text,
        citations=citations,
        at=Position(line),
        text_line=line + 1 + leading,
        declares_gap=GAP_PHRASE in text,
    )


def _sources(front: FrontMatter) -> tuple[Source, ...]:
    found = []
    for index, row in enumerate(_rows(front.data.get("sources"))):
        if isinstance(row, dict):
            facts = row.get("facts")
            found.append(
                Source(
                    id=_text(row.get("id")) or "",
                    title=_text(row.get("title")) or "",
                    publisher=_text(row.get("publisher")) or "",
                    url=_text(row.get("url")),
                    law=_text(row.get("law")),
                    article=_text(row.get("article")),
                    published=_text(row.get("published")),
                    checked=_text(row.get("checked")) or "",
                    facts=tuple(f for f in facts if isinstance(f, str)) if isinstance(facts, list) else (),
                    at=front.positions.get(("sources", index), Position()),
                )
            )
    return tuple(found)


def _questions(front: FrontMatter) -> tuple[Question, ...]:
    found = []
    for index, row in enumerate(_rows(front.data.get("questions"))):
        at = front.positions.get(("questions", index), Position())
        if isinstance(row, str):
            found.append(Question(row, None, at))
        elif isinstance(row, dict) and isinstance(row.get("ask"), str):
            found.append(Question(row["ask"], _text(row.get("section")), at))
    return tuple(found)


def _english(value: Any) -> English | None:
    if not isinstance(value, dict):
        return None
    sections = value.get("sections")
    return English(
        title=_text(value.get("title")) or "",
        summary=_text(value.get("summary")) or "",
        questions=tuple(q for q in _rows(value.get("questions")) if isinstance(q, str)),
        sections={k: v for k, v in sections.items() if isinstance(v, str)} if isinstance(sections, dict) else {},
    )


def _rows(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
