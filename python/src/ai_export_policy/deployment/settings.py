"""The configuration and the command line of OPA, said once for every place it runs in."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ai_export_policy import keys
from ai_export_policy.bundle import SCOPE
from ai_export_policy.deployment import addresses
from ai_export_policy.deployment.addresses import UNIX

BUNDLE = "ear"
"""Name of the bundle in OPA's configuration, metrics and status."""

MAX_BODY = 1024 * 1024
"""Largest request body that OPA reads, in bytes: some six hundred requests in one call."""

TLS = ("none", "tls", "mtls")


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs between one place and another.

    `bundle_url` is where the bundle lies (a query is kept), `keyid`, `public_key` (PEM) and `scope`
    are what it is signed with; `address` is `host:port` or `unix:///path`, `diagnostic` a second
    address for health and metrics alone (None: none); `tls` is one of `TLS`, with `tls.crt`,
    `tls.key` and, for mtls, `clients.crt` (the authorities of clients) in the folder
    `certificates`; `state` is where OPA keeps the last good bundle, `config` where its
    configuration lies. `bundle_ca` is a PEM file of the authorities trusted for an https
    `bundle_url` (the system's when None). `polling` are the least and the most seconds between two
    looks for a new bundle. ValueError names what is none of these.
    """

    bundle_url: str
    keyid: str
    public_key: str
    scope: str = SCOPE
    address: str = "127.0.0.1:8181"
    diagnostic: str | None = "127.0.0.1:8282"
    tls: str = "none"
    certificates: str = "/etc/ai-export-policy"
    state: str = "/var/lib/ai-export-policy"
    config: str = "/etc/ai-export-policy/opa.yaml"
    bundle_ca: str | None = None
    polling: tuple[int, int] = (10, 20)

    def __post_init__(self) -> None:
        parts = urlsplit(self.bundle_url)
        whole = parts.hostname and len(parts.path) > 1 and not parts.fragment
        if parts.scheme not in ("http", "https") or not whole:
            raise ValueError(f"expected https://host/path/bundle.tar.gz, not {self.bundle_url!r}")
        addresses.port_of(self.bundle_url)
        if self.tls not in TLS:
            raise ValueError(f"tls is one of {', '.join(TLS)}, not {self.tls!r}")
        if self.tls != "none" and self.address.startswith(UNIX):
            raise ValueError("a Unix socket has no TLS")
        addresses.check(self.address)
        if self.diagnostic is not None:
            addresses.check(self.diagnostic, socket=False)
        if not (self.keyid and self.scope and keys.is_public(self.public_key)):
            raise ValueError("a bundle is verified with a P-256 public key, its name and a scope")


def configuration(settings: Settings) -> dict[str, Any]:
    """OPA's configuration (OPA documentation, Configuration)."""
    parts = urlsplit(settings.bundle_url)
    least, most = settings.polling
    query = f"?{parts.query}" if parts.query else ""
    service: dict[str, Any] = {"url": f"{parts.scheme}://{parts.netloc}"}
    if settings.bundle_ca is not None:
        service["tls"] = {"ca_cert": settings.bundle_ca}
    return {
        "services": {"bundles": service},
        "keys": {settings.keyid: {"algorithm": "ES256", "key": settings.public_key}},
        "bundles": {
            BUNDLE: {
                "service": "bundles",
                "resource": parts.path.lstrip("/") + query,
                "persist": True,
                "polling": {"min_delay_seconds": least, "max_delay_seconds": most},
                "signing": {"keyid": settings.keyid, "scope": settings.scope},
            }
        },
        "persistence_directory": settings.state,
        # Health is not enough: it stays well when a tampered bundle arrives. The status tells.
        "status": {"prometheus": True},
        "server": {
            "decoding": {"max_length": MAX_BODY, "gzip": {"max_length": MAX_BODY}},
        },
    }


def arguments(settings: Settings) -> list[str]:
    """What follows `opa` on its command line."""
    given = ["run", "--server", "--config-file", settings.config, "--addr", settings.address]
    if settings.diagnostic is not None:
        # In the clear also beside TLS: probes have no certificate, and nothing is decided there.
        given += ["--diagnostic-addr", f"http://{settings.diagnostic}"]
    if settings.address.startswith(UNIX):
        given += ["--unix-socket-perm", "660"]
    given += ["--authorization", "basic", "--log-level", "error", "--skip-version-check"]
    given += ["--ready-timeout", "10", "--shutdown-wait-period", "3"]
    if settings.tls != "none":
        folder = settings.certificates
        given += ["--min-tls-version", "1.3", "--tls-cert-file", f"{folder}/tls.crt"]
        given += ["--tls-private-key-file", f"{folder}/tls.key"]
    if settings.tls == "mtls":
        given += ["--authentication", "tls"]
        given += ["--tls-ca-cert-file", f"{settings.certificates}/clients.crt"]
    return given
