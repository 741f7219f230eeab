"""Retrieval answers alike whether it is called in this process or over HTTP."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from assistant.retrieval.app import create_app
from assistant.retrieval.client import RetrievalClient
from assistant.retrieval.service import Retrieval
from assistant.shared.errors import BadInput, NotFound, RetrievalUnavailable
from tests.unit.fake_encoder import FakeEncoder
from tests.unit.release_builder import publish_files, some_files

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
Make = Callable[[Path], Retrieval]


def over_http(folder: Path) -> Retrieval:
    app = create_app(encoder=FakeEncoder(), releases_dir=folder / "releases", clock=lambda: NOW)
    return RetrievalClient(httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://retrieval"))


def in_process(folder: Path) -> Retrieval:
    app = create_app(encoder=FakeEncoder(), releases_dir=folder / "releases", clock=lambda: NOW)
    service: Retrieval = app.state.service
    return service


BOTH = pytest.mark.parametrize("make", [over_http, in_process])


@BOTH
async def test_a_search_finds_the_same(make: Make, tmp_path: Path) -> None:
    publish_files(tmp_path, some_files())

    assert await make(tmp_path).search("信访几天回复") == await in_process(tmp_path).search("信访几天回复")


@BOTH
async def test_a_query_vector_is_the_same(make: Make, tmp_path: Path) -> None:
    publish_files(tmp_path, some_files())

    assert await make(tmp_path).encode(["信访", "公证"]) == await in_process(tmp_path).encode(["信访", "公证"])


@BOTH
async def test_an_entry_is_whole_and_an_unknown_one_is_not_found(make: Make, tmp_path: Path) -> None:
    publish_files(tmp_path, some_files())
    port = make(tmp_path)
    entry_id = (await port.search("信访几天回复")).hits[0].entry_id

    assert (await port.entry(entry_id)).entry_id == entry_id
    with pytest.raises(NotFound):
        await port.entry("no-such-entry")


@BOTH
async def test_without_a_release_it_is_unavailable_and_not_ready(make: Make, tmp_path: Path) -> None:
    port = make(tmp_path)

    assert not await port.ready()
    with pytest.raises(RetrievalUnavailable):
        await port.search("信访")
    with pytest.raises(RetrievalUnavailable):
        await port.encode(["信访"])


@BOTH
@pytest.mark.parametrize("text", ["", "字" * 4001])
async def test_a_text_out_of_bounds_is_bad_input(make: Make, text: str, tmp_path: Path) -> None:
    publish_files(tmp_path, some_files())

    with pytest.raises(BadInput):
        await make(tmp_path).search(text)
