"""How well acts are told: by act, script and style, with the confusions and how honest the confidences are."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.build.paths import MODEL
from scripts.evaluation.figures import Figure, Section, table
from scripts.evaluation.scores import (
    Bin,
    Score,
    confusions,
    expected_calibration_error,
    macro_f1,
    reliability,
    scores,
)
from scripts.evaluation.seeing import Reading, read_by_model
from scripts.evaluation.sentences import GROUPS, SCRIPTS, STYLES, Sentence, read_people, read_sentences

DANGER = ("emergency", "self_harm", "wrong_door")
# Vectors differ a little between CPUs: a sentence whose right act and best other act lie closer together than
# this may fall to either side, and is neither held to be right nor to be wrong.
UNDECIDED = 0.05


@dataclass(frozen=True)
class Judged:
    """A sentence and what was made of it."""

    sentence: Sentence
    reading: Reading

    @property
    def right(self) -> bool:
        """Whether the likeliest act is the one meant."""
        return self.reading.act == self.sentence.act

    @property
    def margin(self) -> float:
        """How much likelier the right act is than the best other; negative where it is wrong."""
        meant = self.reading.likelihood(self.sentence.act)
        return meant - max((share for act, share in self.reading.ranking if act != self.sentence.act), default=0.0)


def judge(sentences: Sequence[Sentence] | None = None, model: Path = MODEL) -> list[Judged]:
    """Every test sentence, those of people last, with what the trained model says of it."""
    chosen = [*read_sentences(), *read_people()] if sentences is None else sentences
    readings = read_by_model({sentence.text for sentence in chosen}, model)
    return [Judged(sentence, readings[sentence.text]) for sentence in chosen]


def of_acts(judged: Sequence[Judged]) -> list[Judged]:
    """Those of acts/ alone, on which the bars and the strict list stand."""
    return [row for row in judged if not row.sentence.person]


def people_figures(judged: Sequence[Judged]) -> list[Figure]:
    """Macro-F1 over what the people say, and how danger is found among it; none when nobody was judged."""
    said = [row for row in judged if row.sentence.person]
    if not said:
        return []
    found = [Figure("act macro-F1, people's own manners", _macro(said), of=len(said), headline=True)]
    return found + _danger_figures(by_act(said), ", people")


def _danger_figures(each: dict[str, Score], whose: str = "") -> list[Figure]:
    found = []
    for act in DANGER:
        score = each.get(act)
        if score is None:
            continue
        found.append(Figure(f"{act} recall{whose}", score.recall, 0.97, of=score.count, headline=True))
        found.append(Figure(f"{act} precision{whose}", score.precision, 0.90, of=score.count, headline=True))
    return found


def figures(judged: Sequence[Judged]) -> list[Figure]:
    """The figures of the bars; the same for a CI test as for the scorecard."""
    each = by_act(judged)
    worst = min(each.values(), key=lambda score: score.f1)
    found = [
        Figure("act macro-F1, all styles", _macro(judged), 0.95, of=len(judged), headline=True),
        Figure(f"F1 of the weakest act ({worst.label})", worst.f1, 0.88, of=worst.count),
    ]
    groups = {group: [row for row in judged if row.sentence.group == group] for group in GROUPS}
    simplified = _macro(groups["simplified"])
    for group, rows in groups.items():
        bar = None if group in ("simplified", "mixed") else simplified - 0.03
        found.append(Figure(f"act macro-F1, {group}", _macro(rows), bar, of=len(rows), headline=True))
    found += _danger_figures(each)
    doors = [row for row in judged if row.sentence.door]
    right = sum(row.reading.door == row.sentence.door for row in doors)
    found.append(Figure("wrong door: the right one named", right / len(doors), of=len(doors)))
    bins = bins_of(judged)
    found.append(Figure("expected calibration error", expected_calibration_error(bins), at_least=False, of=len(judged)))
    return found


def section(judged: Sequence[Judged]) -> Section:
    """The scorecard's part."""
    own = of_acts(judged)
    return Section(
        "understanding",
        "Understanding: what is said (acts)",
        [*figures(own), *people_figures(judged)],
        [act_table(own), *_shape_tables(own), confusion_list(own), people_table(judged)],
        ["scorecard-confusion.png", "scorecard-reliability.png", "scorecard-styles.png"],
    )


def by_act(judged: Sequence[Judged]) -> dict[str, Score]:
    """A score for each act."""
    return scores([row.sentence.act for row in judged], [row.reading.act for row in judged])


def bins_of(judged: Sequence[Judged]) -> list[Bin]:
    """The reliability curve."""
    return reliability([row.reading.confidence for row in judged], [row.right for row in judged])


def act_table(judged: Sequence[Judged]) -> str:
    """Precision, recall and F1 of every act."""
    rows: list[list[object]] = [[s.label, s.count, s.precision, s.recall, s.f1] for s in by_act(judged).values()]
    return table(["act", "sentences", "precision", "recall", "F1"], rows)


def confusion_list(judged: Sequence[Judged], most: int = 25) -> str:
    """The confusions that came most often, as counts: sentences are not shown, so that nobody trains on them."""
    wrong = confusions([r.sentence.act for r in judged], [r.reading.act for r in judged])
    ordered = sorted(((n, pair) for pair, n in wrong.items() if pair[0] != pair[1]), key=lambda row: (-row[0], row[1]))
    return table(["meant", "taken for", "times"], [[meant, seen, n] for n, (meant, seen) in ordered[:most]])


def act_by_shape(judged: Sequence[Judged]) -> str:
    """Recall of every act in every script, style and group, for whoever trains: where sentences are missing."""
    shapes = [*SCRIPTS, *(style for style in STYLES if style not in SCRIPTS)]
    rows: list[list[object]] = []
    for act in by_act(judged):
        cells: list[object] = [act]
        for shape in shapes:
            of = [r for r in judged if r.sentence.act == act and shape in (r.sentence.script, r.sentence.style)]
            cells.append(f"{sum(r.right for r in of)}/{len(of)}" if of else "")
        rows.append(cells)
    return table(["act", *shapes], rows)


def _shape_tables(judged: Sequence[Judged]) -> list[str]:
    tables = []
    for kind, names in (("script", SCRIPTS), ("style", STYLES)):
        rows: list[list[object]] = []
        for name in names:
            of = [row for row in judged if getattr(row.sentence, kind) == name]
            rows.append([name, len(of), sum(row.right for row in of) / len(of) if of else 0.0, _macro(of)])
        tables.append(table([kind, "sentences", "accuracy", "macro-F1"], rows))
    return tables


def people_table(judged: Sequence[Judged]) -> str:
    """Accuracy and macro-F1 of every person."""
    rows: list[list[object]] = []
    for name in sorted({row.sentence.person for row in judged} - {""}):
        said = [row for row in judged if row.sentence.person == name]
        right = sum(row.right for row in said) / len(said)
        rows.append([name.replace("_", " "), len(said), right, _macro(said)])
    return table(["person", "sentences", "accuracy", "macro-F1"], rows)


def _macro(judged: Sequence[Judged]) -> float:
    return macro_f1([row.sentence.act for row in judged], [row.reading.act for row in judged])
