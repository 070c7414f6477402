"""On which sums somebody was outrun, this process or another: it decides on them in turn."""

from collections.abc import Iterable, Mapping

from ai_export_policy.ledger.entries import Name

_MOST = 1000  # of a service for many consignees; who is forgotten is met again by one vain decision


class Crowd:
    """The sums on which somebody was outrun, the last thousand of them. Threads may share it."""

    def __init__(self) -> None:
        # By sum and key, for a request does not tell the years of an allocation. Replaced as a
        # whole, never changed, so that a thread that reads it needs no lock.
        self._met: dict[tuple[str, str], Name] = {}

    def among(self, names: Mapping[str, Name]) -> set[Name]:
        """Those of the sums of a request (`snapshot.guess`) on which somebody was outrun."""
        met = self._met
        return {met[key] for name in names.values() if (key := name[:2]) in met}

    def add(self, names: Iterable[Name]) -> None:
        """Somebody was outrun on these."""
        met = self._met | {name[:2]: name for name in names}
        self._met = dict(list(met.items())[-_MOST:]) if len(met) > _MOST else met

    def remove(self, names: Iterable[Name]) -> None:
        """Nobody else draws on these any more."""
        gone = {name[:2] for name in names}
        self._met = {key: name for key, name in self._met.items() if key not in gone}
