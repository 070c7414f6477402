"""What is weak about a configuration of OPA."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ai_export_policy import keys as known_keys
from ai_export_policy.deployment.settings import BUNDLE

SEVERITIES = ("high", "medium", "low", "note")
"""From the worst to what is only said."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One weakness: its `severity`, a word that names the `check`, and a sentence."""

    severity: str
    check: str
    message: str


def findings(config: Mapping[str, Any]) -> Iterator[Finding]:
    """The weaknesses of a configuration, as OPA reads it from its file."""
    keys = as_object(config.get("keys"))
    bundles = as_object(config.get("bundles"))
    if BUNDLE not in bundles:
        message = f"no signed bundle `{BUNDLE}` is configured: nothing brings the policies"
        yield Finding("high", "bundle", message)
    for name, bundle in bundles.items():
        yield from _signing(name, as_object(bundle), keys)
        if not as_object(bundle).get("persist"):
            message = f"bundle {name} is not kept on disk: without its server OPA starts with none"
            yield Finding("low", "persist", message)
    logs = as_object(config.get("decision_logs"))
    mask = str(logs.get("mask_decision", "system/log/mask")).strip("/")
    if logs and mask != "system/log/mask":
        message = f"the log is masked by {mask}, not by these policies"
        yield Finding("high", "log", message)
    decoding = as_object(as_object(config.get("server")).get("decoding"))
    if "max_length" not in decoding:
        yield Finding("low", "body", "the size of a request is not bounded by the configuration")


def _signing(name: str, bundle: Mapping[str, Any], keys: Mapping[str, Any]) -> Iterator[Finding]:
    signing = as_object(bundle.get("signing"))
    if not signing:
        yield Finding("high", "signing", f"bundle {name} is taken unsigned: no `signing` block")
        return
    keyid = signing.get("keyid")
    if not keyid:
        yield Finding("high", "keyid", f"bundle {name}: `signing` names no `keyid`")
    elif keyid == known_keys.DEVELOPMENT or _of_development(keys.get(str(keyid))):
        yield Finding("high", "keyid", f"bundle {name} trusts the key for development")
    elif str(keyid) not in keys:
        yield Finding("high", "keyid", f"bundle {name}: there is no key {keyid!r}")
    if not signing.get("scope"):
        yield Finding("medium", "scope", f"bundle {name}: `signing` names no `scope`")


def _of_development(key: object) -> bool:
    return known_keys.is_development(str(as_object(key).get("key")))


def as_object(value: object) -> Mapping[str, Any]:
    """`value` if it is a mapping, else an empty one."""
    return value if isinstance(value, Mapping) else {}
