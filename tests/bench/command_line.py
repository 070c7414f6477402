"""The command line, cold: from the shell to the answer, against OPA's own."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.kinds import Kind
from bench.table import Table

# What `ai-export decide` exits with (README.md): permitted, license required, undecided.
_ANSWERED = {0, 1, 3}


def measure(opa: Path, policies: Path, kind: Kind, rounds: int) -> Table:
    """Milliseconds from start to end of each process, median of `rounds` taken in turn."""
    with tempfile.TemporaryDirectory() as folder:
        request = Path(folder) / "request.json"
        request.write_text(json.dumps(kind.request), encoding="utf-8")
        given = [str(opa), "eval", "--ignore", "*_test.rego", "--input", str(request)]
        commands = {
            "opa eval -d policies": [*given, "--data", str(policies), "data.ear.decision"],
            "opa eval -b policies": [*given, "--bundle", str(policies), "data.ear.decision"],
            "ai-export decide": [_command(), "decide", str(request)],
            "ai-export decide --format json": [
                *(_command(), "decide", "--format", "json"),
                str(request),
            ],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                times[name].append(_run(command))
    least, *_ = halves = [median(each) for each in times.values()]
    return Table(
        title=f"The command line, cold ({kind.name}), {rounds} of each in turn",
        columns=("command", "p50 ms", "x opa eval"),
        rows=[(name, half * 1e3, half / least) for name, half in zip(times, halves, strict=True)],
    )


def _run(command: list[str]) -> float:
    begin = time.perf_counter()
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - begin
    if ended.returncode not in _ANSWERED or not ended.stdout:
        raise AssertionError(f"{command}: {ended.returncode}\n{ended.stdout}{ended.stderr}")
    return seconds


def _command() -> str:
    return str(Path(sys.executable).parent / "ai-export")
