"""Each way of getting the pinned OPA, and what is left behind when one fails: nothing."""

import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ai_export_policy import EngineMissing, opa

VERSION = opa.OPA_VERSION
ASSET = opa.ASSETS[platform.system().lower(), platform.machine().lower()]
ASSET_PATH = f"/v{VERSION}/{ASSET}"
# Never released, so never pinned.
OTHER = "0.0.1"
CACHED = f"opa-{VERSION}"

# Stands for the executable where only its version matters; the real one has 60 MB.
PRETENDER = f"#!/bin/sh\necho 'Version: {VERSION}'\n".encode()


@dataclass
class Release:
    """A release host on loopback. `files` is path to (status, body, bytes announced)."""

    url: str = ""
    files: dict[str, tuple[int, bytes, int]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def put(
        self, path: str, body: bytes, *, status: int = 200, announced: int | None = None
    ) -> None:
        self.files[path] = (status, body, len(body) if announced is None else announced)

    def publish(self, body: bytes) -> None:
        self.put(ASSET_PATH, body)
        self.put(f"{ASSET_PATH}.sha256", f"{hashlib.sha256(body).hexdigest()}  {ASSET}\n".encode())


@pytest.fixture
def release(monkeypatch: pytest.MonkeyPatch) -> Iterator[Release]:
    state = Release()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append(self.path)
            status, body, announced = state.files.get(self.path, (404, b"Not Found", 9))
            self.send_response(status)
            self.send_header("Content-Length", str(announced))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        state.url = f"http://127.0.0.1:{server.server_address[1]}"
        monkeypatch.setenv("AI_EXPORT_OPA_DOWNLOAD", state.url)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        yield state
        server.shutdown()
        thread.join()


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty directory that is all there is on PATH."""
    directory = tmp_path / "bin"
    directory.mkdir()
    monkeypatch.setenv("PATH", str(directory))
    return directory


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def program(file: Path, text: str) -> None:
    file.write_text(text)
    file.chmod(0o755)


def calls_itself(file: Path, version: str) -> None:
    program(file, f"#!/bin/sh\necho 'Version: {version}'\n")


def fake_go(directory: Path, code: str) -> None:
    """A `go` that runs `code`, in which `target` is the file that a real one would build."""
    head = "import json, os, pathlib, shutil, sys, time"
    target = "target = pathlib.Path(os.environ['GOBIN'], 'opa')"
    program(directory / "go", f"#!{sys.executable}\n{head}\n{target}\n{code}\n")


def built(executable: Path) -> str:
    return f"shutil.copy({str(executable)!r}, target)"


def left_in(cache: Path) -> list[str]:
    return sorted(entry.name for entry in cache.iterdir())


def test_opa_on_path_of_the_pinned_version_is_used(
    path: Path, cache: Path, release: Release, opa_executable: Path
) -> None:
    (path / "opa").symlink_to(opa_executable)
    assert opa.ensure(cache) == path / "opa"
    assert not cache.exists()
    assert release.asked == []


@pytest.mark.parametrize("version", [f"{VERSION}0", f"{VERSION}-dev", f"1{VERSION}", OTHER, "0.1"])
def test_opa_on_path_of_another_version_is_not_used(
    path: Path, cache: Path, release: Release, capsys: pytest.CaptureFixture[str], version: str
) -> None:
    calls_itself(path / "opa", version)
    release.publish(PRETENDER)
    assert opa.ensure(cache) == cache / CACHED
    assert f"{path / 'opa'} is {version}, not {VERSION}: not used" in capsys.readouterr().err


def test_something_on_path_that_only_shares_the_name_is_not_used(
    path: Path, cache: Path, release: Release
) -> None:
    program(path / "opa", f"#!/bin/sh\necho 'Version: {VERSION}'\nexit 1\n")
    release.publish(PRETENDER)
    assert opa.ensure(cache) == cache / CACHED


def test_cached_opa_is_used_without_asking_anyone(
    path: Path, cache: Path, release: Release, opa_executable: Path
) -> None:
    cache.mkdir()
    (cache / CACHED).symlink_to(opa_executable)
    fake_go(path, "raise SystemExit('nobody asked for a build')")
    assert opa.ensure(cache) == cache / CACHED
    assert release.asked == []


def test_cached_file_that_is_not_the_pinned_version_is_replaced(
    path: Path, cache: Path, release: Release
) -> None:
    cache.mkdir()
    calls_itself(cache / CACHED, OTHER)
    release.publish(PRETENDER)
    assert opa.version_of(opa.ensure(cache)) == VERSION
    assert left_in(cache) == [CACHED]


def test_go_builds_the_pinned_version_into_the_cache(
    path: Path,
    cache: Path,
    tmp_path: Path,
    release: Release,
    opa_executable: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("GOOS", "plan9")
    monkeypatch.setenv("GOARCH", "mips")
    monkeypatch.setenv("GOFLAGS", "-buildvcs=false")
    seen = tmp_path / "seen.json"
    names = ["CGO_ENABLED", "GOOS", "GOARCH", "GOFLAGS"]
    fake_go(
        path,
        f"told = [sys.argv[1:], [os.environ.get(name) for name in {names}]]\n"
        f"pathlib.Path({str(seen)!r}).write_text(json.dumps(told + [str(target.parent.parent)]))\n"
        + built(opa_executable),
    )
    assert opa.ensure(cache) == cache / CACHED
    assert json.loads(seen.read_text()) == [
        ["install", f"github.com/open-policy-agent/opa@v{VERSION}"],
        ["0", None, None, "-buildvcs=false"],
        str(cache),
    ]
    assert left_in(cache) == [CACHED]
    assert release.asked == []
    assert f"building OPA {VERSION}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("raise SystemExit('go: no such module')", "the Go build failed (go: no such module)"),
        ("sys.exit(3)", "the Go build failed (exit code 3)"),
        ("pass", "what arrived calls itself no OPA at all"),
        (
            f"target.write_text('#!/bin/sh\\necho Version: {OTHER}\\n'); target.chmod(0o755)",
            f"what arrived calls itself {OTHER}",
        ),
    ],
)
def test_a_build_that_fails_says_so_and_the_release_is_downloaded(
    path: Path,
    cache: Path,
    release: Release,
    capsys: pytest.CaptureFixture[str],
    code: str,
    said: str,
) -> None:
    fake_go(path, code)
    release.publish(PRETENDER)
    assert opa.ensure(cache) == cache / CACHED
    assert left_in(cache) == [CACHED]
    assert said in capsys.readouterr().err


def test_a_long_build_tells_that_it_goes_on(
    path: Path,
    cache: Path,
    release: Release,
    opa_executable: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(opa, "_BEAT_SECONDS", 0.1)
    fake_go(path, "time.sleep(0.5)\n" + built(opa_executable))
    opa.ensure(cache)
    assert "opa: building, 0 s\n" in capsys.readouterr().err


def test_a_build_that_hangs_is_ended(
    path: Path,
    cache: Path,
    release: Release,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(opa, "_BEAT_SECONDS", 0.1)
    monkeypatch.setattr(opa, "_BUILD_SECONDS", 0.3)
    fake_go(path, "time.sleep(60)")
    release.publish(PRETENDER)
    assert opa.ensure(cache) == cache / CACHED
    assert "the Go build did not end within 0.3 s" in capsys.readouterr().err


def test_the_release_is_downloaded_and_its_checksum_verified(
    path: Path,
    cache: Path,
    release: Release,
    opa_executable: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    release.publish(opa_executable.read_bytes())
    assert opa.ensure(cache) == cache / CACHED
    assert release.asked == [f"{ASSET_PATH}.sha256", ASSET_PATH]
    assert left_in(cache) == [CACHED]
    said = capsys.readouterr().err
    assert f"downloading {release.url}{ASSET_PATH}" in said
    assert "proves that the file is intact, not who made it" in said


def test_a_pinned_checksum_needs_none_beside_the_download(
    path: Path,
    cache: Path,
    release: Release,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(opa.CHECKSUMS, ASSET, hashlib.sha256(PRETENDER).hexdigest())
    release.put(ASSET_PATH, PRETENDER)
    assert opa.ensure(cache) == cache / CACHED
    assert release.asked == [ASSET_PATH]
    assert "not who made it" not in capsys.readouterr().err


def test_a_pinned_checksum_overrules_the_one_beside_the_download(
    path: Path, cache: Path, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(opa.CHECKSUMS, ASSET, "0" * 64)
    release.publish(PRETENDER)
    with pytest.raises(EngineMissing, match=r"not 0{64}: discarded"):
        opa.ensure(cache)
    assert left_in(cache) == []


def wrong_checksum(release: Release) -> None:
    release.put(f"{ASSET_PATH}.sha256", b"0" * 64)


def cut_off(release: Release) -> None:
    release.put(ASSET_PATH, PRETENDER[:-9], announced=len(PRETENDER))


def checksum_cut_off(release: Release) -> None:
    release.put(f"{ASSET_PATH}.sha256", b"0123", announced=64)


def not_published(release: Release) -> None:
    release.files.clear()


def no_checksum(release: Release) -> None:
    del release.files[f"{ASSET_PATH}.sha256"]


def checksum_is_a_page(release: Release) -> None:
    release.put(f"{ASSET_PATH}.sha256", b"<html>Sign in</html>")


def server_fails(release: Release) -> None:
    release.put(ASSET_PATH, b"", status=503)


def another_version(release: Release) -> None:
    release.publish(PRETENDER.replace(VERSION.encode(), OTHER.encode()))


def not_executable(release: Release) -> None:
    release.publish(b"\x7fELF, but not really")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (wrong_checksum, f", not {'0' * 64}: discarded"),
        (cut_off, f"was cut off after {len(PRETENDER) - 9} of {len(PRETENDER)} bytes: discarded"),
        (checksum_cut_off, ".sha256 was cut off after 4 of 64 bytes: discarded"),
        (not_published, ".sha256 answered 404 Not Found"),
        (no_checksum, ".sha256 answered 404 Not Found"),
        (checksum_is_a_page, ".sha256 holds no SHA-256 checksum"),
        (server_fails, "answered 503 Service Unavailable"),
        (another_version, f"what arrived calls itself {OTHER}"),
        (not_executable, "what arrived calls itself no OPA at all"),
    ],
)
def test_a_bad_download_leaves_nothing_behind_and_says_what_to_do(
    path: Path, cache: Path, release: Release, fault: Callable[[Release], None], reason: str
) -> None:
    release.publish(PRETENDER)
    fault(release)
    with pytest.raises(EngineMissing) as caught:
        opa.ensure(cache)
    assert left_in(cache) == []
    assert reason in str(caught.value)
    assert "Go is not on PATH" in str(caught.value)
    assert str(caught.value).endswith(
        f"Install OPA {VERSION} and put it on PATH as `opa`, or install Go, and try again"
    )


def test_a_bad_download_leaves_what_was_cached(path: Path, cache: Path, release: Release) -> None:
    cache.mkdir()
    calls_itself(cache / "opa-0.0.1", OTHER)
    with pytest.raises(EngineMissing):
        opa.ensure(cache)
    assert left_in(cache) == ["opa-0.0.1"]


def test_nobody_answers(path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Port 1 of this machine: nothing listens there.
    monkeypatch.setenv("AI_EXPORT_OPA_DOWNLOAD", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with pytest.raises(EngineMissing, match="cannot be downloaded"):
        opa.ensure(cache)
    assert left_in(cache) == []


@pytest.mark.parametrize(
    ("mirror", "said"),
    [
        (
            "mirror.example.com/opa",
            "AI_EXPORT_OPA_DOWNLOAD is mirror.example.com/opa, without",
        ),
        ("nosuch://mirror.example.com", "cannot be downloaded (unknown url type: nosuch)"),
        ("http://[::1/opa", "cannot be downloaded (Invalid IPv6 URL)"),
    ],
)
def test_a_mirror_that_is_no_address_is_named(
    mirror: str, said: str, path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AI_EXPORT_OPA_DOWNLOAD", mirror)
    with pytest.raises(EngineMissing, match=f"{re.escape(said)}.*Install OPA"):
        opa.ensure(cache)
    assert left_in(cache) == []


def test_an_unknown_platform_asks_for_nothing_and_says_what_to_do(
    path: Path, cache: Path, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "s390x")
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    release.publish(PRETENDER)
    with pytest.raises(EngineMissing, match=r"no release of OPA for linux on s390x.*Install OPA"):
        opa.ensure(cache)
    assert release.asked == []
    assert left_in(cache) == []


def test_a_cache_that_cannot_be_made_is_named(path: Path, cache: Path, release: Release) -> None:
    cache.write_text("a file where a directory is wanted")
    with pytest.raises(EngineMissing, match=f"^{cache}: .*Install OPA"):
        opa.ensure(cache)
    assert release.asked == []


def run_as_file(repository: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Run opa.py as the Makefile does, without anything that is installed (-S)."""
    file = repository / "python" / "src" / "ai_export_policy" / "opa.py"
    return subprocess.Popen(
        [sys.executable, "-S", file, *arguments],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_at_once_build_once_and_get_the_same(
    repository: Path, path: Path, cache: Path, tmp_path: Path, opa_executable: Path
) -> None:
    count = tmp_path / "count"
    fake_go(
        path,
        f"open({str(count)!r}, 'a').write('built ')\ntime.sleep(1)\n" + built(opa_executable),
    )
    both = [run_as_file(repository, "--print-path", AI_EXPORT_CACHE=str(cache)) for _ in range(2)]
    answers = [process.communicate(timeout=120)[0] for process in both]
    assert answers == [f"{cache / CACHED}\n"] * 2
    assert count.read_text() == "built "
    assert left_in(cache) == [CACHED]


def test_as_a_file_it_needs_nothing_installed(
    repository: Path, path: Path, cache: Path, opa_executable: Path
) -> None:
    cache.mkdir()
    shutil.copy(opa_executable, cache / CACHED)
    process = run_as_file(repository, AI_EXPORT_CACHE=str(cache))
    assert process.communicate(timeout=60) == (f"OPA {VERSION}: {cache / CACHED}\n", "")
    assert process.returncode == 0


def test_as_a_file_it_fails_with_the_exit_code_of_an_unavailable_opa(
    repository: Path, path: Path, cache: Path, release: Release
) -> None:
    process = run_as_file(repository, "--print-path", AI_EXPORT_CACHE=str(cache))
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (4, "")
    assert err.splitlines()[-1].startswith(f"opa: no OPA {VERSION}: ")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"AI_EXPORT_CACHE": "/own", "XDG_CACHE_HOME": "/xdg"}, "/own"),
        ({"XDG_CACHE_HOME": "/xdg"}, "/xdg/ai-export-policy"),
        ({"HOME": "/home/someone"}, "/home/someone/.cache/ai-export-policy"),
    ],
)
def test_where_the_cache_is(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str
) -> None:
    for name in ("AI_EXPORT_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(opa, "_HERE", Path("/venv/lib/python3.11/site-packages/ai_export_policy"))
    assert opa.default_cache() == Path(expected)


def placed(root: Path, *parts: str, project: bool = True) -> Path:
    """A package below `root`, with a cache and a project where those of a checkout would be."""
    package = root.joinpath(*parts, "ai_export_policy")
    package.mkdir(parents=True)
    (package.parents[2] / ".cache").mkdir()
    if project:
        (package.parents[1] / "pyproject.toml").touch()
    return package


def test_in_a_checkout_the_cache_that_make_made_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.delenv("AI_EXPORT_CACHE", raising=False)
    monkeypatch.setattr(opa, "_HERE", placed(tmp_path, "python", "src"))
    assert opa.default_cache() == tmp_path / ".cache"
    monkeypatch.setenv("AI_EXPORT_CACHE", str(tmp_path / "own"))
    assert opa.default_cache() == tmp_path / "own"


def test_outside_a_checkout_no_cache_beside_the_package_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.delenv("AI_EXPORT_CACHE", raising=False)
    never_made = placed(tmp_path / "fresh", "python", "src")
    (tmp_path / "fresh" / ".cache").rmdir()
    for package in (
        never_made,
        placed(tmp_path / "wheel", "lib", "site-packages"),
        placed(tmp_path / "other", "python", "src", project=False),
    ):
        monkeypatch.setattr(opa, "_HERE", package)
        assert opa.default_cache() == tmp_path / "xdg" / "ai-export-policy"
