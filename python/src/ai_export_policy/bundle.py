"""One file that an OPA loads: the policies and tables of one revision, signed.

The content is built by `opa build` from the folder of the policies, so it is the same byte for byte
for the same sources; only a signature differs each time. Of OPA's built-in functions the build
allows none that reads the network, the clock, the process or chance: a decision depends on the
request and on what is in the bundle.
"""

import base64
import contextlib
import hashlib
import io
import json
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ai_export_policy import keys, opa, signing, stamp
from ai_export_policy.errors import NotADecision, Unavailable
from ai_export_policy.locking import one_at_a_time
from ai_export_policy.replacing import replacing

FORBIDDEN = frozenset(
    {
        "http.send",
        "net.lookup_ip_addr",
        "opa.runtime",
        "rand.intn",
        "time.now_ns",
        "uuid.rfc4122",
    }
)
"""Built-in functions without which a bundle is built (OPA documentation, Capabilities)."""

SIGNATURES = ".signatures.json"
_WRONG = (ValueError, LookupError, TypeError, AttributeError)  # of a document of another shape

SCOPE = "ai-export-policy"
DEVELOPMENT = keys.DEVELOPMENT


@dataclass(frozen=True, slots=True)
class Key:
    """Which key signs or verifies: its PEM `file`, its name `keyid`, and the `scope` signed for."""

    file: Path
    keyid: str
    scope: str = SCOPE


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a bundle file holds: `revision`, `data_digest`, `files` by name, `claims` if signed.

    The claims are read, not verified: `verify_signature` does that.
    """

    revision: str
    data_digest: str
    files: Mapping[str, bytes]
    claims: Mapping[str, Any] | None


class NotABundle(NotADecision):
    """A file that is no bundle of these policies, or not the one that it has to be."""

    advice = (
        "Nothing may load it in the place of the bundle that was meant. `ai-export bundle build` "
        "builds one of the policies of this package."
    )


def build(policies: Path, output: Path, key: Key | None, executable: Path | None = None) -> Bundle:
    """Build `output` from the folder `policies`, signed with `key` (unsigned when None).

    The revision is the one of the folder's `.manifest`; PoliciesEdited if the folder holds other
    content (`stamp.check`). Unavailable, with what OPA said, if the policies do not build, for
    instance because a rule calls a function that is forbidden, or if `output` cannot be written.
    What was there before stays then.
    """
    stamp.check(policies)
    binary = executable or opa.ensure()
    with _replacing(output) as fresh, tempfile.TemporaryDirectory() as folder:
        capabilities = Path(folder) / "capabilities.json"
        capabilities.write_text(json.dumps(_capabilities(binary)), encoding="utf-8")
        command: list[str | Path] = ["build", "--bundle", ".", "--ignore", "*_test.rego"]
        command += ["--capabilities", capabilities, "--revision", stamp.revision(policies)]
        command += ["--output", fresh]
        if key is not None:
            claims = Path(folder) / "claims.json"
            claims.write_text(json.dumps({"keyid": key.keyid, "scope": key.scope}), "utf-8")
            command += ["--signing-alg", "ES256", "--signing-key", key.file.absolute()]
            command += ["--claims-file", claims]
        _opa(binary, command, policies)
        return read(fresh)


def read(path: Path) -> Bundle:
    """Read a bundle file. NotABundle if it is none of these policies."""
    try:
        files = _files(path.read_bytes())
        manifest = json.loads(files[".manifest"])
        policy = json.loads(files["data.json"])["reference"]["policy"]
        revision, digest = str(manifest["revision"]), str(policy["data_digest"])
        claims = _claims(files.get(SIGNATURES))
    except OSError as error:
        raise NotABundle(f"{path}: {error.strerror or error}") from error
    except (tarfile.TarError, zlib.error, EOFError) as error:
        raise NotABundle(f"{path} is no bundle of these policies: {error}") from error
    except KeyError as error:
        raise NotABundle(f"{path} is no bundle of these policies: it has no {error}") from error
    except (RecursionError, *_WRONG) as error:
        why = "its manifest, data or signatures are of another shape"
        raise NotABundle(f"{path} is no bundle of these policies: {why}") from error
    if policy.get("revision") != revision:
        raise NotABundle(f"{path}: its manifest names another revision than its data")
    return Bundle(revision, digest, files, claims)


def verify_signature(path: Path, key: Key, executable: Path | None = None) -> None:
    """Have OPA verify a bundle with a public key; NotABundle, with the reason, if it does not.

    Beyond what OPA compares, the name of the key inside the signature has to be the one expected.
    """
    binary = executable or opa.ensure()
    command: list[str | Path] = ["build", "--bundle", path.absolute(), "--signing-alg", "ES256"]
    command += ["--verification-key", key.file.absolute(), "--verification-key-id", key.keyid]
    with tempfile.TemporaryDirectory() as folder:
        command += ["--scope", key.scope, "--output", Path(folder) / "again.tar.gz"]
        try:
            _opa(binary, command, Path(folder))
        except Unavailable as error:
            raise NotABundle(f"{path} is not signed as it has to be: {error}") from error
    claims = read(path).claims or {}
    if claims.get("keyid") != key.keyid:
        raise NotABundle(f"{path} is signed by the key {claims.get('keyid')!r}, not {key.keyid!r}")


def verify_content(found: Bundle, policies: Path, executable: Path | None = None) -> None:
    """Build the folder `policies` again and compare; NotABundle if rules or tables are others.

    PoliciesEdited if the folder is not what it is called, Unavailable if it does not build.
    """
    with tempfile.TemporaryDirectory() as folder:
        again = build(policies, Path(folder) / "again.tar.gz", None, executable)
    if found.data_digest != again.data_digest:
        raise NotABundle(f"the bundle has other tables than the sources: {found.data_digest}")
    # The manifest also tells which OPA built it.
    names = {name for name in (*found.files, *again.files) if name not in (SIGNATURES, ".manifest")}
    others = sorted(name for name in names if found.files.get(name) != again.files.get(name))
    if others:
        told = ", ".join(others[:5])
        raise NotABundle(f"the bundle has other content than the sources of its revision: {told}")


def unpack(found: Bundle, folder: Path) -> Path:
    """Write the files of a bundle below `folder`, as `Sidecar` takes policies; return it."""
    for name, content in found.files.items():
        if name != SIGNATURES:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return folder


def keep(file: Path, store: Path) -> None:
    """Put a copy of a bundle, named by its digest, into the folder `store`, made if need be.

    Unavailable if it cannot be written.
    """
    content = file.read_bytes()
    target = store / f"sha256-{hashlib.sha256(content).hexdigest()}.tar.gz"
    with _replacing(target) as fresh:
        fresh.write_bytes(content)


def development_key(folder: Path) -> tuple[Key, Key]:
    """The private and public key for development in `folder`, made if it is not there yet.

    Both carry the mark by which they are refused for production. Safe to call from several
    processes at once: all get the same pair. Unavailable where openssl is missing or fails, OSError
    where the folder cannot be written.
    """
    private, public = folder / "development.pem", folder / "development.pub.pem"
    if not _are_there(private, public):
        folder.mkdir(parents=True, exist_ok=True)
        with one_at_a_time(folder, "making the key for development"):
            if not _are_there(private, public):  # another process was faster
                _new_pair(private, public)
    keys.mark(private)
    keys.mark(public)
    return Key(private, DEVELOPMENT), Key(public, DEVELOPMENT)


def _are_there(*files: Path) -> bool:
    return all(file.is_file() for file in files)


def _new_pair(private: Path, public: Path) -> None:
    """Make both beside where they are to lie. The public key comes last: with it comes the pair."""
    with tempfile.TemporaryDirectory(prefix=".development-", dir=private.parent) as folder:
        fresh = Path(folder) / private.name, Path(folder) / public.name
        signing.new_key(*fresh)
        for file in fresh:
            keys.mark(file)
        public.unlink(missing_ok=True)  # half of another pair
        fresh[0].replace(private)
        fresh[1].replace(public)


@contextlib.contextmanager
def _replacing(file: Path) -> Iterator[Path]:
    """A path to write what replaces `file` when the block ends well; else `file` stays."""
    file = file.resolve()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with replacing(file) as fresh:
            yield fresh
    except OSError as error:
        raise Unavailable(f"{file} cannot be written: {error}") from error


def _capabilities(binary: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_opa(binary, ["capabilities", "--current"], Path.cwd()))
    found["builtins"] = [one for one in found["builtins"] if one["name"] not in FORBIDDEN]
    found["allow_net"] = []
    return found


def _files(content: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
        found: dict[str, bytes] = {}
        for member in archive.getmembers():
            name = member.name.lstrip("/")
            file = archive.extractfile(member)
            if not member.isfile() or file is None or ".." in Path(name).parts or name in found:
                raise tarfile.ReadError(f"an entry that no bundle has: {member.name!r}")
            found[name] = file.read()
        return found


def _claims(signatures: bytes | None) -> dict[str, Any] | None:
    if signatures is None:
        return None
    (token,) = json.loads(signatures)["signatures"]
    payload = str(token).split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return dict(claims)


def _opa(binary: Path, arguments: list[str | Path], folder: Path) -> str:
    done = subprocess.run(
        [binary.absolute(), *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Unavailable(f"opa {arguments[0]}: {(done.stderr + done.stdout).strip()[-2000:]}")
    return done.stdout
