"""The trained model on sentences it never saw: what is known to be wrong, and what may not get worse."""

import pytest

from scripts.evaluation import scorecard, understanding
from scripts.evaluation.known_wrong import difference, read_known
from scripts.evaluation.seeing import Reading, as_rasa_gets
from scripts.evaluation.sentences import Sentence
from scripts.evaluation.understanding import Judged


def a_judgement(text: str = "s", act: str = "ask", **ranking: float) -> Judged:
    ordered = sorted(ranking.items(), key=lambda item: -item[1])
    return Judged(Sentence(act, text, "hans", "plain"), Reading(tuple(ordered)))


def test_no_sentence_is_newly_wrong_and_none_is_listed_that_is_right(judged: list[Judged]) -> None:
    changed = difference(understanding.of_acts(judged), read_known())
    advice = "mend the model, or look and then run `python -m scripts.evaluate understanding --accept`"
    assert (changed.new, changed.mended, changed.gone) == ([], [], []), advice


def test_no_headline_figure_is_more_than_a_point_below_the_scorecard(judged: list[Judged]) -> None:
    card = scorecard.load()
    assert "understanding" in card, "run `make evaluate` and commit docs/scorecard.json"
    assert scorecard.fallen(understanding.section(judged), card) == []


def test_people_are_judged_beside_the_acts_and_do_not_move_their_figures() -> None:
    own = [a_judgement(act, act, **{act: 0.9, "greet": 0.1}) for act in understanding.DANGER] + [
        Judged(Sentence("wrong_door", "d", "hans", "plain", "court"), Reading((("wrong_door", 0.9),)))
    ]
    stranger = Judged(Sentence("ask", "p", "hans", "plain", person="aunt"), Reading((("track", 0.9),)))
    assert understanding.of_acts([*own, stranger]) == own
    in_danger = Judged(Sentence("emergency", "f", "hans", "plain", person="aunt"), Reading((("emergency", 0.9),)))
    found = {figure.name: figure for figure in understanding.people_figures([*own, stranger, in_danger])}
    overall = found["act macro-F1, people's own manners"]
    assert (overall.value, overall.of, overall.headline) == (0.5, 2, True)
    assert (found["emergency recall, people"].value, found["emergency recall, people"].of) == (1.0, 1)
    assert "self_harm recall, people" not in found, "nobody spoke of it"
    assert understanding.people_figures(own) == []
    assert "aunt" in understanding.people_table([*own, stranger])


def test_sentences_are_seen_as_rasa_gets_them() -> None:
    assert as_rasa_gets(" /我的電話係13800138000，唔該 ").startswith("我的电话系⟦phone:1⟧")


def test_a_new_wrong_sentence_and_a_mended_one_are_told_apart() -> None:
    rows = [a_judgement("new", track=0.9, ask=0.1), a_judgement("mended", ask=0.9, track=0.1)]
    changed = difference(rows, {"mended": "ask", "gone": "ask"})
    assert (changed.new, changed.mended, changed.gone) == (["new"], ["mended"], ["gone"])


@pytest.mark.parametrize("known", [{}, {"close": "ask"}])
def test_what_lies_within_the_band_is_held_neither_right_nor_wrong(known: dict[str, str]) -> None:
    either = (a_judgement("close", ask=0.48, track=0.52), a_judgement("close", ask=0.52, track=0.48))
    for row in either:
        changed = difference([row], known)
        assert (changed.new, changed.mended) == ([], [])


def test_the_band_is_narrow() -> None:
    assert difference([a_judgement("wrong", ask=0.45, track=0.55)], {}).new == ["wrong"]
