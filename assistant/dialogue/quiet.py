"""Silences what Rasa's old libraries say about themselves, and its telemetry, before they are imported."""

import logging
import os
import warnings

from assistant.dialogue.settings import DialogueSettings

_QUIET = {
    "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "SQLALCHEMY_WARN_20": "0", "CUDA_VISIBLE_DEVICES": "-1", "RASA_MAX_CACHE_SIZE": "0", "LOG_LEVEL": "ERROR",
    "TF_NUM_INTRAOP_THREADS": "1", "OMP_NUM_THREADS": "1",
}


def quiet() -> None:
    """Only errors are said from now on; endpoints.yml and credentials.yml find the settings they name."""
    settings = DialogueSettings.from_environment()
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    for name in ("internal_key", "actions_url", "tracker_url"):
        os.environ.setdefault(f"ASSISTANT_{name.upper()}", getattr(settings, name))
    warnings.filterwarnings("ignore")
    warnings.showwarning = _say_nothing  # several of the libraries put filters of their own in front of ours
    logging.basicConfig(level=logging.ERROR)
    for name in ("rasa", "jieba", "tensorflow", "apscheduler", "sanic", "absl", "matplotlib"):
        logging.getLogger(name).setLevel(logging.ERROR)
    import structlog

    # Rasa logs through structlog and deep-copies its arguments to do so; errors alone are formatted.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))


def _say_nothing(*_: object, **__: object) -> None:
    """A warning of a library that we cannot change."""
