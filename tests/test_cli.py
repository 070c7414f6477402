"""The command `ai-export`: what it prints, where, and the exit code that says what came of it."""

import copy
import importlib.metadata
import io
import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import click
import pytest
from lies import LIES, SILENCES
from lying_server import LyingServer

from ai_export_policy import Client, Sidecar, cli, records, resources, strict_json
from ai_export_policy.cli import codes
from ai_export_policy.cli.commands import ai_export
from ai_export_policy.records import lines
from ai_export_policy.request import read

EXAMPLE_FILE = Path(cli.__file__).parents[1] / "examples" / "request.yaml"
EXAMPLE = read(EXAMPLE_FILE.read_bytes(), source="request.yaml")[0].request

FIVE_MISTAKES = """\
as_of: 2025-02-30
activity: exprt
destination: Poland
item: {kind: integrated_circuit, quantity: "10", tpp: 15832}
parties: {recipient: {listed: [entity]}}
"""

FIVE_TOLD = """\
five.yaml: invalid, 5 problems
  1:8 as_of                         "2025-02-30" is not a day of the calendar
                                    expected a date as YYYY-MM-DD, e.g. 2025-07-01
  2:11 activity                     "exprt" is not known here, did you mean export?
                                    expected one of export, reexport, transfer_in_country,
                                    deemed_export, deemed_reexport, service
  3:14 destination                  "Poland" does not fit
                                    expected a country code of two capital letters (ISO 3166-1
                                    alpha-2), e.g. PL
  4:44 item.quantity                the text "10" stands where a whole number belongs
                                    expected a whole number, 1 or more, without quotes
  5:32 parties.recipient.listed[0]  "entity" is not known here, did you mean entity_list?
                                    expected one of entity_list, entity_list_fn5, unverified_list,
                                    meu_list, denied_persons, sdn, other
  ai-export example prints a request that is valid.
"""


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def documents(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


class Run(Protocol):
    def __call__(self, *arguments: str, stdin: str = "") -> Ran: ...


@pytest.fixture(autouse=True)
def own_cache(opa_executable: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", f"{opa_executable.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("AI_EXPORT_CACHE", str(opa_executable.parent))
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def url(opa_executable: Path) -> Iterator[str]:
    """A real OPA on the policies of this package."""
    with Sidecar(executable=opa_executable) as sidecar:
        yield sidecar.url


# On a busy machine anything may take longer than a second, and is then said to.
PROGRESS = re.compile(r"^ai-export: (?:starting|deciding) .* \.\.\.\n", re.MULTILINE)


@pytest.fixture
def told_of_waiting() -> list[str]:
    """What the command said on standard error because it took long."""
    return []


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    told_of_waiting: list[str],
) -> Run:
    """Run the command in this process; what it says because it takes long is kept apart."""

    def run(*arguments: str, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = cli.main(arguments)
        out, err = capsys.readouterr()
        told_of_waiting.extend(PROGRESS.findall(err))
        return Ran(code, out, PROGRESS.sub("", err))

    return run


def changed(**fields: Any) -> dict[str, Any]:
    return copy.deepcopy(EXAMPLE) | fields


def saved(name: str, *requests: Any) -> str:
    Path(name).write_text("".join(f"{json.dumps(one)}\n" for one in requests), encoding="utf-8")
    return name


def decided(url: str, request: Any) -> dict[str, Any]:
    with Client(url) as client:
        return client.decide(request).document


def closed_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


AUTHORIZED = EXAMPLE
LICENSE_REQUIRED = changed(destination="CN")
MISSING_FACT = changed(
    end_use={"purpose": "data_center", "part_746": "none", "bis_informed": False}
)
OUT_OF_SCOPE = changed(activity="service")


@pytest.mark.parametrize(
    ("request_", "outcome", "code"),
    [
        (AUTHORIZED, "license_exception", 0),
        (LICENSE_REQUIRED, "license_required", 1),
        (MISSING_FACT, "indeterminate", 3),
        (OUT_OF_SCOPE, "out_of_scope", 3),
    ],
)
def test_one_request_is_answered_by_one_document_and_a_code_for_its_outcome(
    run: Run, url: str, request_: Any, outcome: str, code: int
) -> None:
    ran = run("decide", "--format", "json", "--url", url, saved("request.json", request_))
    assert ran == Ran(code, json.dumps(decided(url, request_)) + "\n", "")
    assert json.loads(ran.out)["outcome"] == outcome


def test_without_a_url_an_opa_of_its_own_decides_the_same(run: Run, url: str) -> None:
    ran = run("decide", "--format", "json", str(EXAMPLE_FILE))
    assert (ran.code, ran.documents, ran.err) == (0, [decided(url, EXAMPLE)], "")


def test_five_mistakes_are_told_at_once_each_with_its_place(run: Run) -> None:
    Path("five.yaml").write_text(FIVE_MISTAKES)
    assert run("decide", "five.yaml") == Ran(2, "", FIVE_TOLD)
    assert run("validate", "five.yaml") == Ran(2, "", FIVE_TOLD)


def test_mistakes_stand_in_json_in_the_place_of_the_decision(run: Run) -> None:
    Path("five.yaml").write_text(FIVE_MISTAKES)
    ran = run("decide", "--format", "json", "five.yaml")
    ((document),) = ran.documents
    problems = document["error"].pop("problems")
    assert (ran.code, ran.err) == (2, "")
    assert document == {
        "request_id": None,
        "error": {
            "kind": "request_invalid",
            "source": "five.yaml",
            "message": "the request is invalid: 5 problems",
        },
    }
    assert [(one["path"], one["line"], one["column"]) for one in problems] == [
        ("as_of", 1, 8),
        ("activity", 2, 11),
        ("destination", 3, 14),
        ("item.quantity", 4, 44),
        ("parties.recipient.listed[0]", 5, 32),
    ]
    assert all(one["reason"] and one["expected"] for one in problems)


@pytest.mark.parametrize("command", ["advise", "compare", "trace"])
def test_what_keeps_a_command_from_answering_is_told_in_json_as_decide_tells_it(
    command: str, run: Run
) -> None:
    Path("five.yaml").write_text(FIVE_MISTAKES)
    assert run(command, "--format", "json", "five.yaml") == run(
        "decide", "--format", "json", "five.yaml"
    )
    requests = [changed(request_id=one) for one in ("a", "b")[: 1 + (command == "compare")]]
    given = ("--format", "json", "--url", closed_port(), saved("valid.jsonl", *requests))
    ran, decided = run(command, *given), run("decide", *given)
    assert (ran.code, ran.err) == (4, "")
    ((told, *_), (first, *_)) = ran.documents, decided.documents
    if command == "compare":  # whose answer is on more than one request
        first = {"request_id": None, "error": first["error"] | {"source": None}}
    assert told == first
    assert told["error"]["kind"] == "unavailable"


def test_json_is_laid_out_for_a_terminal_alone(run: Run, url: str) -> None:
    for arguments in (
        ["decide", "--url", url, "--format", "json", str(EXAMPLE_FILE)],
        ["rule", "--format", "json", "740.29"],
        ["doctor", "--url", url, "--format", "json"],
    ):
        piped = run(*arguments).out
        assert piped.count("\n") == 1
        assert on_terminal(*arguments) == json.dumps(json.loads(piped), indent=2) + "\n"


def test_a_file_that_is_no_yaml_shows_the_line(run: Run) -> None:
    Path("broken.yaml").write_text("as_of: 2025-07-01\nitem: {kind: computer\n")
    ran = run("decide", "broken.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("broken.yaml: invalid, 1 problem\n  3:1 the whole")


def test_a_missing_fact_is_named_with_what_it_means(run: Run, url: str) -> None:
    ran = run("decide", "--url", url, saved("request.json", MISSING_FACT))
    assert (ran.code, ran.err) == (3, "")
    head, _, rest = ran.out.partition("The facts as given\n")
    assert head == (
        "request.json\n\nNot decided\nFacts are missing; add them to the request and ask again.\n\n"
    )
    facts = rest.split("\n\n")[1]
    assert facts == (
        "Facts that are missing and could change the outcome\n"
        "  end_use.part_744                          Result of the exporter's own review of end use"
        " and end\n"
        "                                            user under part 744."
    )


def test_opa_that_is_not_there_decides_nothing(run: Run) -> None:
    url = closed_port()
    ran = run("decide", "--url", url, str(EXAMPLE_FILE))
    assert (ran.code, ran.out) == (4, "")
    assert f"not decided: no connection to {url}" in " ".join(ran.err.split())
    assert "Check that OPA runs at --url" in ran.err
    as_json = run("decide", "--format", "json", "--url", url, str(EXAMPLE_FILE))
    assert (as_json.code, as_json.err) == (4, "")
    assert as_json.documents[0]["error"]["kind"] == "unavailable"


@pytest.mark.parametrize("lie", ["an empty document", "HTML", "a boolean", "a warning"])
def test_an_answer_that_is_no_decision_is_not_taken_for_one(run: Run, lie: str) -> None:
    with LyingServer(LIES[lie]) as server:
        ran = run("decide", "--url", server.url, str(EXAMPLE_FILE))
        as_json = run("decide", "--format", "json", "--url", server.url, str(EXAMPLE_FILE))
    assert (ran.code, ran.out) == (5, "")
    assert "Something answered, and nothing may be concluded from it." in ran.err
    assert (as_json.code, as_json.documents[0]["error"]["kind"]) == (5, "not_a_decision")


def test_a_slow_opa_is_waited_for_no_longer_than_told_and_the_wait_is_said(
    run: Run, told_of_waiting: list[str]
) -> None:
    with LyingServer(SILENCES["nothing"]) as server:
        begin = time.monotonic()
        ran = run("decide", "--timeout", "1.3", "--url", server.url, str(EXAMPLE_FILE))
    assert time.monotonic() - begin < 5
    assert (ran.code, ran.out) == (4, "")
    assert told_of_waiting == ["ai-export: deciding 1 request ...\n"]


def test_many_requests_are_answered_line_by_line_in_their_order(run: Run, url: str) -> None:
    requests = [
        changed(request_id="one"),
        {"request_id": "two", "activity": "export"},
        LICENSE_REQUIRED | {"request_id": "three"},
    ]
    ran = run("decide", "--format", "json", "--url", url, saved("orders.jsonl", *requests))
    first, second, third = ran.documents
    assert (ran.code, ran.err) == (2, "")
    assert [first, third] == [decided(url, requests[0]), decided(url, requests[2])]
    assert second["request_id"] == "two"
    assert second["error"]["source"] == "orders.jsonl:2"
    assert [one["path"] for one in second["error"]["problems"]] == ["as_of", "destination", "item"]


def test_many_requests_are_told_in_brief(run: Run, url: str) -> None:
    requests = [changed(request_id="one"), LICENSE_REQUIRED | {"request_id": "two"}, MISSING_FACT]
    ran = run("decide", "--url", url, saved("orders.jsonl", *requests))
    assert ran == Ran(
        3,
        "orders.jsonl:1 one                  license exception LPP   740.29\n"
        "orders.jsonl:2 two                  license required        presumption of denial\n"
        "orders.jsonl:3                      not decided             missing end_use.part_744\n"
        "\n"
        "3 decided: 1 license exception LPP, 1 license required (presumption of denial), 1 not"
        " decided\n",
        "",
    )


def test_many_files_and_standard_input_are_one_answer(run: Run, url: str) -> None:
    several = "\n---\n".join(json.dumps(one) for one in (AUTHORIZED, LICENSE_REQUIRED))
    file = saved("one.json", OUT_OF_SCOPE)
    ran = run("decide", "--format", "json", "--url", url, file, "-", stdin=f"---\n{several}\n")
    wanted = [decided(url, one) for one in (OUT_OF_SCOPE, AUTHORIZED, LICENSE_REQUIRED)]
    assert (ran.code, ran.documents, ran.err) == (3, wanted, "")


def test_json_lines_are_read_from_standard_input(run: Run, url: str) -> None:
    lines = "".join(f"{json.dumps(one)}\n" for one in (AUTHORIZED, AUTHORIZED))
    ran = run("decide", "--format", "json", "--url", url, "-", stdin=lines)
    assert (ran.code, ran.documents) == (0, [decided(url, AUTHORIZED)] * 2)


def test_full_and_brief_can_be_chosen(run: Run, url: str) -> None:
    file = saved("request.json", AUTHORIZED)
    brief = run("decide", "--brief", "--url", url, file)
    assert brief.out.splitlines()[0] == "request.json                        " + (
        "license exception LPP   740.29"
    )
    full = run("decide", "--full", "--url", url, file, file)
    one = run("decide", "--url", url, file)
    assert full.out == f"{one.out}\n{one.out}"


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([0, 1, 3, 2, 4, 5], 5),
        ([0, 1, 3, 2, 4], 4),
        ([0, 1, 3, 2], 2),
        ([0, 1, 3], 3),
        ([0, 1], 1),
        ([0], 0),
    ],
)
def test_of_many_the_worst_gives_the_code(
    monkeypatch: pytest.MonkeyPatch, answers: list[int], code: int
) -> None:
    monkeypatch.setattr(codes, "of", lambda answer: answer)
    given: Any = answers
    assert codes.of_many(given) == code
    assert codes.of_many(reversed(given)) == code


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Commands:"),
        (["decid"], "No such command 'decid'"),
        (["decide"], "Missing argument 'FILE...'"),
        (["decide", "nowhere.yaml"], "File 'nowhere.yaml' does not exist"),
        (["decide", "."], "is a directory"),
        (["decide", "--colour", "red"], "No such option"),
        (["decide", "--format", "xml", str(EXAMPLE_FILE)], "'xml' is not one of 'text', 'json'"),
        (["decide", "--url", "opa", str(EXAMPLE_FILE)], "Invalid value for '--url'"),
        (["decide", "--timeout", "0", str(EXAMPLE_FILE)], "Invalid value for '--timeout'"),
        (["validate"], "Missing argument 'FILE...'"),
        (["tour", "--url", "ftp://example.org"], "Invalid value for '--url'"),
    ],
)
def test_wrong_use_is_code_64_and_decides_nothing(
    run: Run, arguments: list[str], told: str
) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (64, "")
    assert told in ran.err


