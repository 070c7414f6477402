"""Datasheets: TPP and density from what is told of a circuit, technical notes 1 to 4 to 3A090."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from .facts import ABSENT, at, milli, told


def higher(stated: Any, computed: Any) -> Any:
    """The stricter of a stated and a computed figure, None being lower than every number."""
    known = [value for value in (stated, computed) if value is not ABSENT]
    if not known:
        return ABSENT
    return max((value for value in known if value is not None), default=None)


def exact(value: Any) -> Any:
    """A figure as it is written, so that a quotient on a threshold is on it."""
    return Fraction(repr(value)) if isinstance(value, (int, float)) else value


def specified_tpp(specification: Mapping[str, Any], stated: Any) -> Any:
    """Technical notes 1 to 3: the highest product over the bit lengths, dense.

    Of a bit length that has a sparse rate alone the dense one is not told, and is at most that. It
    matters where no TPP is stated, unless it cannot reach 1600, or the others reach 4800.
    """
    peaks = at(specification, "peaks")
    if not told(peaks) or not peaks:
        return ABSENT
    products: dict[int, float] = {}
    for peak in (each for each in peaks if at(each, "sparse") is not True):
        if any(key not in peak for key in ("sparse", "bits", "tera_operations")):
            return ABSENT
        product = milli(peak["bits"] * peak["tera_operations"])
        products[peak["bits"]] = max(product, products.get(peak["bits"], 0.0))
    if not products:
        return ABSENT
    dense = max(products.values())
    if told(stated) or dense >= 4800:
        return dense
    for peak in (each for each in peaks if at(each, "sparse") is True):
        bits, rate = at(peak, "bits"), at(peak, "tera_operations")
        if bits in products:
            continue
        if not told(bits) or not told(rate) or milli(bits * rate) >= max(1600, dense + 0.001):
            return ABSENT
    return dense


def specified_density(specification: Mapping[str, Any], tpp: Any) -> Any:
    """Technical note 4: TPP over the area of logic dies made in a non-planar process."""
    dies = at(specification, "dies")
    if not told(dies) or not dies:
        return ABSENT
    if any("non_planar" not in die for die in dies):
        return ABSENT
    non_planar = [die for die in dies if die["non_planar"]]
    if not non_planar:
        return None
    if any("area_mm2" not in die for die in non_planar) or tpp is ABSENT:
        return ABSENT
    return exact(tpp) / sum(exact(die["area_mm2"]) for die in non_planar)
