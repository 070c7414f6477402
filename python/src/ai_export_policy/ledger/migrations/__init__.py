"""The schema of the ledger: numbered scripts for each database, run forward and never back."""

from importlib.resources import files
from importlib.resources.abc import Traversable

from ai_export_policy.ledger.errors import SchemaRefused
from ai_export_policy.ledger.store import Store


def scripts(dialect: str, folder: Traversable | None = None) -> dict[int, str]:
    """The scripts of a database by version, in order."""
    top = folder or files(__name__)
    found = [one for one in top.joinpath(dialect).iterdir() if one.name.endswith(".sql")]
    names = {int(one.name.removesuffix(".sql")): one for one in found}
    return {version: names[version].read_text(encoding="utf-8") for version in sorted(names)}


def migrate(store: Store, folder: Traversable | None = None) -> int:
    """Bring the store from whatever released version forward to the last; return that.

    Who does the same at the same time waits, and finds it done. SchemaRefused for a version that
    is not known here, LedgerUnavailable where the database gave no answer.
    """
    known = scripts(store.dialect, folder)
    current = store.version()
    _refuse_unknown(current, known)
    for version, sql in known.items():
        if current is None or version > current:
            store.script(sql, version)
    _refuse_unknown(store.version(), known)
    return max(known)


def check(store: Store, folder: Traversable | None = None) -> None:
    """SchemaRefused unless the store has the last version."""
    known = scripts(store.dialect, folder)
    current = store.version()
    if current is None:
        raise SchemaRefused("there is no ledger here: create it with `ai-export ledger init`")
    _refuse_unknown(current, known)
    if current < max(known):
        raise SchemaRefused(
            f"the ledger has schema {current}, this version needs {max(known)}:"
            " bring it forward with `ai-export ledger init`"
        )


def _refuse_unknown(current: int | None, known: dict[int, str]) -> None:
    if current is not None and current not in known:
        raise SchemaRefused(
            f"the ledger has schema {current}, which this version does not know"
            f" (it knows {', '.join(map(str, known))}); install the version that made it"
        )