def test_a_trace_is_told_as_text_json_and_markdown(run: Run, url: str) -> None:
    request = saved("request.json", AUTHORIZED)
    text = run("trace", request)
    assert text.code == 0
    assert "+ Decision [90 FR 4544] decision\n    ear/decision.rego:" in text.out
    whole = run("trace", "--whole", request)
    assert "stopped at line" in whole.out
    assert len(whole.out) > len(text.out)
    (document,) = run("trace", "--format", "json", request).documents
    assert document["root"]["name"] == "ear.decision"
    assert run("trace", "--format", "markdown", request).out.startswith("# Trace: ")


def test_what_is_told_is_on_record_with_the_digest_of_the_trace(run: Run, url: str) -> None:
    many = saved("many.jsonl", AUTHORIZED, MISSING_FACT)
    decided = run("decide", "--record", "kept", "--format", "json", "--url", url, many)
    one = saved("one.json", LICENSE_REQUIRED)
    traced = run("trace", "--record", "kept", "--whole", "--format", "json", one)
    assert (decided.code, traced.code) == (3, 1)
    kept = [line.record for line in records.records(Path("kept"))]
    assert [record["decision"] for record in kept[:2]] == decided.documents
    assert [record["request"] for record in kept] == [AUTHORIZED, MISSING_FACT, LICENSE_REQUIRED]
    digest = lines.digest(strict_json.dump(traced.documents[0]))
    assert [record["trace_digest"] for record in kept] == [None, None, digest]
    assert run("records", "verify", "kept").code == 0


