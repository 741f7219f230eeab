"""Judging in a pool: what is read says nothing of who found it, and what is accepted becomes a label with a reason."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.retrieval.gold import JUDGED, GoldQuestion, read_gold
from assistant.settings import ROOT
from assistant.shared.errors import SetupError
from scripts.evaluation.pooling import Candidate, Pool, pooled, sheet, taken

ASK = "身份证丢了去哪"
GOLD = f"split: held\nquestions:\n- {{ask: {ASK}, entry: id-card-lost, section: steps}}\n"


def a_question(*entries: str) -> GoldQuestion:
    return GoldQuestion(ASK, "answer", frozenset(entries or {"id-card-lost"}))


def a_pool() -> Pool:
    return Pool(
        "k1",
        a_question(),
        (
            Candidate(
                "nearby-police-station", "papers", "派出所能办的事 › 身份证: 找派出所。", {"户口的事": "household"}
            ),
            Candidate("id-card-lost", "steps", "身份证丢了 › 先做什么: 去派出所。", {}),
            Candidate("passport-apply", "where", "办护照 › 去哪里: 出入境。", {}),
        ),
    )


def a_gold_folder(folder: Path, rows: list[dict[str, Any]]) -> Path:
    (folder / "a.yml").write_text(GOLD, encoding="utf-8")
    (folder / JUDGED).parent.mkdir()
    (folder / JUDGED).write_text(yaml.safe_dump({"judged": rows}, allow_unicode=True), encoding="utf-8")
    return folder


def test_a_pool_holds_what_every_system_found_and_the_label_in_an_order_of_its_own() -> None:
    by = {"words": ["a", "b"], "vectors": ["b"], "product": ["b", "c"]}

    names = pooled(a_question(), by)

    assert sorted(names) == ["a", "b", "c", "id-card-lost"]
    assert names == pooled(a_question(), {"words": ["c"], "vectors": ["b", "a"], "product": ["b"]})


def test_where_vectors_and_product_put_the_label_first_there_is_nothing_to_judge() -> None:
    by = {"words": ["other"], "vectors": ["id-card-lost"], "product": ["id-card-lost"]}

    assert pooled(a_question(), by) == []


def test_the_sheet_names_no_file_no_rank_and_no_label() -> None:
    text = sheet([a_pool()], length=12)

    assert "## k1 身份证丢了去哪" in text
    assert "a 派出所能办的事 › 身份 (+ 户口的事)" in text
    assert not any(name in text for name in ("id-card-lost", "nearby-police-station", "steps"))


def test_what_is_accepted_becomes_a_label_with_its_reason_and_the_rest_is_kept_as_read() -> None:
    rows, labels, met = taken([a_pool()], {"k1": {"b": "主", "a": "说了找派出所"}})

    assert rows == [{"ask": ASK, "serves": {"nearby-police-station#papers": "说了找派出所"}, "not": ["passport-apply"]}]
    assert (labels, met) == (1, 1)


def test_a_judge_who_does_not_find_the_label_is_counted() -> None:
    rows, labels, met = taken([a_pool()], {"k1": {"a:户口的事": "说了"}})

    assert list(rows[0]["serves"]) == ["nearby-police-station#household"]
    assert (labels, met) == (1, 0)


@pytest.mark.parametrize("letter", ["z", "a:没有的小标题"])
def test_an_answer_that_is_not_on_the_sheet_is_refused(letter: str) -> None:
    with pytest.raises(SetupError, match="k1 has no"):
        taken([a_pool()], {"k1": {letter: "说了"}})


def test_judged_labels_stand_beside_the_first_ones_and_can_be_left_out(tmp_path: Path) -> None:
    folder = a_gold_folder(
        tmp_path, [{"ask": ASK, "serves": {"nearby-police-station#papers": "说了找派出所"}, "not": []}]
    )

    (with_pool,), (without,) = read_gold(folder), read_gold(folder, judged=False)

    assert with_pool.entries == {"id-card-lost", "nearby-police-station"}
    assert with_pool.sections == {"steps", "papers"}
    assert without.entries == {"id-card-lost"}


def test_a_judgement_of_a_question_that_nobody_asks_is_refused(tmp_path: Path) -> None:
    folder = a_gold_folder(tmp_path, [{"ask": "别的问题", "serves": {}, "not": []}])

    with pytest.raises(SetupError, match="别的问题"):
        read_gold(folder)


def test_every_label_of_the_shipped_pool_has_a_reason_of_its_own() -> None:
    rows = yaml.safe_load((ROOT / "knowledge" / "gold" / JUDGED).read_text(encoding="utf-8"))["judged"]
    first = {row.ask: row.entries for row in read_gold(ROOT / "knowledge" / "gold", judged=False)}

    assert len(rows) >= 200
    assert all(len(reason) >= 4 for row in rows for reason in row["serves"].values())
    assert [row["ask"] for row in rows if {name.partition("#")[0] for name in row["serves"]} & first[row["ask"]]] == []
