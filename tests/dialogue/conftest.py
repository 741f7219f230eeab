"""The trained model and, for whole conversations, the action server in the other runtime."""

import asyncio
import json
import socket
import subprocess
import time
import urllib.request
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "var" / "models" / "dialogue.tar.gz"
SERVICE_PYTHON = ROOT / ".venv" / "service" / "bin" / "python"
KEY = "test-key"

try:
    import rasa  # noqa: F401
except ImportError:
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def model() -> Path:
    """The trained model, trained now when there is none."""
    from assistant.dialogue.train import train

    if not MODEL.exists():
        train(MODEL)
    return MODEL


@pytest.fixture(scope="session")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> Dict[str, bytes]:
    """Query vectors of every sentence that the tests say, made in the other runtime."""
    import numpy as np
    from test_data import acts, spoken

    path = tmp_path_factory.mktemp("vectors") / "sentences.npz"
    texts = sorted({text for _, text in acts()} | set(spoken()))
    asked = path.with_suffix(".json")
    asked.write_text(json.dumps(texts), encoding="utf-8")
    # As the gateway encodes them: with the service's own encoder.
    subprocess.run(
        [str(SERVICE_PYTHON), "-m", "assistant.cli", "nlu-vectors", "--texts", str(asked), "--out", str(path)],
        check=True, timeout=300, cwd=ROOT,
    )
    with np.load(path, allow_pickle=False) as stored:
        return {text: row.astype("<f4").tobytes() for text, row in zip(stored["texts"].tolist(), stored["vectors"], strict=True)}


@pytest.fixture(scope="session")
def port() -> int:
    """A free port of this run: with a fixed one, two runs at once shared the action server of the first to end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def agent(model: Path, port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The agent with our stores and action calls, and a loop to run it in."""
    from assistant.dialogue.quiet import quiet

    quiet()
    from rasa.core.agent import Agent

    from assistant.dialogue import action_calls, graph_runs
    from assistant.dialogue.lock_store import TurnLockStore
    from assistant.dialogue.tracker_store import TurnTrackerStore

    action_calls.install()
    store = TurnTrackerStore(host=f"sqlite:///{tmp_path_factory.mktemp('tracker') / 'tracker.db'}")
    endpoint = action_calls.ActionEndpoint(f"http://127.0.0.1:{port}/webhook", KEY)
    agent = Agent.load(model, tracker_store=store, lock_store=TurnLockStore(), action_endpoint=endpoint)
    agent.dask = agent.processor.graph_runner
    graph_runs.install(agent)
    agent.sql = store
    agent.loop = asyncio.new_event_loop()
    yield agent
    agent.loop.run_until_complete(endpoint.close())
    agent.loop.close()


@pytest.fixture(scope="session")
def actions(port: int) -> Iterator["Actions"]:
    """The action server with real backends and a fake knowledge."""
    process = subprocess.Popen([str(SERVICE_PYTHON), str(Path(__file__).with_name("action_server.py")), "--port", str(port)])
    server = Actions(f"http://127.0.0.1:{port}")
    try:
        server.wait(60)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=15)


class Actions:
    """What tests ask of the action server's process."""

    def __init__(self, url: str) -> None:
        self._url = url

    def wait(self, seconds: float) -> None:
        """It answers, or TimeoutError."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                self.calls()
                return
            except OSError:
                time.sleep(0.3)
        raise TimeoutError("the action server does not answer")

    def power(self, on: bool) -> None:
        """The petition and notary systems answer or not."""
        self._request("POST", f"/power/{'on' if on else 'off'}")

    def hide(self, session: str, kind: str, value: str) -> str:
        """The placeholder of a value."""
        return self._request("POST", f"/hide/{session}/{kind}/{urllib.request.quote(value)}")["placeholder"]

    def resolve(self, session: str, text: str) -> str:
        """What a placeholder stands for."""
        return self._request("GET", f"/resolve/{session}/{urllib.request.quote(text)}")["text"]

    def calls(self) -> List[Dict[str, Any]]:
        """What was registered and booked."""
        return self._request("GET", "/calls")

    def _request(self, method: str, path: str) -> Any:
        request = urllib.request.Request(self._url + path, method=method)
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.load(response)


@dataclass
class Said:
    """One finished turn."""

    body: Dict[str, Any]

    @property
    def outcome(self) -> Optional[str]:
        """The first that is not of a flow, else the last, as the gateway takes it."""
        found = [reply.get("outcome") or (reply.get("custom") or {}).get("outcome") for reply in self.body["replies"]]
        named = [name for name in found if name]
        return next((name for name in named if not name.startswith("flow_")), named[-1] if named else None)

    @property
    def asks(self) -> Optional[str]:
        """The slot asked for."""
        return (self.body["pending"] or {}).get("slot")

    def reply(self, kind: str) -> Dict[str, Any]:
        """The reply of a kind, KeyError when there is none."""
        return next(reply for reply in self.body["replies"] if reply.get("kind") == kind)

    def has(self, kind: str) -> bool:
        """Whether there is a reply of this kind or a domain response of this name."""
        return any(kind in (reply.get("kind"), reply.get("utter")) for reply in self.body["replies"])

    @property
    def text(self) -> str:
        """All words of the domain, joined."""
        return "\n".join(reply.get("text") or "" for reply in self.body["replies"])


@dataclass
class Citizen:
    """Somebody who talks through the channel."""

    agent: Any
    vectors: Dict[str, bytes]
    actions: Actions
    timezone: str = "Asia/Shanghai"
    session: str = field(default_factory=lambda: uuid.uuid4().hex)

    def say(self, text: str) -> Said:
        """Types `text`."""
        from assistant.dialogue.training_texts import as_seen
        from assistant.shared.contracts.dialogue import pack_vector

        seen = as_seen(text)
        vector = self.vectors.get(seen)
        return self._turn(text=seen, vector=pack_vector(vector) if vector else None)

    def press(self, intent: str, **entities: Any) -> Said:
        """Presses a button."""
        return self._turn(payload={"intent": intent, "entities": entities})

    def fill(self, form_id: str, **values: str) -> Said:
        """Submits a form of the widget."""
        return self._turn(payload={"intent": "submit_form", "entities": {"form_id": form_id, "form_ref": "form:1"}}, values=values)

    def hidden(self, kind: str, value: str) -> str:
        """The placeholder under which the gateway would have hidden a value."""
        return self.actions.hide(self.session, kind, value)

    def _turn(
        self, text: Optional[str] = None, payload: Optional[Dict[str, Any]] = None, vector: Optional[str] = None,
        values: Optional[Dict[str, str]] = None,
    ) -> Said:
        from assistant.dialogue.channel import turn

        metadata = {
            "turn_id": uuid.uuid4().hex, "script": "hans", "timezone": self.timezone,
            "now": "2026-11-22T09:00:00+08:00", "form_values": values or {},
        }
        body = {"sender": self.session, "text": text, "payload": payload, "vector": vector, "metadata": metadata}
        return Said(self.agent.loop.run_until_complete(turn(body, self.agent, self.agent.handle_message)))


@pytest.fixture
def citizen(agent: Any, vectors: Dict[str, bytes], actions: Actions) -> Citizen:
    """A new session."""
    actions.power(True)
    return Citizen(agent, vectors, actions)


