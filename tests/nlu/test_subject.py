"""Cross-validation of the petition's subject: nobody is judged by what has seen the message or its repetition."""

from collections.abc import Sequence

from scripts.evaluation.subject import Classify, baseline, cross_validated, learner

TEXTS = [f"message {n}" for n in range(40)]
LABELS = ["roads" if n % 2 else "schools" for n in range(40)]
GROUPS = [n // 2 for n in range(40)]


def test_every_message_is_judged_by_what_never_saw_it_nor_its_group() -> None:
    seen: list[tuple[set[str], set[str]]] = []

    def learn(texts: Sequence[str], labels: Sequence[str]) -> Classify:
        def classify(asked: Sequence[str]) -> list[str]:
            seen.append((set(texts), set(asked)))
            return ["roads"] * len(asked)

        return classify

    found = cross_validated(TEXTS, LABELS, GROUPS, learn)
    assert found == ["roads"] * 40
    group_of = dict(zip(TEXTS, GROUPS, strict=True))
    for taught, asked in seen:
        assert not {group_of[text] for text in taught} & {group_of[text] for text in asked}
    assert sorted(text for _, asked in seen for text in asked) == sorted(TEXTS)


def test_the_baseline_learns_what_is_plain() -> None:
    classify = baseline(
        ["道路坑洼难行", "道路塌陷坑洼", "学校招生学位", "学校学位不足"], ["roads", "roads", "schools", "schools"]
    )
    assert list(classify(["道路坑洼", "学校学位"])) == ["roads", "schools"]


def test_it_is_said_which_classifier_was_judged() -> None:
    name, learn = learner()
    assert callable(learn)
    assert name == "product" or "baseline" in name
