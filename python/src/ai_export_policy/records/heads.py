"""Signed heads: who rewrites a chain from some point on has to forge a signature as well.

A hash chain shows a change only to one who knows a later hash. A head is that: sequence number and
hash of a record, signed with a key that the writer of records need not share with those who read
them. Heads are kept in `heads.jsonl` beside the segments, and better in a second place too.
"""

import base64
import fcntl
import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from ai_export_policy import signing, strict_json
from ai_export_policy.errors import NotRecorded
from ai_export_policy.replacing import sync

HEADS = "heads.jsonl"


class Head(NamedTuple):
    """A chain up to one record: its name, the record's sequence number and hash."""

    chain: str
    sequence: int
    hash: str


def signed(head: Head, key: Path) -> dict[str, Any]:
    """The head with time and ES256 signature (base64 of DER). Unavailable without openssl."""
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    document = {**head._asdict(), "time": now}
    signature = signing.sign(strict_json.dump(document), key)
    return {**document, "signature": base64.b64encode(signature).decode("ascii")}


def append(folder: Path, document: dict[str, Any]) -> None:
    """Add a signed head to those of the chain in `folder`, on disk when this returns.

    Waits for another writer of heads to be done. OSError where the disk does not take it.
    """
    path = folder / HEADS
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        # What a killed writer left of a head is no head.
        whole = path.read_bytes().rfind(b"\n") + 1
        os.ftruncate(file, whole)
        os.write(file, strict_json.dump(document) + b"\n")
        os.fsync(file)
        if whole == 0:  # the folder has a file more than the disk may know of
            sync(folder)
    finally:
        os.close(file)


def read(path: Path) -> list[dict[str, Any]]:
    """The whole lines of a file of heads, none where there is no such file.

    NotRecorded where one of them is no head, or the file cannot be read.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise NotRecorded(f"{path} cannot be read: {error.strerror}") from error
    found = []
    whole = content[: content.rfind(b"\n") + 1]
    for number, line in enumerate(whole.splitlines(), 1):
        try:
            document = json.loads(line)
            types = type(document["chain"]), type(document["sequence"]), type(document["hash"])
            if types != (str, int, str):
                raise ValueError("chain and hash are texts, sequence is a whole number")
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise NotRecorded(f"{path}:{number}: not a head: {error!r}") from error
        found.append(document)
    return found


def is_genuine(document: dict[str, Any], keys: Iterable[Path]) -> bool:
    """Whether one of the public keys verifies the head's signature."""
    unsigned = {name: value for name, value in document.items() if name != "signature"}
    try:
        signature = base64.b64decode(str(document.get("signature")), validate=True)
    except ValueError:
        return False
    message = strict_json.dump(unsigned)
    return any(signing.verifies(message, signature, key) for key in keys)
