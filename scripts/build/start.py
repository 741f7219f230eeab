"""Starts both processes, says where they listen once they are ready, and stops them cleanly."""

import http.client
import os
import signal
import socket
import subprocess
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from scripts.build.console import Fault, say
from scripts.build.paths import DIALOGUE_PYTHON, LOGS, MODEL, ROOT, SERVICE_PYTHON, VAR
from scripts.build.processes import environment

_READY_WITHIN = 120.0
_STOP_WITHIN = 15.0


@dataclass
class Child:
    """One process of ours and where its log goes."""

    name: str
    process: subprocess.Popen  # type: ignore[type-arg]
    log: Path


@dataclass
class Site:
    """Both processes of one site, on ports of their own, with everything they store in `var`."""

    host: str = "127.0.0.1"
    port: int = 8000
    dialogue_port: int = 5005
    var: Path = VAR
    settings: dict = field(default_factory=dict)  # type: ignore[type-arg]
    children: list = field(default_factory=list)  # type: ignore[type-arg]

    def start(self) -> None:
        """Both processes run; Fault when a port is taken."""
        for port, what in ((self.port, "ASSISTANT_PORT"), (self.dialogue_port, "ASSISTANT_DIALOGUE_PORT")):
            _check_free(self.host, port, what)
        self.start_dialogue()
        self.start_service()

    def start_dialogue(self) -> None:
        """The dialogue process runs."""
        self._spawn(
            "dialogue",
            [
                DIALOGUE_PYTHON,
                "-m",
                "assistant.dialogue.server",
                "--model",
                MODEL,
                "--port",
                self.dialogue_port,
                "--interface",
                "127.0.0.1",
            ],
        )

    def start_service(self) -> None:
        """The service process runs."""
        self._spawn("service", [SERVICE_PYTHON, "-m", "assistant.cli", "serve"])

    def wait_until_ready(self, seconds: float = _READY_WITHIN) -> None:
        """`/readyz` is green; Fault shows the end of a log when a process ended or time ran out."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for child in self.children:
                if child.process.poll() is not None:
                    raise Fault(self._ended(child))
            if self.is_ready():
                return
            time.sleep(0.2)
        raise Fault(f"not ready after {seconds:.0f} s; see {self.var / 'log'}")

    def is_ready(self) -> bool:
        """Whether every part answers."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=5)
        with closing(connection), suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        return False

    def wait(self) -> None:
        """Returns when a process has ended by itself, with a Fault that shows its log."""
        while True:
            for child in self.children:
                if child.process.poll() is not None:
                    raise Fault(self._ended(child))
            time.sleep(0.5)

    def stop(self, *names: str) -> None:
        """The processes (all, or those named) have ended: asked first, killed after a while."""
        stopping = [child for child in self.children if not names or child.name in names]
        for child in reversed(stopping):
            if child.process.poll() is None:
                child.process.send_signal(signal.SIGTERM)
        for child in reversed(stopping):
            try:
                child.process.wait(_STOP_WITHIN)
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
            self.children.remove(child)

    def _spawn(self, name: str, command: list) -> None:  # type: ignore[type-arg]
        folder = self.var / "log"
        folder.mkdir(parents=True, exist_ok=True)
        log = folder / f"{name}.log"
        env = environment(
            ASSISTANT_HOST=self.host,
            ASSISTANT_PORT=str(self.port),
            ASSISTANT_VAR_DIR=str(self.var),
            ASSISTANT_DIALOGUE_URL=f"http://127.0.0.1:{self.dialogue_port}",
            ASSISTANT_ACTIONS_URL=f"http://{self.host}:{self.port}/actions/webhook",
            ASSISTANT_TRACKER_URL=f"sqlite:///{self.var / 'tracker.db'}",
            **self.settings,
        )
        with log.open("ab") as out:
            process = subprocess.Popen(
                [str(part) for part in command],
                cwd=ROOT,
                env=env,
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C reaches us alone, and we stop them in order
            )
        self.children.append(Child(name, process, log))

    def _ended(self, child: Child) -> str:
        tail = child.log.read_text(errors="replace").splitlines()[-20:]
        return "\n".join(
            [
                f"{child.name} ended with {child.process.returncode}; the end of {child.log}:",
                *(f"    {line}" for line in tail),
            ]
        )


def run_until_stopped() -> None:
    """Both processes run until Ctrl-C or SIGTERM."""
    site = Site(
        host=os.environ.get("ASSISTANT_HOST", "127.0.0.1"),
        port=int(os.environ.get("ASSISTANT_PORT", "8000")),
        dialogue_port=int(os.environ.get("ASSISTANT_DIALOGUE_PORT", "5005")),
    )
    started = time.monotonic()

    def asked_to_stop(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, asked_to_stop)
    try:
        say("  … starting the service and the dialogue process")
        site.start()
        site.wait_until_ready()
        say(f"  ✓ ready in {time.monotonic() - started:.1f} s; logs in {LOGS}")
        say(f"侨都通 http://{site.host}:{site.port}/chat  (Ctrl-C stops it)")
        site.wait()
    except KeyboardInterrupt:
        say("\n  … stopping")
    finally:
        site.stop()
    say("  ✓ stopped")


def _check_free(host: str, port: int, setting: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Fault(
                f"port {port} on {host} cannot be used ({error.strerror}). "
                f"Stop what uses it, or set {setting} to another."
            ) from error
