"""The configuration as files: for OPA itself, systemd, Compose and Kubernetes."""

import dataclasses
from typing import Any

import yaml

from ai_export_policy.deployment import addresses, systemd
from ai_export_policy.deployment.addresses import UNIX
from ai_export_policy.deployment.settings import Settings, arguments, configuration
from ai_export_policy.opa import ENVIRONMENT, OPA_VERSION

NAME = systemd.NAME
IMAGE = f"openpolicyagent/opa:{OPA_VERSION}-static"
_USER = 1000
_BUNDLE_CA = "bundle-ca.pem"  # as it lies beside the file of Compose, and in a ConfigMap of its own


def _opa(settings: Settings, _executable: str) -> str:
    given = [f"{name}={value}" for name, value in ENVIRONMENT.items()]
    head = f"# {' '.join([*given, 'opa', *arguments(settings)])}\n"
    return head + _dump(configuration(settings))


def _compose(settings: Settings, _executable: str) -> str:
    inside = _contained(settings)
    volumes = [f"./opa.yaml:{inside.config}:ro", f"./state:{inside.state}"]
    if inside.tls != "none":
        volumes.append(f"./certificates:{inside.certificates}:ro")
    if inside.bundle_ca is not None:
        volumes.append(f"./{_BUNDLE_CA}:{inside.bundle_ca}:ro")
    service: dict[str, Any] = {
        "image": IMAGE,
        "command": arguments(inside),
        "environment": ENVIRONMENT,
        "user": f"{_USER}:{_USER}",
        "read_only": True,
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
        "restart": "unless-stopped",
        "volumes": volumes,
    }
    if inside.address.startswith(UNIX):
        volumes.append("./socket:/run/ai-export-policy")
    else:
        # Published on the machine's own address alone; a port in the container is not a network.
        service["ports"] = ["127.0.0.1:8181:8181", "127.0.0.1:8282:8282"]
    head = f"# What it mounts lies beside this file: mkdir state && chown {_USER} state\n"
    return head + _dump({"name": NAME, "services": {"opa": service}})


def _kubernetes(settings: Settings, _executable: str) -> str:
    inside = _contained(settings)
    if inside.tls == "none" and not inside.address.startswith(UNIX):
        # Without TLS only containers of the same pod reach it: put the application beside it.
        inside = dataclasses.replace(inside, address="127.0.0.1:8181")
    config = _dump(configuration(inside))
    labels = {"app.kubernetes.io/name": NAME}
    mounts: list[dict[str, Any]] = [
        {"name": "config", "mountPath": "/config", "readOnly": True},
        {"name": "state", "mountPath": inside.state},
    ]
    volumes: list[dict[str, Any]] = [
        {"name": "config", "configMap": {"name": NAME}},
        {"name": "state", "emptyDir": {"sizeLimit": "64Mi"}},
    ]
    if inside.tls != "none":
        mounts.append({"name": "certificates", "mountPath": "/certificates", "readOnly": True})
        volumes.append({"name": "certificates", "secret": {"secretName": f"{NAME}-tls"}})
    if inside.bundle_ca is not None:
        mount = {"name": "bundle-ca", "mountPath": inside.bundle_ca, "subPath": _BUNDLE_CA}
        mounts.append({**mount, "readOnly": True})
        volumes.append({"name": "bundle-ca", "configMap": {"name": f"{NAME}-bundle-ca"}})
    if inside.address.startswith(UNIX):
        mounts.append({"name": "socket", "mountPath": "/run/ai-export-policy"})
        volumes.append({"name": "socket", "emptyDir": {}})

    def probe(path: str, **more: int) -> dict[str, Any]:
        return {"httpGet": {"path": path, "port": "diagnostic"}, **more}

    ports = [{"name": "diagnostic", "containerPort": 8282}]
    if inside.tls != "none":
        ports.insert(0, {"name": "https", "containerPort": 8181})
    container = {
        "name": "opa",
        "image": IMAGE,
        "args": arguments(inside),
        "env": [{"name": name, "value": value} for name, value in ENVIRONMENT.items()],
        "ports": ports,
        "startupProbe": probe("/health?bundles", periodSeconds=1, failureThreshold=60),
        "readinessProbe": probe("/health?bundles", periodSeconds=5),
        "livenessProbe": probe("/health", periodSeconds=10, failureThreshold=3),
        "resources": {
            "requests": {"cpu": "250m", "memory": "128Mi"},
            "limits": {"memory": "512Mi"},
        },
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
            "readOnlyRootFilesystem": True,
        },
        "volumeMounts": mounts,
    }
    pod = {
        "automountServiceAccountToken": False,
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": _USER,
            "runAsGroup": _USER,
            "fsGroup": _USER,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "containers": [container],
        "volumes": volumes,
    }
    documents: list[dict[str, Any]] = [
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": NAME, "labels": labels},
            "data": {"opa.yaml": config},
        },
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": NAME, "labels": labels},
            "spec": {
                "replicas": 2,
                "selector": {"matchLabels": labels},
                "template": {"metadata": {"labels": labels}, "spec": pod},
            },
        },
    ]
    if inside.tls != "none":
        documents.append(
            {
                "apiVersion": "v1",
                "kind": "Service",
                "metadata": {"name": NAME, "labels": labels},
                "spec": {
                    "selector": labels,
                    "ports": [{"name": "https", "port": 443, "targetPort": "https"}],
                },
            }
        )
    documents.append(_network_policy(inside, labels))
    return "---\n".join(_dump(one) for one in documents)


