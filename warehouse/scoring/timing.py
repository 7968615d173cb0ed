"""Which years a score, the base of growth and the outcome are measured on."""

from dataclasses import dataclass

import numpy as np

from warehouse.scoring.panel import Floats

Span = tuple[int, int]
"""First and last year, inclusive; in `Timing` relative to the origin."""

HORIZON = 5
"""Years over which growth is foreseen."""
FLOOR_USD = 5e5
"""Trade below this counts as this much in logarithms: half of one million, the unit the source rounds to."""


@dataclass(frozen=True)
class Timing:
    """Three windows, in years relative to the origin.

    Attributes:
        name: Of the timing.
        score: The trade that a score may know.
        base: From where growth is measured.
        outcome: To where it is measured, `HORIZON` years after the base.
    """

    name: str
    score: Span
    base: Span
    outcome: Span

    @property
    def delay(self) -> int:
        """Years from the end of what the score knows to the origin."""
        return -self.score[1]


PLAIN = Timing("plain", (-2, 0), (-2, 0), (3, 5))
"""Growth starts from the trade that the score knows: noise that fades looks like skill."""
CLEAN = Timing("clean", (-5, -3), (-2, 0), (3, 5))
"""Growth starts from the three years after the last that the score knows: they share no observation."""
TIMINGS = {timing.name: timing for timing in (PLAIN, CLEAN)}


class Calendar:
    """Rows of yearly arrays by calendar year.

    Args:
        years: Increasing.
    """

    def __init__(self, years: tuple[int, ...]) -> None:
        self._row = {year: row for row, year in enumerate(years)}

    def has(self, year: int, span: Span) -> bool:
        """Whether every year of a span, relative to a year, is there."""
        return all(y in self._row for y in range(year + span[0], year + span[1] + 1))

    def rows(self, year: int, span: Span) -> list[int]:
        """Rows of the years of a span that are there."""
        return [self._row[y] for y in range(year + span[0], year + span[1] + 1) if y in self._row]

    def mean(self, values: Floats, year: int, span: Span) -> Floats:
        """Mean over the years of a span in which a cell is known, (T, …) → (…); NaN where it is never known.

        Missing is not zero: a zero counts as an observation, a missing year does not.
        """
        return known_mean(values[self.rows(year, span)])


def known_mean(values: Floats) -> Floats:
    """Mean along the first axis of what is not NaN; NaN where all is."""
    known = ~np.isnan(values)
    count = known.sum(axis=0)
    total = np.where(known, values, 0.0).sum(axis=0)
    mean: Floats = np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
    return mean


def log_floored(values: Floats) -> Floats:
    """Logarithm of the value or, where that is more, of `FLOOR_USD`; NaN stays."""
    return np.log(np.maximum(values, FLOOR_USD))


def log_share(trade: Floats) -> Floats:
    """Log share of each exporter in each importer's imports, with trade at least the floor.

    Args:
        trade: (N, N), exporter on axis 0, NaN where missing.

    Returns:
        (N, N); NaN where trade is missing or the importer is known to import nothing.
    """
    imports = np.nansum(trade, axis=0)
    return log_floored(trade) - np.log(np.where(imports > 0, imports, np.nan))
