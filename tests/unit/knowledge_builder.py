"""Builds knowledge files for tests: one good file, and changes to it."""

from datetime import date
from pathlib import PurePosixPath
from typing import Any

import yaml

from assistant.curation.facts import Fact
from assistant.curation.model import KnowledgeFile
from assistant.curation.parse import parse

BODY = """## 多久有答复 {#when}
收到以后15日内书面告诉您。要不要受理、由谁来办，都会写明白，请您放心等消息。[^s1]
"""

TODAY = date(2026, 11, 22)

FACTS = {
    "petition_001": Fact("petition_001", "信访 15日内书面告知 2022-02-25", "ok", True, "https://example.gov.cn/a"),
    "petition_002": Fact("petition_002", "信访 90日", "verify", False, "https://example.gov.cn/b"),
    "petition_004": Fact("petition_004", "接访室电话 0750-3331234", "ok", False, "https://example.gov.cn/d", "high"),
    "hotlines_001": Fact("hotlines_001", "纳税服务热线12366", "ok", False, "https://example.gov.cn/e"),
    "hotlines_002": Fact("hotlines_002", "旧热线12399", "no", False, "https://example.gov.cn/f"),
    "petition_003": Fact("petition_003", "信访 六十日内办结", "ok", False, "https://mirror.example.com/c"),
}


def front_matter(**changes: Any) -> dict[str, Any]:
    """The front matter of a good file with `changes`; a change to None takes the key away."""
    base: dict[str, Any] = {
        "id": "petition-when",
        "title": "信访多久有答复",
        "kind": "guide",
        "topic": "petition",
        "audience": ["resident"],
        "place": "全国",
        "department": "信访部门",
        "status": "published",
        "owner": "信访知识组",
        "valid": {"from": "2022-05-01", "until": None},
        "review_by": "2027-02-01",
        "supersedes": [],
        "sources": [a_source()],
        "questions": ["信访几天回复", "多久有结果", "信訪要等幾耐", "要等多少天", "什么时候答复我", "交上去没消息"],
        "keywords": ["信访", "期限"],
    }
    base.update(changes)
    return {key: value for key, value in base.items() if value is not None}


def a_source(**changes: Any) -> dict[str, Any]:
    """A good source with `changes`; a change to None takes the key away."""
    base = {
        "id": "s1",
        "title": "信访工作条例",
        "publisher": "国务院",
        "law": "信访工作条例",
        "article": "第二十三条",
        "published": "2022-02-25",
        "checked": "2026-11-21",
        "facts": ["petition_001"],
    }
    base.update(changes)
    return {key: value for key, value in base.items() if value is not None}


def a_text(body: str = BODY, **changes: Any) -> str:
    """The whole text of a file."""
    front = yaml.safe_dump(front_matter(**changes), allow_unicode=True, sort_keys=False)
    return f"---\n{front}---\n{body}"


def a_file(body: str = BODY, *, path: str = "petition/petition-when.md", **changes: Any) -> KnowledgeFile:
    """A parsed file."""
    return parse(a_text(body, **changes), path=PurePosixPath(path))
