"""The OPA executable: which version, and where to get it.

This is the one place where the version is pinned. The module needs the standard library alone, so
the Makefile can run it as a file before any dependency is installed.
"""

import argparse
import contextlib
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path

if not __package__:  # run as a file: the package is beside it, and its neighbours are not top-level
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from ai_export_policy.errors import EngineMissing
from ai_export_policy.locking import one_at_a_time

OPA_VERSION = "1.22.2"

# SHA-256 by release asset. An entry here proves origin as well as integrity, so it is filled in
# only from a source other than the download itself; without one, the checksum beside it is used.
CHECKSUMS: dict[str, str] = {}

# By (system, machine) as `platform` names them, lower case. The project publishes no static build
# for Macs with Intel processors.
ASSETS = {
    ("linux", "x86_64"): "opa_linux_amd64_static",
    ("linux", "amd64"): "opa_linux_amd64_static",
    ("linux", "aarch64"): "opa_linux_arm64_static",
    ("linux", "arm64"): "opa_linux_arm64_static",
    ("darwin", "x86_64"): "opa_darwin_amd64",
    ("darwin", "arm64"): "opa_darwin_arm64_static",
    ("windows", "amd64"): "opa_windows_amd64.exe",
}

ENVIRONMENT = {"GOGC": "200", "GOMEMLIMIT": "400MiB"}
"""What OPA runs with unless its operator says otherwise (Go documentation, package runtime): its
garbage is collected half as often, for a sixth less processor time and some 25 MiB more memory;
near the limit, which that of the manifests lies above, as often as it takes."""

RELEASES = "https://github.com/open-policy-agent/opa/releases/download"
MODULE = "github.com/open-policy-agent/opa"

_HERE = Path(__file__).resolve().parent
_SUFFIX = ".exe" if os.name == "nt" else ""
_ASK_SECONDS = 60  # `opa version` takes milliseconds, or seconds while a compiler runs
_BUILD_SECONDS = 1800
_GAP_SECONDS = 60  # of silence from the download server
_BEAT_SECONDS = 5.0


class _Failed(Exception):
    """One way of getting OPA did not work out; the text says why."""


def default_cache() -> Path:
    """Directory for what is built or downloaded.

    AI_EXPORT_CACHE, or that which make has made in the checkout that this module is part of, or the
    user's cache directory.
    """
    if own := os.environ.get("AI_EXPORT_CACHE"):
        return Path(own).absolute()
    if (made := _of_checkout(_HERE)) is not None:
        return made
    return user_cache()