@pytest.mark.parametrize("command", ["decide", "trace"])
def test_what_cannot_be_written_down_is_not_told(command: str, run: Run, url: str) -> None:
    request = saved("request.json", AUTHORIZED)
    with records.Records(Path("kept")):
        ran = run(command, "--record", "kept", "--url", url, request)
    assert (ran.code, ran.out) == (4, "")
    assert "another writer holds the chain" in ran.err
    assert list(records.records(Path("kept"))) == []


def test_a_trace_of_an_invalid_request_or_of_many_is_none(run: Run, url: str) -> None:
    invalid = run("trace", "--url", url, saved("invalid.json", {"as_of": "2025-02-30"}))
    assert (invalid.code, invalid.out) == (2, "")
    assert "as_of" in invalid.err
    many = run("trace", "--url", url, saved("many.jsonl", AUTHORIZED, MISSING_FACT))
    assert (many.code, many.out) == (64, "")
    assert "2 requests" in many.err


def test_validate_names_each_request_of_each_file(run: Run) -> None:
    good = saved("good.json", AUTHORIZED)
    many = saved("many.jsonl", AUTHORIZED, MISSING_FACT)
    assert run("validate", good, many) == Ran(
        0, "good.json: valid\nmany.jsonl:1: valid\nmany.jsonl:2: valid\n", ""
    )


