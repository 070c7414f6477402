"""ES256 with keys in PEM files, by the `openssl` that is on PATH.

The standard library has no elliptic curves, and a key that signs is better left to a tool that
operators know: the same files serve `opa build --signing-key` and `openssl dgst -verify`.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from ai_export_policy.errors import Unavailable

_SECONDS = 20.0


def new_key(private: Path, public: Path) -> None:
    """Make a P-256 key pair in two new PEM files; the private one is for its owner's eyes only.

    Unavailable where openssl is missing or fails; FileExistsError rather than replace a key.
    """
    private.touch(mode=0o600, exist_ok=False)
    _openssl(
        *("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"),
        *("-out", str(private)),
    )
    _openssl("pkey", "-in", str(private), "-pubout", "-out", str(public))


def public_half(private: Path) -> str | None:
    """The public key of a private one, both PEM; None if the file holds none in the clear.

    Unavailable where openssl is missing.
    """
    done = _run("pkey", "-in", str(private), "-passin", "pass:", "-pubout", text=b"")
    return done.stdout.decode("ascii") if done.returncode == 0 else None


def sign(message: bytes, private: Path) -> bytes:
    """ECDSA over SHA-256, in DER as openssl writes it; Unavailable if it cannot be made."""
    return _openssl("dgst", "-sha256", "-sign", str(private), text=message).stdout


def verifies(message: bytes, signature: bytes, public: Path) -> bool:
    """Whether `signature` over `message` was made with the private half of `public`.

    Unavailable if that cannot be found out, because there is no openssl or `public` is no key.
    """
    _openssl("pkey", "-pubin", "-in", str(public), "-noout")
    with tempfile.NamedTemporaryFile() as file:
        file.write(signature)
        file.flush()
        command = ("dgst", "-sha256", "-verify", str(public), "-signature", file.name)
        return _run(*command, text=message).returncode == 0


def _openssl(*arguments: str, text: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    done = _run(*arguments, text=text)
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip()
        raise Unavailable(f"openssl {arguments[0]} failed: {said[-500:]}")
    return done


def _run(*arguments: str, text: bytes) -> subprocess.CompletedProcess[bytes]:
    executable = shutil.which("openssl")
    if executable is None:
        raise Unavailable("openssl is not on PATH; it makes and checks signatures")
    try:
        return subprocess.run(
            [executable, *arguments],
            input=text,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(f"openssl does not run: {error}") from error
