"""A release on disk and the service over it: deterministic, incremental, atomic, checked, replaced while serving."""

import base64
import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import numpy as np
import pytest

from assistant.retrieval.app import create_app
from assistant.retrieval.client import RetrievalClient
from assistant.retrieval.release import Release
from assistant.retrieval.search import Search
from assistant.shared.errors import NotFound, RetrievalUnavailable, SetupError
from tests.unit.fake_encoder import FakeEncoder
from tests.unit.knowledge_builder import TODAY, a_file
from tests.unit.release_builder import publish_files, some_files

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def a_search(directory: Path, *, today: date = TODAY, encoder: FakeEncoder | None = None) -> Search:
    name = (directory / "releases" / "current").read_text().strip()
    return Search(Release.load(directory / "releases" / name), encoder or FakeEncoder(), today=lambda: today)


def a_client(directory: Path, *, encoder: FakeEncoder | None = None) -> RetrievalClient:
    app = create_app(encoder=encoder or FakeEncoder(), releases_dir=directory / "releases", clock=lambda: NOW)
    return RetrievalClient(httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://retrieval"))


def test_the_same_input_gives_the_same_release_byte_for_byte(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    name, made, _ = publish_files(here, some_files())
    other, _, _ = publish_files(there, some_files()[::-1])

    assert (name, made) == (other, True)
    for path in sorted((here / "releases" / name).iterdir()):
        assert path.read_bytes() == (there / "releases" / name / path.name).read_bytes(), path.name


def test_publishing_again_changes_and_encodes_nothing(tmp_path: Path) -> None:
    name, _, _ = publish_files(tmp_path, some_files())
    encoder = FakeEncoder()

    again, made, builder = publish_files(tmp_path, some_files(), encoder=encoder)

    assert (again, made, builder.encoded) == (name, False, 0)
    assert encoder.passages == encoder.queries == []


def test_a_changed_file_encodes_only_its_changed_passages(tmp_path: Path) -> None:
    publish_files(tmp_path, some_files())
    files = some_files()
    files[1] = a_file(title="信访多久有答复", questions=["信访几天回复", "信访多久有结果", "新加的一问"])
    encoder = FakeEncoder()

    _, made, builder = publish_files(tmp_path, files, encoder=encoder)

    assert (made, builder.encoded) == (True, 1)
    assert encoder.queries == ["新加的一问"]


def test_another_calibration_is_another_release(tmp_path: Path) -> None:
    from tests.unit.release_builder import CALIBRATION

    name, _, _ = publish_files(tmp_path, some_files())

    other, made, _ = publish_files(tmp_path, some_files(), calibration=CALIBRATION | {"intercept": -2.0})

    assert made
    assert other != name


def test_a_release_that_cannot_be_searched_leaves_the_one_in_use(tmp_path: Path) -> None:
    name, _, _ = publish_files(tmp_path, some_files())

    with pytest.raises(SetupError, match="calibration"):
        publish_files(tmp_path, some_files(), calibration={})

    assert (tmp_path / "releases" / "current").read_text().strip() == name
    assert [path.name for path in (tmp_path / "releases").iterdir() if path.is_dir()] == [name]


def test_a_release_without_the_adapter_that_its_calibration_was_fitted_with_is_refused(tmp_path: Path) -> None:
    from tests.unit.release_builder import CALIBRATION

    name, _, _ = publish_files(tmp_path, some_files(), calibration=CALIBRATION | {"adapter": None})

    with pytest.raises(SetupError, match="fitted with adapter 0123456789ab, the index has None"):
        publish_files(tmp_path, some_files(), calibration=CALIBRATION | {"adapter": "0123456789ab"})

    assert (tmp_path / "releases" / "current").read_text().strip() == name
    assert Release.load(tmp_path / "releases" / name).adapter is None


@pytest.mark.parametrize("victim", ["vectors.faiss", "entries.json", "lexical.impacts.npy"])
def test_a_damaged_release_is_refused_by_its_digest(tmp_path: Path, victim: str) -> None:
    name, _, _ = publish_files(tmp_path, some_files())
    path = tmp_path / "releases" / name / victim
    path.write_bytes(path.read_bytes()[:-1] + b"\x7f")

    with pytest.raises(SetupError, match=victim):
        Release.load(tmp_path / "releases" / name)


@pytest.mark.parametrize(
    ("asked", "entry", "anchor"),
    [
        ("身份证丢了怎么办", "id-card-lost", "first"),
        ("補身份證要帶什麼", "id-card-lost", "bring"),
        ("信訪幾天回覆", "petition-when", "when"),
        ("notary phone", "notary-phone-gap", "gap"),
    ],
)
def test_a_question_in_any_script_finds_its_section(tmp_path: Path, asked: str, entry: str, anchor: str) -> None:
    publish_files(tmp_path, some_files())

    hit = a_search(tmp_path).search(asked).hits[0]

    assert (hit.entry_id, hit.anchor, hit.url) == (entry, anchor, f"/k/{entry}#{anchor}")


def test_a_known_question_is_answered_with_text_source_and_date(tmp_path: Path) -> None:
    publish_files(tmp_path, some_files())

    result = a_search(tmp_path).search("信访几天回复")

    assert result.decision == "answer"
    assert "15日内" in result.hits[0].text
    assert result.hits[0].sources[0].article == "第二十三条"
    assert result.hits[0].as_of == "2026-11-21"
    assert result.probability == result.hits[0].probability


def test_a_gap_is_answered_as_a_gap(tmp_path: Path) -> None:
    publish_files(tmp_path, some_files())

    result = a_search(tmp_path).search("五邑公正处电话多少")

    assert result.decision == "answer"
    assert result.hits[0].gap


def test_what_no_file_knows_is_refused(tmp_path: Path) -> None:
    publish_files(tmp_path, some_files())

    assert a_search(tmp_path).search("xylophone lessons").decision == "refuse"


def test_a_question_about_another_city_is_not_answered_with_ours(tmp_path: Path) -> None:
    publish_files(tmp_path, some_files())
    search = a_search(tmp_path)

    assert search.search("身份证丢了怎么办").decision == "answer"
    assert search.search("广州身份证丢了怎么办").decision != "answer"


def test_filters_leave_only_what_fits(tmp_path: Path) -> None:
    publish_files(tmp_path, some_files())
    search = a_search(tmp_path)

    assert {hit.topic for hit in search.search("电话", topic="notary").hits} == {"notary"}
    assert {hit.entry_id for hit in search.search("电话", audience="overseas").hits} == {"notary-phone-gap"}
    assert "id-card-lost" not in {hit.entry_id for hit in search.search("身份证", place="广州", limit=20).hits}
    assert search.search("电话", topic="housing").decision == "refuse"


def test_what_has_expired_since_the_release_was_made_is_not_found(tmp_path: Path) -> None:
    files = some_files()
    files[1] = a_file(title="信访多久有答复", questions=["信访几天回复"], valid={"from": None, "until": "2026-11-30"})
    publish_files(tmp_path, files)

    before = a_search(tmp_path, today=date(2026, 11, 30)).search("信访几天回复")
    after = a_search(tmp_path, today=date(2026, 12, 1)).search("信访几天回复", limit=20)

    assert before.hits[0].entry_id == "petition-when"
    assert "petition-when" not in {hit.entry_id for hit in after.hits}


def test_what_is_not_yet_valid_is_not_found_before_its_day(tmp_path: Path) -> None:
    publish_files(tmp_path, [a_file(valid={"from": "2027-01-01", "until": None})])

    assert a_search(tmp_path).search("信访几天回复").hits == []
    assert a_search(tmp_path, today=date(2027, 1, 1)).search("信访几天回复").hits != []


def test_an_empty_library_is_a_release_that_refuses(tmp_path: Path) -> None:
    publish_files(tmp_path, [])

    assert a_search(tmp_path).search("信访").decision == "refuse"


async def test_the_service_searches_encodes_and_shows_entries(tmp_path: Path) -> None:
    publish_files(tmp_path, some_files())
    encoder = FakeEncoder()
    client = a_client(tmp_path, encoder=encoder)

    result = await client.search("信访几天回复", limit=2)
    (vector,) = await client.encode(["公正处"])
    page = await client.entry("notary-phone-gap")

    assert result.hits[0].entry_id == "petition-when"
    assert np.frombuffer(vector, dtype="<f4") == pytest.approx(encoder.encode_queries(["公证处"])[0])
    assert page.gap
    assert page.en is not None
    assert page.sections[0].anchor == "gap"


async def test_search_and_encode_ask_the_encoder_for_the_same_text(tmp_path: Path) -> None:
    publish_files(tmp_path, some_files())
    encoder = FakeEncoder()
    client = a_client(tmp_path, encoder=encoder)

    await client.encode(["身份證唔見咗"])
    await client.search("身份證唔見咗")

    assert len(set(encoder.queries)) == 1


async def test_a_new_release_is_taken_over_without_a_failed_request(tmp_path: Path) -> None:
    publish_files(tmp_path, some_files())
    client = a_client(tmp_path)
    first = await client.search("信访几天回复")

    publish_files(tmp_path, some_files()[:1])
    second = await client.search("信访几天回复")

    assert first.hits[0].entry_id == "petition-when"
    assert second.release != first.release
    assert "petition-when" not in {hit.entry_id for hit in second.hits}


async def test_a_damaged_new_release_leaves_the_old_one_serving(tmp_path: Path) -> None:
    name, _, _ = publish_files(tmp_path, some_files())
    client = a_client(tmp_path)
    await client.search("信访")
    broken = tmp_path / "releases" / "broken"
    broken.mkdir()
    (broken / "manifest.json").write_text(json.dumps({"format": 1, "files": {"entries.json": "0"}}))
    (tmp_path / "releases" / "next").write_text("broken\n")
    os.replace(tmp_path / "releases" / "next", tmp_path / "releases" / "current")

    assert (await client.search("信访几天回复")).release == name


async def test_without_a_release_the_client_says_that_retrieval_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(RetrievalUnavailable):
        await a_client(tmp_path).search("信访")


async def test_an_unknown_entry_is_not_found(tmp_path: Path) -> None:
    publish_files(tmp_path, some_files())

    with pytest.raises(NotFound):
        await a_client(tmp_path).entry("../../etc/passwd")


def http_errors() -> list[type[httpx.HTTPError]]:
    found, todo = [], [httpx.HTTPError]
    while todo:
        kind = todo.pop()
        found.append(kind)
        todo.extend(kind.__subclasses__())
    return sorted((kind for kind in found if kind is not httpx.HTTPStatusError), key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", http_errors(), ids=lambda kind: kind.__name__)
async def test_every_failure_of_the_layer_below_is_ours(kind: type[httpx.HTTPError]) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise kind("down")

    client = RetrievalClient(httpx.AsyncClient(transport=httpx.MockTransport(fail), base_url="http://retrieval"))

    with pytest.raises(RetrievalUnavailable):
        await client.search("信访")


@pytest.mark.parametrize("reply", [httpx.Response(200, text="<html>"), httpx.Response(500), httpx.Response(302)])
async def test_an_unreadable_reply_is_unavailable(reply: httpx.Response) -> None:
    transport = httpx.MockTransport(lambda request: reply)
    client = RetrievalClient(httpx.AsyncClient(transport=transport, base_url="http://retrieval"))

    with pytest.raises(RetrievalUnavailable):
        await client.search("信访")
    with pytest.raises(RetrievalUnavailable):
        await client.encode(["信访"])


def test_vectors_travel_as_little_endian_floats() -> None:
    assert base64.b64decode(base64.b64encode(np.array([1.0], dtype="<f4").tobytes())) == b"\x00\x00\x80\x3f"