def test_the_example_is_printed_as_it_is_and_can_be_decided(run: Run, url: str) -> None:
    printed = run("example")
    assert printed == Ran(0, EXAMPLE_FILE.read_text(encoding="utf-8"), "")
    ran = run("decide", "--format", "json", "--url", url, "-", stdin=printed.out)
    assert (ran.code, ran.documents) == (0, [decided(url, EXAMPLE)])


def commands() -> Iterator[tuple[str, click.Command]]:
    yield "ai-export", ai_export
    for name, command in ai_export.commands.items():
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {one}", below) for one, below in command.commands.items())


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_every_command_and_option_says_what_it_is_for(
    run: Run, name: str, command: click.Command
) -> None:
    ran = run(*([] if name == "ai-export" else name.split()), "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: ai-export {'' if name == 'ai-export' else name}".rstrip())
    assert max(map(len, ran.out.splitlines())) <= 100
    assert command.help
    assert command.epilog
    assert re.search(r"^ +(Examples?|Start here):$", ran.out, re.MULTILINE)
    options = [one for one in command.params if isinstance(one, click.Option)]
    assert [one.name for one in options if not one.help] == []
    if name in ("ai-export", "decide"):
        assert all(f"\n    {code:<3} " in ran.out for code in (0, 1, 2, 3, 4, 5, 64))