def _network_policy(inside: Settings, labels: dict[str, str]) -> dict[str, Any]:
    """Who reaches the pod: with TLS the pods of its namespace ask, and any pod reads health and
    metrics. It reaches nothing but names and the port of the bundle server, by number: a network
    policy knows no names."""
    ingress: list[dict[str, Any]] = [
        {"from": [{"namespaceSelector": {}}], "ports": [{"protocol": "TCP", "port": 8282}]}
    ]
    if inside.tls != "none":
        ingress.insert(
            0, {"from": [{"podSelector": {}}], "ports": [{"protocol": "TCP", "port": 8181}]}
        )
    port = addresses.port_of(inside.bundle_url)
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": NAME, "labels": labels},
        "spec": {
            "podSelector": {"matchLabels": labels},
            "policyTypes": ["Ingress", "Egress"],
            "ingress": ingress,
            "egress": [
                {"ports": [{"protocol": protocol, "port": 53} for protocol in ("UDP", "TCP")]},
                {"ports": [{"protocol": "TCP", "port": port}]},
            ],
        },
    }


def _contained(settings: Settings) -> Settings:
    """The same inside a container, whose network is its own."""
    unix = settings.address.startswith(UNIX)
    return dataclasses.replace(
        settings,
        address="unix:///run/ai-export-policy/opa.sock" if unix else "0.0.0.0:8181",
        diagnostic="0.0.0.0:8282",
        config="/config/opa.yaml",
        certificates="/certificates",
    )


class _Dumper(yaml.SafeDumper):
    """Keys as blocks of lines, and no anchors."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def _dump(document: Any) -> str:
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, width=100)


_RENDER = {"opa": _opa, "systemd": systemd.unit, "compose": _compose, "kubernetes": _kubernetes}
FORMS = tuple(_RENDER)


def render(form: str, settings: Settings, executable: str = "/usr/local/bin/opa") -> str:
    """The file of one of `FORMS`, as text; `executable` is where systemd finds OPA.

    Compose mounts `bundle-ca.pem` beside its file where the settings name a `bundle_ca`, Kubernetes
    the key of that name in the ConfigMap `ai-export-policy-bundle-ca`. ValueError for an executable
    that systemd does not run, KeyError for another form.
    """
    return _RENDER[form](settings, executable)
