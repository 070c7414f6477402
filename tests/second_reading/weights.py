"""ECCN 4E091: which model weights it controls (technical notes and notes 1 and 2 to the entry)."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from .facts import ABSENT, Truth, at, equals, every, never, some, told


def exact(value: Any) -> Decimal:
    """A number as the request writes it."""
    return Decimal(repr(value))


def operations(model: Mapping[str, Any]) -> Decimal | None:
    """Technical notes 2 and 3: training, and what made synthetic data of more than ten percent."""
    total = exact(at(model, "training_operations"))
    return with_data(total, model, lambda share: bool(share > 0.10))


def with_data(
    base: Decimal, model: Mapping[str, Any], counts: Callable[[Any], bool]
) -> Decimal | None:
    """Operations with those that made the data whose share counts."""
    generation, generators = Decimal(0), [Decimal(0)]
    sources = at(model, "synthetic_data")
    if sources is ABSENT:
        return None if base else base
    for source in sources or []:
        share = at(source, "share")
        if share is ABSENT:
            return None if base else base
        if not counts(share):
            continue
        made = at(source, "generation_operations")
        published = at(source, "generator_published")
        trained = at(source, "generator_training_operations")
        if made is ABSENT or published is ABSENT or (published is False and trained is ABSENT):
            return None
        generation += exact(made)
        if published is False:
            generators.append(exact(trained))
    return base + generation + max(generators)


def _much_added(model: Mapping[str, Any]) -> Truth:
    """Note 1: additional training above 2.5e25 or 25 percent of the base, whichever is higher.

    Its 'operations' are those of technical note 3 too; any data may be that of the additional part.
    """
    added, total = at(model, "additional_operations"), at(model, "training_operations")
    if not told(added):
        return None
    most = Decimal("2.5e25")
    if told(total):
        most = max(most, (exact(total) - exact(added)) / 4)
    alone = exact(added)
    counted = with_data(alone, model, partial(_in_addition, alone, total))
    if alone > most:
        return True if told(total) else None
    if counted is None or (counted > most and not told(total)):
        return None
    return counted > most


def _in_addition(added: Decimal, total: Any, share: Any) -> bool:
    """Whether data of that share of all training could be over a tenth of the additional part."""
    if not added or not share:
        return False
    return not told(total) or exact(share) * exact(total) * 10 > added


def at_least(threshold: Decimal, trained: Decimal, counted: Decimal | None) -> Truth:
    """Whether the operations reach a threshold, the training alone being a lower bound of them."""
    if counted is None:
        return True if trained >= threshold else None
    return counted >= threshold


def _matched(
    model: Mapping[str, Any], as_of: str, trained: Decimal, counted: Decimal | None
) -> Truth:
    """Note 2: fewer operations than the most advanced model needs that "has been published".

    The number of operations should not decrease, so that the figure of a later day is no lower than
    that of the act, and one of an earlier day no higher; the source says that it is one at all.
    """
    figure = at(model, "best_published_operations")
    best = at(figure, "value")
    if figure is None:
        return False
    if best is ABSENT:
        return None
    fewer = never(at_least(exact(best), trained, counted))
    day, source = at(figure, "as_of"), at(figure, "source")
    return every(fewer, True if told(day) and day <= as_of and told(source) else None)


def controlled(model: Any, as_of: str) -> Truth:
    """Whether 4E091 controls the weights on a day."""
    if not told(model):
        return None
    total = at(model, "training_operations")
    trained = exact(total) if told(total) else Decimal(0)
    counted = operations(model) if told(total) else None
    enough = at_least(Decimal("1e26"), trained, counted)
    published = equals(at(model, "published"), True)
    derived = equals(at(model, "derived_from_published"), True)
    behind = _matched(model, as_of, trained, counted)
    return every(
        enough,
        never(published),
        some(never(derived), _much_added(model)),
        never(behind),
    )