def timed() -> Iterator[tuple[str, str]]:
    """Each command with each of its options that takes seconds."""
    for name, command in commands():
        for option in command.params:
            if option.name in ("timeout", "max_age"):
                yield name, option.opts[0]


@pytest.mark.parametrize("given", ["nan", "inf", "-inf", "1e10", "86401", "0", "-1", "soon"])
@pytest.mark.parametrize(("name", "option"), list(timed()))
def test_seconds_are_above_zero_and_within_a_day(
    run: Run, name: str, option: str, given: str
) -> None:
    ran = run(*name.split(), option, given)
    assert (ran.code, ran.out) == (64, "")
    assert f"Invalid value for '{option}'" in ran.err


def test_every_command_that_waits_is_among_them() -> None:
    assert {("doctor", "--max-age"), ("decide", "--timeout"), ("diff", "--timeout")} <= {*timed()}


def test_a_day_is_not_too_long(run: Run, url: str) -> None:
    assert run("decide", "--timeout", "86400", "--url", url, str(EXAMPLE_FILE)).code == 0


def test_the_version_is_that_of_the_package_and_of_its_policies(run: Run, url: str) -> None:
    ran = run("--version")
    assert (ran.code, ran.err) == (0, "")
    revision = decided(url, EXAMPLE)["policy"]["revision"]
    version = importlib.metadata.version("ai-export-policy")
    assert ran.out == f"ai-export {version}, policies {revision}\n"


COMMAND = [
    sys.executable,
    "-c",
    "import sys; from ai_export_policy.cli import main; sys.exit(main())",
]


def on_terminal(*arguments: str, **environment: str) -> str:
    """What the command prints where standard output is a terminal."""
    ours, theirs = pty.openpty()
    variables = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    process = subprocess.Popen([*COMMAND, *arguments], stdout=theirs, env=variables | environment)
    os.close(theirs)
    told = b""
    while True:
        try:
            chunk = os.read(ours, 65536)
        except OSError:  # Linux: the other side is closed
            break
        if not chunk:
            break
        told += chunk
    process.wait()
    os.close(ours)
    return told.decode().replace("\r\n", "\n")


