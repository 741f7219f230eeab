"""Builds a release of a few small files with the fake encoder."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.curation.compile import compile_content
from assistant.curation.model import KnowledgeFile
from assistant.curation.release import publish
from assistant.retrieval.calibration import FEATURES, SECTION
from assistant.retrieval.fusion import FEATURES as RANKING
from assistant.retrieval.indexing import HybridIndexBuilder
from assistant.retrieval.release import Release
from assistant.retrieval.vector_cache import VectorCache
from tests.unit.fake_encoder import FakeEncoder
from tests.unit.knowledge_builder import TODAY, a_file

PLACES = {"全国": None, "广东": "全国", "江门": "广东", "广州": "广东"}
SPELLINGS = {"唔见": "丢", "公正处": "公证处"}
CALIBRATION: dict[str, Any] = {
    "ranking": dict.fromkeys(RANKING, 0.0) | {"dense": 1.0, "lexical": 2.0, "coverage": 1.0},
    "section": dict.fromkeys(SECTION, 0.0) | {"text": 1.0, "asked": 1.0, "asked_words": 1.0},
    "intercept": -1.0,
    "coefficients": dict.fromkeys(FEATURES, 0.0) | {"lexical": 4.0, "margin": 0.5, "elsewhere": -3.0},
    "thresholds": {"answer": 0.7, "choices": 0.45, "choice": 0.1},
}


def some_files() -> list[KnowledgeFile]:
    """Three files about three matters, one of them a gap."""
    return [
        a_file(
            "## 先做什么 {#first}\n身份证丢了先去派出所挂失。[^s1]\n\n"
            "## 要带什么 {#bring}\n带户口簿和照片去办补领。[^s1]\n",
            path="id_household/id-card-lost.md",
            id="id-card-lost",
            topic="id_household",
            title="身份证丢了怎么补办",
            place="江门",
            questions=["身份证丢了怎么办", {"ask": "补身份证要带什么", "section": "bring"}, "身份證唔見咗"],
        ),
        a_file(title="信访多久有答复", questions=["信访几天回复", "信访多久有结果"]),
        a_file(
            "## 目前没有经过核实的信息 {#gap}\n五邑公证处的电话没有核实过，请打12345。[^s1]\n",
            path="notary/notary-phone-gap.md",
            id="notary-phone-gap",
            topic="notary",
            title="五邑公证处电话",
            gap=True,
            audience=["overseas"],
            questions=["五邑公证处电话多少", "公证处电话"],
            en={
                "title": "Phone of the notary office",
                "summary": "No confirmed number.",
                "questions": ["notary phone"],
            },
        ),
    ]


def publish_files(
    directory: Path, files: Sequence[KnowledgeFile], *, encoder: FakeEncoder | None = None, **changes: Any
) -> tuple[str, bool, HybridIndexBuilder]:
    """Publishes `files` into `directory`/releases; returns its name, whether it was made, and the builder."""
    builder = HybridIndexBuilder(encoder or FakeEncoder(), VectorCache(directory / "vectors.sqlite"))
    arguments: dict[str, Any] = {
        "spellings": SPELLINGS,
        "places": PLACES,
        "calibration": CALIBRATION,
        "accept": Release.load,
    }
    name, made = publish(
        compile_content(files, today=TODAY),
        releases_dir=directory / "releases",
        builder=builder,
        **(arguments | changes),
    )
    return name, made, builder
