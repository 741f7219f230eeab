"""The outbox in a file: a line a notice, once, whoever writes and whatever stopped in the middle."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from assistant.backends.notices import FileOutbox, Notice, masked


def a_notice(key: str) -> Notice:
    return Notice(key, "petition-accept", "+86 138 0013 8000", datetime(2026, 11, 22, tzinfo=UTC), {"number": "XF1"})


def keys(path: Path) -> list[str]:
    return [json.loads(line)["key"] for line in path.read_text().splitlines()]


def test_one_key_is_one_line_for_every_writer_now_and_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "out" / "box.jsonl"
    writers = [FileOutbox(path) for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: writers[n % 4].send(a_notice(f"k{n // 8}")), range(160)))
    FileOutbox(path).send(a_notice("k3"))

    assert sorted(keys(path)) == sorted(f"k{n}" for n in range(20))


def test_half_a_line_of_a_writer_that_died_swallows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "box.jsonl"
    FileOutbox(path).send(a_notice("first"))
    with path.open("a") as file:
        file.write('{"key": "ha')

    box = FileOutbox(path)
    box.send(a_notice("second"))
    box.send(a_notice("second"))

    lines = path.read_text().splitlines()
    assert [json.loads(lines[n])["key"] for n in (0, 2)] == ["first", "second"] and len(lines) == 3


def test_a_file_that_was_put_away_begins_anew_and_is_not_told_again(tmp_path: Path) -> None:
    path = tmp_path / "box.jsonl"
    box = FileOutbox(path)
    box.send(a_notice("first"))
    path.unlink()
    box.send(a_notice("first"))
    box.send(a_notice("second"))

    assert keys(path) == ["second"]


def test_a_short_number_is_masked_whole() -> None:
    assert masked("110") == "***"
    assert masked("+86 138 0013 8000") == "+86 1** **** **00"
