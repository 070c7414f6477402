"""Where OPA is, whom to trust there, and who asks."""

import errno
import ipaddress
import os
import re
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Generic, NoReturn, TypeVar
from urllib.parse import urlsplit

from ai_export_policy.errors import Unavailable

T = TypeVar("T")

File = str | os.PathLike[str]
"""A path to a file, as text or as a Path."""

_EXPECTED = "http://host:port, https://host:port or unix:///path"
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # RFC 6750, section 2.1


class Endpoint:
    """The OPA at `url`: `http://host:port`, `https://host:port` or `unix:///path/of/a.sock`.

    For https: `ca_file` is a PEM file of the authorities to trust (the system's when None),
    `cert_file` and `key_file` are certificate and key of the client (one file may hold both).
    `token_file` holds a bearer token. Each is a path, as text or as a Path; files are read again
    when they have changed.

    ValueError for an address that is none, for files that it has no use for, and for a token that
    would cross a network in the clear; OSError for a file that cannot be read, and for a key that
    is encrypted, because no passphrase is asked for.
    """

    def __init__(
        self,
        url: str,
        *,
        ca_file: File | None = None,
        cert_file: File | None = None,
        key_file: File | None = None,
        token_file: File | None = None,
    ) -> None:
        self.url = url
        shown = _without_user(url)
        try:
            parts = urlsplit(url)
        except ValueError:  # which may quote the whole of it
            raise ValueError(f"expected {_EXPECTED}, not {shown!r}") from None
        extra = parts.query or parts.fragment or "@" in parts.netloc
        self.socket: str | None = None
        if parts.scheme == "unix" and not parts.netloc and len(parts.path) > 1 and not extra:
            self.socket, self.host, self.port = parts.path, "localhost", 80
        elif parts.scheme in ("http", "https") and parts.hostname and not extra:
            if parts.path.strip("/"):
                raise ValueError(f"expected an address without a path, not {shown!r}")
            if parts.port == 0:
                raise ValueError(f"expected a port from 1 to 65535, not {shown!r}")
            parts.hostname.encode("idna")  # what the resolver would do, and refuse, at a call
            self.host = parts.hostname
            self.port = parts.port or (443 if parts.scheme == "https" else 80)
        else:
            raise ValueError(f"expected {_EXPECTED}, not {shown!r}")
        self.secure = parts.scheme == "https"
        self.literal = f"[{self.host}]" if ":" in self.host else self.host
        self.origin = f"http{'s' * self.secure}://{self.literal}:{self.port}"
        self._context: _Kept[ssl.SSLContext] | None = None
        self._token: _Kept[str] | None = None
        if not self.secure and (ca_file or cert_file or key_file):
            raise ValueError(f"certificates are for an https address, not {url!r}")
        if key_file is not None and cert_file is None:
            raise ValueError("a client's key goes with its certificate")
        if self.secure:
            ca, certificate, key = (
                None if file is None else Path(file) for file in (ca_file, cert_file, key_file)
            )
            files = [file for file in (ca, certificate, key) if file is not None]
            self._context = _Kept(lambda: _tls(ca, certificate, key), files)
            self._context.get()
        if token_file is not None:
            if not (self.secure or self.socket or self.loopback):
                raise ValueError(f"a token would go in the clear to {url!r}: use https")
            path = Path(token_file)
            self._token = _Kept(lambda: _bearer(path), [path])
            self._token.get()

    @property
    def loopback(self) -> bool:
        """Whether it is on this machine."""
        if self.socket is not None or self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def context(self) -> ssl.SSLContext | None:
        """How TLS is spoken there, None where it is not. OSError for files that do not do."""
        return self._context.get() if self._context is not None else None

    def authorization(self) -> str:
        """The header that says who asks, empty for nobody in particular.

        Unavailable if there is no token to be read any more.
        """
        if self._token is None:
            return ""
        try:
            return f"Authorization: Bearer {self._token.get()}\r\n"
        except (OSError, ValueError) as error:
            raise Unavailable(f"the token cannot be read: {error}") from error


class _Kept(Generic[T]):
    """What `load` makes of `files`, made anew when one of them has changed."""

    def __init__(self, load: Callable[[], T], files: list[Path]) -> None:
        self._load = load
        self._files = files
        self._kept: tuple[list[tuple[int, int, int]], T] | None = None

    def get(self) -> T:
        # The state first: what changes while it is loaded is loaded again the next time.
        found = [_state(file) for file in self._files]
        kept = self._kept
        if kept is None or kept[0] != found:
            self._kept = kept = (found, self._load())
        return kept[1]


def _without_user(url: str) -> str:
    """An address for people and logs: what stands before an @ may be a password."""
    _, at, after = url.rpartition("@")
    return f"...@{after}" if at else url


def _state(file: Path) -> tuple[int, int, int]:
    stat = os.stat(file)
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _tls(ca: Path | None, certificate: Path | None, key: Path | None) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=ca)
    if certificate is not None:
        context.load_cert_chain(certificate, key, password=lambda: _encrypted(key or certificate))
    return context


def _encrypted(key: Path) -> NoReturn:
    """Asked for the passphrase of a key, which nobody is here to type."""
    raise OSError(
        errno.EINVAL,
        "the client's key is encrypted: keep it in the clear, for its owner alone"
        " (umask 077; openssl pkey -in KEY -out PLAIN)",
        str(key),
    )


def _bearer(file: Path) -> str:
    text = file.read_text(encoding="ascii").strip()
    if not _TOKEN.fullmatch(text):
        # Not a word of what it holds: this goes to logs.
        raise ValueError(f"{file} does not hold a bearer token")
    return text