def test_colours_are_for_terminals_that_want_them(run: Run, url: str) -> None:
    arguments = ["decide", "--url", url, str(EXAMPLE_FILE)]
    plain = run(*arguments).out
    colored = on_terminal(*arguments)
    assert "\x1b" not in plain
    assert colored.count("\x1b[1;32m") == 1
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain
    assert on_terminal(*arguments, NO_COLOR="1") == plain


def processes() -> Iterator[tuple[int, int, str]]:
    """Process id, that of the parent, and command line of what runs here."""
    if Path("/proc/self/stat").exists():  # small systems have this and no `ps`
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
                yield int(folder.name), int(parent), (folder / "cmdline").read_text()
        return
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    )
    for line in listed.stdout.splitlines():
        pid, parent, command = line.split(None, 2)
        yield int(pid), int(parent), command


def engines(process: subprocess.Popen[bytes]) -> list[int]:
    """Process ids of the OPA that a running command has started."""
    return [
        pid
        for pid, parent, command in processes()
        if parent == process.pid and "--server" in command
    ]


def started(arguments: list[str]) -> tuple[subprocess.Popen[bytes], int]:
    """A command of many requests, and its OPA at work."""
    process = subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    end = time.monotonic() + 60
    while not (found := engines(process)):
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.005)
    return process, found[0]


@pytest.fixture
def many() -> str:
    """More requests than are decided before somebody can interfere."""
    return saved("many.jsonl", *([AUTHORIZED] * 6_000))


def test_opa_killed_under_it_is_no_decision_on_what_is_left(many: str) -> None:
    process, opa = started(["decide", "--format", "json", many])
    os.kill(opa, signal.SIGKILL)
    out, err = process.communicate(timeout=60)
    documents = [json.loads(line) for line in out.splitlines()]
    assert process.returncode == 4
    assert PROGRESS.sub("", err.decode()) == ""
    assert len(documents) == 6_000
    undecided = [one for one in documents if "error" in one]
    assert undecided
    assert {one["error"]["kind"] for one in undecided} == {"unavailable"}
    assert {one["outcome"] for one in documents if "error" not in one} <= {"license_exception"}


def test_an_interrupt_stops_it_and_its_opa(many: str) -> None:
    process, opa = started(["decide", many])
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    told = PROGRESS.sub("", err.decode())
    assert told == "ai-export: interrupted, nothing more was decided\n"
    with pytest.raises(ProcessLookupError):
        os.kill(opa, 0)


def test_a_reader_that_has_seen_enough_is_no_error(url: str) -> None:
    file = saved("several.jsonl", *([AUTHORIZED] * 50))
    process = subprocess.Popen(
        [*COMMAND, "decide", "--format", "json", "--url", url, file],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert PROGRESS.sub("", process.stderr.read().decode()) == ""
    assert process.wait(60) == 141


@pytest.mark.parametrize("command", [["example"], ["decide", "--format", "json", "--url"]])
def test_an_output_that_cannot_be_written_is_told(command: list[str], url: str) -> None:
    file = saved("several.jsonl", *([AUTHORIZED] * 50))
    given = [*command, url, file] if command[-1] == "--url" else command
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, *given], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    told = PROGRESS.sub("", done.stderr)
    said = "ai-export: not told: standard output cannot be written: No space left on device\n"
    assert (done.returncode, told) == (4, said)


def test_a_folder_of_an_output_that_is_missing_is_told(run: Run) -> None:
    Path("store/main").mkdir(parents=True)
    Path("store/main/00000001.jsonl").touch()
    ran = run("records", "export", "--output", "nowhere/out.jsonl", "store")
    assert ran == Ran(64, "", "ai-export: nowhere/out.jsonl: No such file or directory\n")
    ran = run("bundle", "build", "--unsigned", "--output", "out.tar.gz", "--store", "/dev/null/x")
    assert ran.code == 4
    assert ran.err.startswith("not done: ")
    assert "Not a directory" in ran.err


def test_an_installation_without_policies_says_what_to_do(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(resources, "_HERE", tmp_path / "a" / "b" / "c" / "d")
    ran = run("decide", str(EXAMPLE_FILE))
    assert (ran.code, ran.out) == (4, "")
    assert "install ai-export-policy again" in ran.err
