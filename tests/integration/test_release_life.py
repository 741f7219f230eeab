"""The life of releases: taken over under load, replaced, deleted, damaged, rolled back, pruned."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from assistant.curation import release as releases
from assistant.curation.difference import differences, full_name, read_release
from assistant.curation.model import KnowledgeFile
from assistant.retrieval.app import create_app
from assistant.retrieval.client import RetrievalClient
from assistant.retrieval.holder import SearchHolder
from assistant.shared.errors import NotFound, RetrievalUnavailable
from tests.unit.fake_encoder import FakeEncoder
from tests.unit.knowledge_builder import TODAY, a_file
from tests.unit.release_builder import publish_files, some_files

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
ID_CARD = 0
BODY = "## 先做什么 {#first}\n身份证丢了先去派出所挂失。[^s1]\n"


def a_client(directory: Path) -> RetrievalClient:
    app = create_app(encoder=FakeEncoder(), releases_dir=directory / "releases", clock=lambda: NOW)
    return RetrievalClient(httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://retrieval"))


def id_card(text: str) -> KnowledgeFile:
    return a_file(
        BODY.replace("派出所", text),
        path="id_household/id-card-lost.md",
        id="id-card-lost",
        topic="id_household",
        title="身份证丢了怎么补办",
        place="江门",
        questions=["身份证丢了怎么办"],
    )


def folders(directory: Path) -> set[str]:
    return {path.name for path in (directory / "releases").iterdir() if path.is_dir()}


async def test_no_question_fails_while_five_releases_are_published_under_load(tmp_path: Path) -> None:
    publish_files(tmp_path, [id_card("窗口零")])
    client = a_client(tmp_path)
    seen: list[str] = []
    done = asyncio.Event()

    async def citizen() -> None:
        while not done.is_set():
            result = await client.search("身份证丢了怎么办")
            assert result.hits[0].entry_id == "id-card-lost"
            seen.append(result.release)

    citizens = [asyncio.create_task(citizen()) for _ in range(8)]
    names = []
    for number in "一二三四五":
        name, made, _ = await asyncio.to_thread(publish_files, tmp_path, [id_card(f"窗口{number}")])
        assert made
        names.append(name)
        for _ in range(500):
            await asyncio.sleep(0.002)
            if seen and seen[-1] == name:
                break
    done.set()
    await asyncio.gather(*citizens)

    assert len(set(names)) == 5
    assert set(names) <= set(seen)
    assert len(seen) > 40


async def test_a_replaced_file_is_searched_by_its_new_text_only_as_in_maxkb_6125(tmp_path: Path) -> None:
    publish_files(tmp_path, [id_card("派出所"), *some_files()[1:]])
    client = a_client(tmp_path)
    before = await client.search("身份证丢了怎么办")

    publish_files(tmp_path, [id_card("政务服务中心"), *some_files()[1:]])
    after = await client.search("身份证丢了怎么办")

    assert "派出所" in before.hits[0].text
    assert "政务服务中心" in after.hits[0].text
    passages = json.loads((tmp_path / "releases" / after.release / "passages.json").read_text())
    assert [row["text"] for row in passages if "先去派出所" in row["text"]] == []


async def test_a_deleted_file_is_found_no_more_as_in_dify_3022(tmp_path: Path) -> None:
    publish_files(tmp_path, some_files())
    client = a_client(tmp_path)
    assert (await client.search("身份证丢了怎么办")).hits[0].entry_id == "id-card-lost"

    publish_files(tmp_path, some_files()[1:])
    after = await client.search("身份证丢了怎么办", limit=20)

    assert "id-card-lost" not in {hit.entry_id for hit in after.hits}
    with pytest.raises(NotFound):
        await client.entry("id-card-lost")
    release = tmp_path / "releases" / after.release
    assert "id-card-lost" not in (release / "passages.json").read_text()
    assert json.loads((release / "manifest.json").read_text())["passages"] == len(
        json.loads((release / "passages.json").read_text())
    )


async def test_a_deleted_section_is_cited_no_more(tmp_path: Path) -> None:
    publish_files(tmp_path, some_files())
    client = a_client(tmp_path)
    assert (await client.search("补身份证要带什么")).hits[0].anchor == "bring"

    publish_files(tmp_path, [id_card("派出所"), *some_files()[1:]])

    assert {hit.anchor for hit in (await client.search("补身份证要带什么")).hits if hit.entry_id == "id-card-lost"} <= {
        "first"
    }


async def test_a_retired_file_leads_to_its_successor_and_one_without_says_that_it_ended(tmp_path: Path) -> None:
    old = a_file(path="petition/old.md", id="old", status="retired")
    older = a_file(path="petition/older.md", id="older", status="retired", supersedes=["oldest"])
    publish_files(tmp_path, [a_file(supersedes=["older"]), old, older])
    client = a_client(tmp_path)

    assert (await client.entry("older")).entry_id == "petition-when"
    assert (await client.entry("oldest")).entry_id == "petition-when"
    with pytest.raises(NotFound) as ended:
        await client.entry("old")
    with pytest.raises(NotFound) as unknown:
        await client.entry("no-such")
    assert (ended.value.code, unknown.value.code) == ("entry-ended", "entry-not-found")


def a_holder(directory: Path) -> SearchHolder:
    return SearchHolder(directory / "releases", FakeEncoder(), today=lambda: TODAY)


def damage(directory: Path, name: str) -> None:
    path = directory / "releases" / name / "vectors.faiss"
    path.write_bytes(path.read_bytes()[:-1] + b"\x7f")


def test_a_damaged_release_is_noticed_at_the_start_and_the_one_before_it_is_served(tmp_path: Path) -> None:
    first, _, _ = publish_files(tmp_path, some_files()[:1])
    second, _, _ = publish_files(tmp_path, some_files())
    damage(tmp_path, second)

    assert a_holder(tmp_path).current().release.name == first


def test_a_release_damaged_after_it_was_loaded_goes_on_serving_until_a_good_one_comes(tmp_path: Path) -> None:
    first, _, _ = publish_files(tmp_path, some_files()[:1])
    holder = a_holder(tmp_path)
    assert holder.current().release.name == first
    second, _, _ = publish_files(tmp_path, some_files())
    damage(tmp_path, second)

    assert holder.current().release.name == first
    again, made, _ = publish_files(tmp_path, some_files())
    assert (again, made) == (second, True)
    assert holder.current().release.name == second


def test_with_nothing_but_a_damaged_release_it_is_said_that_there_is_none(tmp_path: Path) -> None:
    name, _, _ = publish_files(tmp_path, some_files())
    damage(tmp_path, name)

    with pytest.raises(RetrievalUnavailable, match="no usable knowledge release"):
        a_holder(tmp_path).current()


def test_rolling_back_twice_goes_back_twice_and_not_to_and_fro(tmp_path: Path) -> None:
    names = [publish_files(tmp_path, [id_card(f"窗口{number}")])[0] for number in "一二三"]
    folder = tmp_path / "releases"

    releases.switch(folder, releases.previous(folder) or "", how=releases.ROLLBACK)
    assert releases.in_use(folder) == names[1]
    releases.switch(folder, releases.previous(folder) or "", how=releases.ROLLBACK)
    assert releases.in_use(folder) == names[0]
    assert releases.previous(folder) is None


def test_pruning_keeps_the_newest_and_what_a_rollback_needs(tmp_path: Path) -> None:
    names = [publish_files(tmp_path, [id_card(f"窗口{number}")])[0] for number in "一二三四五"]
    folder = tmp_path / "releases"
    releases.switch(folder, names[0], how=releases.ROLLBACK)

    gone = releases.prune(folder, keep=2)

    assert folders(tmp_path) == {names[0], names[4]}
    assert set(gone) == set(names[1:4])
    assert releases.in_use(folder) == names[0]


def test_history_keeps_every_switch_and_survives_a_line_cut_off(tmp_path: Path) -> None:
    first, _, _ = publish_files(tmp_path, some_files()[:1])
    second, _, _ = publish_files(tmp_path, some_files())
    folder = tmp_path / "releases"
    with (folder / "history.jsonl").open("a") as history:
        history.write('{"release": "x", "wa')

    assert [(row["was"], row["release"]) for row in releases.history(folder)] == [(None, first), (first, second)]
    assert releases.previous(folder) == first


def test_the_difference_names_matter_section_and_number(tmp_path: Path) -> None:
    old, _, _ = publish_files(tmp_path, some_files())
    files = [
        id_card("派出所"),
        a_file(
            "## 多久有答复 {#when}\n收到以后20日内书面告诉您。要不要受理、由谁来办，都会写明白，请您放心等消息。[^s1]\n",
            questions=["信访几天回复", "信访多少天"],
        ),
    ]
    new, _, _ = publish_files(tmp_path, files)
    folder = tmp_path / "releases"

    changes = differences(read_release(folder, old[:6]), read_release(folder, new))
    said = {(change.entry, change.what, change.where.partition(" (")[2] or change.where) for change in changes}

    assert ("notary-phone-gap", "removed", "") in said
    assert ("id-card-lost", "removed", "#bring)") in said
    assert ("petition-when", "added", "question") in said
    (deadline,) = [change for change in changes if change.entry == "petition-when" and change.where.endswith("(#when)")]
    assert deadline.numbers == (("15", "20"),)
    assert deadline.title == "信访多久有答复"
    assert differences(read_release(folder, new), read_release(folder, new)) == []


def test_a_name_that_fits_no_release_or_two_is_answered_with_those_there_are(tmp_path: Path) -> None:
    name, _, _ = publish_files(tmp_path, some_files())

    with pytest.raises(NotFound) as refused:
        full_name(tmp_path / "releases", "zzz")
    assert name in refused.value.mend
