"""Where OPA is told to answer: `host:port`, or `unix:///path`."""

import ipaddress
import re
from urllib.parse import urlsplit

UNIX = "unix://"
_HOST_AND_PORT = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):([0-9]{1,5})")
_PORTS = range(1, 65536)


def check(address: str, *, socket: bool = True) -> None:
    """ValueError unless OPA can answer there; with `socket` a Unix socket is an address too."""
    if socket and address.startswith(f"{UNIX}/") and len(urlsplit(address).path) > 1:
        return
    found = _HOST_AND_PORT.fullmatch(address)
    if found is None or int(found[2]) not in _PORTS or not _is_host(found[1]):
        wanted = "host:port or unix:///path" if socket else "host:port"
        raise ValueError(f"expected {wanted}, with a port from 1 to 65535, not {address!r}")


def port_of(url: str) -> int:
    """The port at which a server with an http or https URL answers; ValueError if that is none."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port is None:
        return {"http": 80, "https": 443}[parts.scheme]
    if port not in _PORTS:
        raise ValueError(f"expected a port from 1 to 65535, not that of {url!r}")
    return port


def on_this_machine(address: str) -> bool:
    """Whether only this machine reaches it. ValueError if it is no address."""
    check(address)
    host = address.rpartition(":")[0].strip("[]")
    if address.startswith(UNIX) or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_host(host: str) -> bool:
    literal = host.strip("[]")
    if host == literal and not re.fullmatch(r"[0-9.]+", host):
        return True
    try:
        ipaddress.ip_address(literal)
    except ValueError:
        return False
    return True
