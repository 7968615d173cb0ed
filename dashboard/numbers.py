"""Numbers as a reader sees them: with a unit, and zero told apart from what is not reported."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from math import floor, log10
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import get_decimal_symbol, get_group_symbol

from dashboard.text import ENGLISH, language, say

SPACE = "\u00a0"  # keeps a number and its unit on one line
MINUS = "\u2212"
DASH = "\u2013"
MOST_PLACES = 4
NOTICED = 0.5 / 10**MOST_PLACES  # per cent; less is shown as none
STEPS = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1e3, "k"))


def amount(value: float | None) -> str:
    """Return ``3.1 bn``, ``12 m``, ``850 k``, ``0`` or *not reported*."""
    return not_reported() if value is None else _scaled(value, _short)


def tick(value: float) -> str:
    """Return an amount as it stands at an axis: ``8 bn``, not ``8.0 bn``."""
    return _scaled(value, lambda size: _short(size).removesuffix(".0"))


def _scaled(value: float, shown: Callable[[float], str]) -> str:
    size = abs(value)
    sign = MINUS if value < 0 else ""
    for step, unit in STEPS:
        if size >= step * 0.9995:
            return f"{sign}{_local(shown(size / step))}{SPACE}{say(f'number.{unit}')}"
    return f"{sign}{_local(shown(size))}" if size else "0"


def not_reported() -> str:
    """Return the words for a number that nobody gave."""
    return say("number.not_reported")


def count(value: float | None) -> str:
    """Return ``12,345``, or a dash where there is no number."""
    return DASH if value is None else _local(f"{value:,.0f}")


def money(value: float | None) -> str:
    """Return ``3.1 bn USD``."""
    return amount(value) if value is None else f"{amount(value)}{SPACE}USD"


def interval(low: float | None, high: float | None) -> str:
    """Return ``(1.9–4.8 bn)``, or nothing where a bound is not known."""
    if low is None or high is None:
        return ""
    first, last = amount(low), amount(high)
    unit = last.partition(SPACE)[2]
    if unit and first.endswith(unit):
        first = first.removesuffix(f"{SPACE}{unit}")
    between = DASH if low >= 0 else f" {say('number.to')} "
    return f"({first}{between}{last})"


def with_interval(
    value: float | None, low: float | None, high: float | None, shown: Callable[[float | None], str] = amount
) -> str:
    """Return an amount with its interval where there is one."""
    return f"{shown(value)} {interval(low, high)}".strip()


def amount_with_interval(row: Mapping[str, Any], name: str, shown: Callable[[float | None], str] = amount) -> str:
    """Return the amount in column ``<name>_usd`` with its interval where the warehouse has one.

    The bounds are in ``<name>_low_usd`` and ``<name>_high_usd``.
    """
    return with_interval(row[f"{name}_usd"], row.get(f"{name}_low_usd"), row.get(f"{name}_high_usd"), shown)


def money_with_interval(row: Mapping[str, Any], name: str) -> str:
    """Return the same with its unit."""
    return amount_with_interval(row, name, money)


def span(low: str, high: str) -> str:
    """Return ``−0.6 % to +2.7 %``: two ends of an interval that a dash would run into their signs."""
    return f"{low} {say('number.to')} {high}"


def percent(value: float | None, signed: bool = False) -> str:
    """Return ``45 %`` for 45; with ``signed``, ``+45 %`` and ``−45 %``."""
    if value is None:
        return not_reported()
    digits = f"{abs(value):,.1f}".removesuffix(".0") if abs(value) < 9.95 else f"{abs(value):,.0f}"
    sign = "" if digits == "0" else MINUS if value < 0 else "+" if signed else ""
    return f"{sign}{say('number.percent', number=_local(digits))}"


def change(estimate: float | None, low: float | None = None, high: float | None = None) -> str:
    """Return ``+7.8 % (+2.3 to +13)`` for ratios to 1: two significant digits of the change, its interval to the same.

    ``0 %`` where four decimals show neither change nor interval.
    """
    if estimate is None:
        return not_reported()
    changes = [100 * (ratio - 1) for ratio in (estimate, low, high) if ratio is not None]
    if max(map(abs, changes)) < NOTICED:
        return say("number.percent", number="0")
    size = float(f"{abs(changes[0]):.1e}")  # rounded first: 0.00999… has the places of 0.01
    places = min(max(1 - floor(log10(size or 1)), 0), MOST_PLACES)
    first, *bounds = (f"{one:+,.{places}f}".replace("-", MINUS) if round(one, places) else "0" for one in changes)
    shown = say("number.percent", number=_local(first))
    return f"{shown} ({_local(span(*bounds))})" if len(bounds) == 2 else shown


def share(value: float | None, signed: bool = False) -> str:
    """Return a share as per cent: ``45 %`` for 0.45."""
    return percent(None if value is None else 100 * value, signed)


def index(value: float | None) -> str:
    """Return an index between 0 and 1 with two digits."""
    return not_reported() if value is None else _local(f"{value:.2f}")


def years(first: int, last: int) -> str:
    """Return ``2012–2014``, or one year where both are the same."""
    return str(first) if first == last else f"{first}{DASH}{last}"


def _short(value: float) -> str:
    return f"{value:.1f}" if value < 9.95 else f"{value:,.0f}"


def decimal(value: float | None, digits: int = 2) -> str:
    """Return a number with so many decimals and a minus sign that is one; what rounds to nothing has no sign."""
    return not_reported() if value is None else _local(f"{value:z,.{digits}f}".replace("-", MINUS))


def day(value: date) -> str:
    """Return ``22 Nov 2026``."""
    return str(format_date(value, "d MMM y", locale=language()))


def moment(value: datetime) -> str:
    """Return ``22 November 2026, 19:32``."""
    return str(format_datetime(value, "d MMMM y, HH:mm", locale=language()))


def separators() -> str:
    """Return the marks between decimals and between thousands, in this order."""
    return "".join(_marks(language()).values())


def by_name(name: str, value: Any) -> str:
    """Return a value as the ending of its column's name says: ``_usd``, ``_pct``, ``_share``, ``_index``."""
    if value is None:
        return DASH
    if isinstance(value, bool):
        return say("pair.yes" if value else "pair.no")
    endings = {"_usd": amount, "_pct": percent, "_share": share, "_index": index}
    shown = next((shown for ending, shown in endings.items() if name.endswith(ending)), None)
    if shown:
        return shown(value)
    if isinstance(value, float):
        return count(value) if value.is_integer() else decimal(value, 3)
    return str(value)


def _local(text: str) -> str:
    """Write a number with the marks of the reader's language."""
    return text if language() == ENGLISH else text.translate(_marks(language()))


@cache
def _marks(code: str) -> dict[int, str]:
    return {ord("."): str(get_decimal_symbol(code)), ord(","): str(get_group_symbol(code))}
