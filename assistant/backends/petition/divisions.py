"""Where a petition's matter lies: the first of what was said that tells, the finest that it tells."""

from pathlib import Path

from assistant.shared.text.divisions.model import How, Resolution
from assistant.shared.text.divisions.resolving import Divisions

_LEXICON = Path(__file__).resolve().parents[3] / "nlu_data" / "lexicon"


def load_divisions(artefact: Path | None = None) -> Divisions:
    """Districts, towns and villages as set-up wrote them to `artefact`; districts and towns alone without it."""
    return Divisions.load(artefact or _LEXICON / "divisions.json", _LEXICON)


def place_of(divisions: Divisions, *told: str | None) -> Resolution:
    """The division that the first of `told` (district, address, story) names, made finer by the later ones.

    A later text counts only where it lies in the place already known; an ambiguous one is settled by it.
    """
    found = Resolution()
    for text in told:
        if not text:
            continue
        more = divisions.resolve(f"{_label(found)} {text}" if found.code else text)
        if found.code is None:
            found = more if more.how is not How.NONE else found
        elif more.code is not None and more.code.startswith(found.code):
            found = more
    return found


def _label(found: Resolution) -> str:
    return " ".join(part for part in (found.district, found.town, found.village) if part)
