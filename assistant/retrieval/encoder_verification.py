"""What verification.json beside a built encoder says, and the bars it must pass before the encoder may be used."""

import json
from pathlib import Path

from pydantic import BaseModel, ValidationError

from assistant.shared.errors import SetupError

FILE_NAME = "verification.json"
BEFORE_BAR = 0.999
AFTER_BAR = 0.99
LEAST_SENTENCES = 50


class Closeness(BaseModel):
    """Cosine between two models' vectors of the same sentences."""

    mean: float
    min: float


class Verification(BaseModel):
    """How close a built encoder is to the full model in float32, before and after quantisation."""

    model_id: str
    source: str
    sentences: int
    scripts: list[str]
    pieces: int
    pieces_of: int
    before: Closeness
    after: Closeness

    def shortfall(self) -> str | None:
        """Why this encoder must not be used, or None when it passes."""
        if self.sentences < LEAST_SENTENCES:
            return f"only {self.sentences} sentences were compared, at least {LEAST_SENTENCES} are needed"
        if not self.before.mean >= BEFORE_BAR:
            return f"mean cosine before quantisation is {self.before.mean:.5f}, below {BEFORE_BAR}"
        if not self.after.mean >= AFTER_BAR:
            return f"mean cosine after quantisation is {self.after.mean:.5f}, below {AFTER_BAR}"
        return None


def require_verified(directory: Path, model_id: str, *, mend: str) -> None:
    """Raises unless the directory's own verification.json speaks of these very files and passes the bars."""
    path = directory / FILE_NAME
    try:
        found = Verification.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise SetupError(f"{path} is missing: nobody has verified this encoder", mend=mend) from error
    except (ValueError, ValidationError) as error:
        raise SetupError(f"{path} cannot be read: {error}", mend=mend) from error
    if found.model_id != model_id:
        raise SetupError(f"{path} is about model {found.model_id}, but the files are {model_id}", mend=mend)
    reason = found.shortfall()
    if reason is not None:
        raise SetupError(f"{directory} is not good enough: {reason}", mend=mend)