def user_cache() -> Path:
    """The user's cache directory for this package, whatever AI_EXPORT_CACHE says."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base).absolute() / "ai-export-policy"


def _of_checkout(package: Path) -> Path | None:
    """The `.cache` beside `python/src/<package>`, None where there is none or no checkout."""
    project = package.parents[1]
    made = project.parent / ".cache"
    is_checkout = package.parent == project / "src" and (project / "pyproject.toml").is_file()
    return made if is_checkout and made.is_dir() else None


def ensure(cache: Path | None = None) -> Path:
    """Path of an OPA executable of exactly OPA_VERSION, obtained if it is not there yet.

    In this order: `opa` on PATH, the cache, a build with Go, the release download. Only an
    executable that answers `opa version` with the pinned version is ever returned. Progress goes
    to standard error. Safe to call from several processes at once. Raises EngineMissing, whose text
    says what to do; nothing half-finished stays in the cache.
    """
    on_path = shutil.which("opa")
    found = version_of(Path(on_path)) if on_path else None
    if on_path and found == OPA_VERSION:
        return Path(on_path).absolute()
    cache = default_cache() if cache is None else cache.absolute()
    cached = cache / f"opa-{OPA_VERSION}{_SUFFIX}"
    if version_of(cached) == OPA_VERSION:
        return cached
    if on_path:
        _say(f"{on_path} is {found or 'no working OPA'}, not {OPA_VERSION}: not used")
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with one_at_a_time(cache, "getting OPA"):
            if version_of(cached) == OPA_VERSION:  # another process was faster
                return cached
            with tempfile.TemporaryDirectory(prefix=".opa-", dir=cache) as scratch:
                fresh = _obtain(Path(scratch))
                os.replace(fresh, cached)
    except OSError as error:
        raise EngineMissing(f"{cache}: {error.strerror or error}. {_advice()}") from error
    return cached


def version_of(executable: Path) -> str | None:
    """What `opa version` of this executable says, None if it is no working OPA."""
    try:
        answer = subprocess.run(
            [executable, "version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_ASK_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(r"^Version:\s*(\S+)", answer.stdout, re.MULTILINE)
    return match[1] if match and answer.returncode == 0 else None


def _obtain(scratch: Path) -> Path:
    failures = []
    for way in (_build, _download):
        try:
            fresh = way(scratch)
            if (version := version_of(fresh)) != OPA_VERSION:
                raise _Failed(f"what arrived calls itself {version or 'no OPA at all'}")
        except _Failed as failure:
            failures.append(str(failure))
            _say(str(failure))
        else:
            _say(f"OPA {OPA_VERSION} is ready")
            return fresh
    raise EngineMissing(f"no OPA {OPA_VERSION}: {'; '.join(failures)}. {_advice()}")


def _build(scratch: Path) -> Path:
    go = shutil.which("go")
    if go is None:
        raise _Failed("Go is not on PATH, so OPA cannot be built")
    # GOBIN and a foreign GOOS or GOARCH exclude each other, and the result has to run here.
    kept = {name: value for name, value in os.environ.items() if name not in ("GOOS", "GOARCH")}
    environment = kept | {"CGO_ENABLED": "0", "GOBIN": str(scratch)}
    _say(f"building OPA {OPA_VERSION} with {go}, about a minute")
    started = time.monotonic()
    with (
        tempfile.TemporaryFile("w+", errors="replace", dir=scratch) as output,
        subprocess.Popen(
            [go, "install", f"{MODULE}@v{OPA_VERSION}"],
            cwd=scratch,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        ) as process,
    ):
        try:
            while process.poll() is None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(_BEAT_SECONDS)
                    break
                elapsed = time.monotonic() - started
                if elapsed > _BUILD_SECONDS:
                    raise _Failed(f"the Go build did not end within {_BUILD_SECONDS} s")
                _say(f"building, {elapsed:.0f} s")
        finally:
            process.kill()
        output.seek(0)
        last = " / ".join(output.read().strip().splitlines()[-3:])
    if process.returncode != 0:
        raise _Failed(f"the Go build failed ({last or f'exit code {process.returncode}'})")
    return scratch / f"opa{_SUFFIX}"


def _download(scratch: Path) -> Path:
    system, machine = platform.system().lower(), platform.machine().lower()
    asset = ASSETS.get((system, machine))
    if asset is None:
        raise _Failed(f"there is no release of OPA for {system} on {machine}")
    base = os.environ.get("AI_EXPORT_OPA_DOWNLOAD") or RELEASES
    if "://" not in base:
        raise _Failed(f"AI_EXPORT_OPA_DOWNLOAD is {base}, without https:// before it")
    url = f"{base.rstrip('/')}/v{OPA_VERSION}/{asset}"
    pinned = CHECKSUMS.get(asset)
    expected = pinned or _checksum_beside(url)
    _say(f"downloading {url}")
    target = scratch / f"download{_SUFFIX}"
    digest = hashlib.sha256()
    with target.open("wb") as file:
        for chunk in _chunks(url):
            digest.update(chunk)
            file.write(chunk)
    if digest.hexdigest() != expected:
        raise _Failed(f"the SHA-256 of {url} is {digest.hexdigest()}, not {expected}: discarded")
    if pinned is None:
        _say(
            "the checksum came from beside the download: it proves that the file is intact, not who"
            " made it"
        )
    target.chmod(0o755)
    return target


def _checksum_beside(url: str) -> str:
    text = b"".join(_chunks(f"{url}.sha256")).decode("ascii", "replace")
    match = re.match(r"\s*([0-9a-fA-F]{64})(?:\s|$)", text)
    if match is None:
        raise _Failed(f"{url}.sha256 holds no SHA-256 checksum")
    return match[1].lower()


def _chunks(url: str) -> Iterator[bytes]:
    """The body of `url`, whole or not at all: a body that ends early is an error."""
    try:
        with urllib.request.urlopen(url, timeout=_GAP_SECONDS) as answer:
            length = answer.headers.get("Content-Length")
            received, beat = 0, time.monotonic()
            while chunk := answer.read(1 << 20):
                received += len(chunk)
                yield chunk
                if time.monotonic() - beat > _BEAT_SECONDS:
                    beat = time.monotonic()
                    _say(f"downloading, {received >> 20} MiB of {int(length or 0) >> 20}")
        if length is not None and received != int(length):
            raise _Failed(f"{url} was cut off after {received} of {length} bytes: discarded")
    except urllib.error.HTTPError as error:
        error.close()
        raise _Failed(f"{url} answered {error.code} {error.reason}") from error
    except (urllib.error.URLError, HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise _Failed(f"{url} cannot be downloaded ({reason})") from error


def _advice() -> str:
    return f"Install OPA {OPA_VERSION} and put it on PATH as `opa`, or install Go, and try again"


def _say(text: str) -> None:
    print(f"opa: {text}", file=sys.stderr, flush=True)


def main() -> int:
    """Command line: get OPA and say where it is. Exit code 4 if it cannot be had."""
    parser = argparse.ArgumentParser(
        prog="python -m ai_export_policy.opa", description=f"Find or get OPA {OPA_VERSION}."
    )
    parser.add_argument("--print-path", action="store_true", help="print nothing but the path")
    arguments = parser.parse_args()
    try:
        path = ensure()
    except EngineMissing as error:
        print(f"opa: {error}", file=sys.stderr)
        return 4
    print(path if arguments.print_path else f"OPA {OPA_VERSION}: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
