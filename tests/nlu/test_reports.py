"""What the evaluation writes: the list of known failures, the pictures, the tables."""

from pathlib import Path

import pytest
import yaml

from scripts import evaluate
from scripts.evaluation.figures import Figure, table
from scripts.evaluation.known_wrong import read_known, write_known
from scripts.evaluation.plots import draw
from scripts.evaluation.seeing import Reading
from scripts.evaluation.sentences import GROUPS, Sentence
from scripts.evaluation.understanding import Judged, confusion_list, figures


def a_judgement(
    text: str, act: str, seen: str, *, script: str = "hans", style: str = "plain", door: str = ""
) -> Judged:
    return Judged(Sentence(act, text, script, style, door), Reading(((seen, 0.9), ("other", 0.1))))


@pytest.fixture
def judged() -> list[Judged]:
    acts = ("ask", "emergency", "self_harm", "wrong_door")
    rows = [
        a_judgement(f"{act} {n}", act, act, door="court" if act == "wrong_door" else "")
        for act in acts
        for n in range(3)
    ]
    return [
        *rows,
        a_judgement("no: a tricky # one", "ask", "track"),
        a_judgement("sos", "emergency", "ask", script="english"),
    ]


def test_the_list_of_known_failures_comes_back_as_it_was_written(judged: list[Judged], tmp_path: Path) -> None:
    path = tmp_path / "known.yml"
    assert write_known(judged, path) == 2
    assert read_known(path) == {"no: a tricky # one": "ask", "sos": "emergency"}
    assert yaml.safe_load(path.read_text(encoding="utf-8"))


def test_without_a_list_nothing_is_known_to_be_wrong(tmp_path: Path) -> None:
    assert read_known(tmp_path / "none.yml") == {}


def test_the_pictures_are_drawn(judged: list[Judged], tmp_path: Path) -> None:
    drawn = draw(judged, tmp_path)
    assert [path.name for path in drawn] == [
        "scorecard-confusion.png",
        "scorecard-reliability.png",
        "scorecard-styles.png",
    ]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in drawn)


def test_the_confusions_name_acts_and_show_no_sentence(judged: list[Judged]) -> None:
    shown = confusion_list(judged)
    assert "| ask | track | 1 |" in shown
    assert "sos" not in shown


def test_the_figures_are_those_of_the_bars(judged: list[Judged]) -> None:
    found = {figure.name: figure for figure in figures(judged)}
    assert found["emergency recall"].value == 0.75
    assert found["emergency recall"].met is False
    assert found["wrong door: the right one named"].value == 1.0
    assert {f"act macro-F1, {group}" for group in GROUPS} <= set(found)


@pytest.mark.parametrize(("act", "style", "group"), [("ask", "plain", "simplified"), ("ask", "typo", "pinyin or typo")])
def test_misspelt_sentences_are_a_group_of_their_own(act: str, style: str, group: str) -> None:
    assert Sentence(act, "s", "hans", style).group == group


def test_a_cell_cannot_break_its_table() -> None:
    assert table(["a"], [["x|y\nz"]]).splitlines()[-1] == r"| x\|y z |"


def test_a_figure_without_a_bar_is_neither_met_nor_missed() -> None:
    assert Figure("f", 0.5).met is None


def test_an_unknown_part_is_named_with_those_there_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["evaluate", "weather"])
    with pytest.raises(SystemExit):
        evaluate.main()
    assert "no part weather; choose from understanding" in capsys.readouterr().err
