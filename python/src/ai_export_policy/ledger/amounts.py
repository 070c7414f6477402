"""Amounts of TPP: exact decimals of at most three places, kept as whole thousandths."""

from decimal import ROUND_FLOOR, Context, Decimal

LARGEST = Decimal(10) ** 15  # TPP; a sum of thousandths stays within 64 bits
MOST_HELD = 2**63 - 1  # thousandths of a TPP in a sum
_PLACES = Decimal("0.001")
# Whatever the caller's is. The largest amount has nineteen digits; what has more than 28 is rounded
# down, as a limit has to be.
EXACT = Context(prec=28, rounding=ROUND_FLOOR)


def milli(amount: Decimal | int | float | str) -> int:
    """Thousandths of a TPP. ValueError unless the amount has three decimal places or fewer.

    A float stands for the decimal that it is written as: 5284.8 is 5,284.8 TPP.
    """
    if isinstance(amount, bool):
        raise ValueError(f"{amount!r} is no amount of TPP")
    try:
        exact = Decimal(str(amount))
    except ArithmeticError:
        raise ValueError(f"{amount!r} is no amount of TPP") from None
    if not exact.is_finite() or exact.copy_abs() > LARGEST:
        raise ValueError(f"{amount} is no amount of TPP, or too large")
    kept = exact.quantize(_PLACES, context=EXACT)
    if kept != exact:
        raise ValueError(f"{amount} TPP has more than three decimal places")
    return int(kept.scaleb(3, context=EXACT))


def at_most(amount: int | float) -> int:
    """Whole thousandths within a figure of a decision, which a share may leave with more places."""
    return int(EXACT.multiply(Decimal(str(amount)), Decimal(1000)).to_integral_value(context=EXACT))


def tpp(amount: int) -> Decimal:
    """TPP of so many thousandths, without trailing zeros."""
    whole, rest = divmod(abs(amount), 1000)
    exact = Decimal(whole) if not rest else Decimal(f"{whole}.{rest:03d}".rstrip("0"))
    return exact.copy_negate() if amount < 0 else exact


def number(amount: int) -> int | float:
    """The same as a JSON number; its decimal notation is exact below 8·10¹² TPP.

    From there on a fraction is that of the nearest number that 64 bits hold.
    """
    exact = tpp(amount)
    return int(exact) if exact == exact.to_integral_value(context=EXACT) else float(exact)


def text(amount: int) -> str:
    """The same for people: 15,854.4."""
    return f"{tpp(amount):,f}"


def plain(amount: int | float) -> str:
    """A JSON number in plain decimal notation."""
    return f"{Decimal(str(amount)):f}"
