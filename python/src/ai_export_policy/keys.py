"""Which key a PEM text holds, and whether it is the one for development.

Text before a PEM block is no part of the key (RFC 7468, section 2): openssl and OPA pass over the
mark of the pair for development, which goes with the key wherever its text is copied.
"""

import base64
import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

from ai_export_policy import opa, signing
from ai_export_policy.replacing import replacing

DEVELOPMENT = "development"
"""Name of the key that is made on first use, and that nothing in production trusts."""

MARK = "# ai-export-policy: the key for development"

_BLOCK = re.compile(r"-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----")
_P256 = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")
"""How a public key on P-256 begins in DER, up to its point (RFC 5480, section 2)."""

_POINT_BYTES = 64


def points(text: str) -> list[bytes]:
    """The points of the P-256 public keys in a PEM text, 64 bytes each."""
    found = []
    for block in _BLOCK.findall(text):
        try:
            key = base64.b64decode("".join(block.split()), validate=True)
        except ValueError:
            continue
        if key.startswith(_P256) and len(key) == len(_P256) + _POINT_BYTES:
            found.append(key.removeprefix(_P256))
    return found


def is_public(text: str) -> bool:
    """Whether a PEM text holds one public key, on P-256, and nothing private."""
    return text.count("-----BEGIN ") == 1 and len(points(text)) == 1


def read_public(path: Path) -> str:
    """The text of a PEM file with a P-256 public key; ValueError for anything else."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if not is_public(text):
        raise ValueError(f"{path} is not the PEM file of a public key on P-256, which ES256 wants")
    return text


def public_of(private: Path) -> str:
    """The public half of a P-256 private key, as PEM, under the mark if the file has it.

    ValueError if the file holds another key or none, Unavailable without openssl.
    """
    text = signing.public_half(private)
    if text is None or not is_public(text):
        raise ValueError(
            f"{private} is not the PEM file of a private key on P-256, which ES256 wants"
        )
    return f"{MARK}\n{text}" if _marked(_text(private)) else text


def is_development(text: str) -> bool:
    """Whether the PEM text of a key has the mark, or is the public key of a pair known here."""
    if _marked(text):
        return True
    known = {point for file in _known() for point in points(_text(file))}
    return not known.isdisjoint(points(text))


def mark(file: Path) -> None:
    """Put the mark over the key in `file`; one that cannot be written stays as it is."""
    text = _text(file)
    if not text or _marked(text):
        return
    with contextlib.suppress(OSError), replacing(file) as fresh:
        fresh.write_text(f"{MARK}\n{text}", encoding="utf-8")


def _marked(text: str) -> bool:
    return MARK in " ".join(text.split())


def _known() -> Iterator[Path]:
    """Where `ai-export` and `make` keep the pair: both caches, and that of the checkout."""
    checkout = Path(__file__).resolve().parents[3]
    for cache in (opa.default_cache(), opa.user_cache(), checkout / ".cache"):
        yield cache / "keys" / f"{DEVELOPMENT}.pub.pem"


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
