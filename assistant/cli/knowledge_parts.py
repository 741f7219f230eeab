"""What the knowledge commands are joined from: files and findings, the encoder with its kept vectors, the search."""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
import yaml

from assistant.curation import lint as linting
from assistant.curation import release as releases
from assistant.curation.comparing import Vectors
from assistant.curation.compile import compile_content
from assistant.curation.facts import read_facts
from assistant.curation.findings import Finding
from assistant.curation.model import KnowledgeFile
from assistant.curation.vocabulary import read_spellings, read_vocabulary
from assistant.settings import Settings
from assistant.shared.errors import BadInput

Form = Annotated[str, typer.Option("--format", help="text or json.")]
Day = Annotated[str, typer.Option(help="The day to take as today, YYYY-MM-DD; empty means today in China.")]
_ZONE = ZoneInfo("Asia/Shanghai")


def day(text: str) -> date:
    """The day that `text` names, or today in China; BadInput for anything else."""
    try:
        return date.fromisoformat(text) if text else datetime.now(_ZONE).date()
    except ValueError as error:
        raise BadInput(f"{text!r} is not a day", mend="write YYYY-MM-DD") from error


def now() -> str:
    """The present instant as history keeps it."""
    return datetime.now(_ZONE).isoformat(timespec="seconds")


def encoder(settings: Settings) -> Any:
    """The encoder, opened when the first text comes that was never encoded."""
    from assistant.retrieval.on_demand import EncoderOnDemand

    return EncoderOnDemand(
        settings.encoder_model or settings.encoder_dir, threads=settings.encoder_threads, cache=settings.encoder_cache
    )


def vector_cache(settings: Settings) -> Any:
    """The vectors of every text that was ever encoded here."""
    from assistant.retrieval.vector_cache import VectorCache

    return VectorCache(settings.var_dir / "vectors.sqlite")


def kept_queries(settings: Settings) -> Any:
    """The encoder, with the vector of every question kept like those of passages."""
    from assistant.cli.release_checks import KeptQueries

    return KeptQueries(encoder(settings), vector_cache(settings), progress=progress)


def question_vectors(settings: Settings) -> Vectors | None:
    """What compares questions by meaning, as the search would; None where no encoder is built."""
    from assistant.retrieval.wordform import WordForm

    if not settings.encoder_model and not (settings.encoder_dir / "modules.json").is_file():
        return None
    form = WordForm(read_spellings(settings.knowledge_dir / "vocabulary"))

    def vectors(texts: Sequence[str]) -> Any:
        pairs = [("query", form(text)) for text in texts]
        return vector_cache(settings).encode(encoder(settings), pairs, progress=progress)[0]

    return vectors


def findings(
    settings: Settings, files: tuple[KnowledgeFile, ...], today: date, *, by_meaning: bool = True
) -> tuple[Finding, ...]:
    """What every rule says of `files`; without `by_meaning` questions are not compared by meaning."""
    return linting.lint(
        files,
        vocabulary=read_vocabulary(settings.knowledge_dir / "vocabulary"),
        facts=read_facts(settings.shared_dir / "facts"),
        today=today,
        vectors=question_vectors(settings) if by_meaning else None,
    )


def stopping(settings: Settings, files: tuple[KnowledgeFile, ...], today: date) -> tuple[Finding, ...]:
    """The errors that keep a release from being made; rules that only warn are not run."""
    return linting.errors(
        linting.lint(
            files,
            vocabulary=read_vocabulary(settings.knowledge_dir / "vocabulary"),
            facts=read_facts(settings.shared_dir / "facts"),
            today=today,
            chosen=[rule for rule in linting.all_rules() if rule.stops],
        )
    )


def calibration(settings: Settings) -> Any:
    """Weights and thresholds of knowledge/calibration.yml."""
    return yaml.safe_load((settings.knowledge_dir / "calibration.yml").read_text(encoding="utf-8"))


def made_release(
    settings: Settings,
    files: Sequence[KnowledgeFile],
    today: date,
    *,
    releases_dir: Path,
    calibration: Mapping[str, Any],
) -> tuple[str, bool, int]:
    """The release of `files` lies in `releases_dir`: its name, whether it was made now, how many texts were encoded."""
    from assistant.retrieval.adapter import Adapter
    from assistant.retrieval.indexing import HybridIndexBuilder
    from assistant.retrieval.release import Release

    vocabulary_dir = settings.knowledge_dir / "vocabulary"
    adapter = Adapter.read(settings.knowledge_dir / "adapter.npy")
    builder = HybridIndexBuilder(encoder(settings), vector_cache(settings), progress=progress, adapter=adapter)
    name, made = releases.build(
        compile_content(files, today=today),
        releases_dir=releases_dir,
        builder=builder,
        spellings=read_spellings(vocabulary_dir),
        places=read_vocabulary(vocabulary_dir).places,
        calibration=calibration,
        accept=Release.load,
    )
    return name, made, builder.encoded


def search_in_use(settings: Settings) -> Any:
    """The search over the release in use."""
    from assistant.retrieval.holder import SearchHolder

    return SearchHolder(
        settings.releases_dir,
        encoder(settings),
        today=lambda: day(""),
        answer_threshold=settings.answer_threshold,
    ).current()


def progress(done: int, total: int) -> None:
    """A bar on standard error, on a terminal only."""
    if sys.stderr.isatty():
        width = 30
        filled = width * done // max(total, 1)
        bar = "#" * filled + "." * (width - filled)
        typer.echo(f"\r[{bar}] {done}/{total}", nl=done >= total, err=True)


def as_json(document: Any) -> None:
    """Prints `document` for a program."""
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str))


def written(path: Path, text: str) -> None:
    """`text` stands in `path`, whose folder is made where it lacks."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
