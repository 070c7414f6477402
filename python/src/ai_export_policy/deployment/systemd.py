"""The unit that runs OPA under systemd (systemd.service(5), systemd.exec(5))."""

import dataclasses
import re

from ai_export_policy.deployment.settings import Settings, arguments
from ai_export_policy.opa import ENVIRONMENT

NAME = "ai-export-policy"
"""Name of the service, and of its user, its group and its folders."""

_CREDENTIALS = "%d"  # what systemd calls the folder of the credentials
_REFUSED = re.compile(r"[\0-\x1f\x7f\"'\\]|^$")
_PLAIN = re.compile(r"[A-Za-z0-9_@%+=:,./\[\]-]+")

_UNIT = """\
[Unit]
Description=Export decisions by Open Policy Agent
Documentation=https://www.openpolicyagent.org/docs
Wants=network-online.target
After=network-online.target

[Service]
{environment}ExecStart={command}
User={name}
Group={name}
StateDirectory={name}
StateDirectoryMode=0700
RuntimeDirectory={name}
RuntimeDirectoryMode=0750
{credentials}Restart=on-failure
RestartSec=2
TimeoutStopSec=20
UMask=0077
NoNewPrivileges=yes
CapabilityBoundingSet=
LockPersonality=yes
MemoryDenyWriteExecute=yes
PrivateDevices=yes
PrivateTmp=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHome=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProtectSystem=strict
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources

[Install]
WantedBy=multi-user.target
"""


def unit(settings: Settings, executable: str) -> str:
    """The unit as text; `executable` is where OPA is, as it stands.

    ValueError for a path that systemd does not take as that of an executable.
    """
    if _REFUSED.search(executable) or ("/" in executable and not executable.startswith("/")):
        raise ValueError(
            "systemd runs what is at an absolute path without quotes, backslashes and control"
            f" characters, not {executable!r}"
        )
    credentials = ""
    if settings.tls != "none":
        # The key stays readable for root alone; systemd hands a copy to this service.
        names = ["tls.crt", "tls.key"] + ["clients.crt"] * (settings.tls == "mtls")
        credentials = "".join(
            f"LoadCredential={name}:{_literal(settings.certificates)}/{name}\n" for name in names
        )
        settings = dataclasses.replace(settings, certificates=_CREDENTIALS)
    # Of the first word no variable is replaced, so its dollar signs stay as they are.
    words = [_quoted(_literal(executable)), *map(_argument, arguments(settings))]
    environment = "".join(f"Environment={name}={value}\n" for name, value in ENVIRONMENT.items())
    return _UNIT.format(
        command=" ".join(words), name=NAME, credentials=credentials, environment=environment
    )


def _argument(text: str) -> str:
    """An argument as systemd hands it on, but for the folder of the credentials that it puts in."""
    folder = _CREDENTIALS if text.startswith(f"{_CREDENTIALS}/") else ""
    return _quoted(folder + _literal(text.removeprefix(folder)).replace("$", "$$"))


def _literal(text: str) -> str:
    """The text without what systemd would put values in for."""
    return text.replace("%", "%%")


def _quoted(word: str) -> str:
    """One word of a command line, whatever is in it (systemd.syntax(7), Quoting)."""
    if _PLAIN.fullmatch(word):
        return word
    marked = re.sub(r'["\\]', r"\\\g<0>", word)
    return '"' + re.sub(r"[\0-\x1f\x7f]", lambda sign: f"\\x{ord(sign[0]):02x}", marked) + '"'
