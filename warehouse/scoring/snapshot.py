"""What is known of pairs at the end of a year, and what became of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from warehouse.scoring.closeness import Closeness, closeness, split_by_economy
from warehouse.scoring.dyadic import Dyads
from warehouse.scoring.panel import Booleans, Floats
from warehouse.scoring.potential import gap_log
from warehouse.scoring.timing import HORIZON, Calendar, Timing, known_mean, log_floored, log_share

WINDOW = (-2, 0)
"""Years that the trade known at the end of a year is averaged over."""
PAST = 8
"""Years that past growth looks back: as far as from the last window known to the outcome, with clean timing."""


@dataclass(frozen=True)
class World:
    """Yearly arrays of N economies, exporter on axis 1, importer on axis 2.

    Attributes:
        years: T years, increasing.
        trade: (T, N, N), current US dollars, NaN where missing.
        potential: (T, N, N), likewise.
        ties: Dimension → (T, N, N), larger is closer, NaN where not known in that year.
    """

    years: tuple[int, ...]
    trade: Floats
    potential: Floats
    ties: Mapping[str, Floats]

    @cached_property
    def calendar(self) -> Calendar:
        """Rows by year."""
        return Calendar(self.years)


@dataclass(frozen=True)
class Known:
    """What is known of n directed pairs at the end of a year; logs are natural.

    Attributes:
        dyads: Which pairs.
        actual_usd: (n,), mean trade of the three years known.
        potential_usd: (n,), mean potential over the same cells.
        past_growth: (n,), change of the log share over `PAST` years; 0 where not known.
        past_parts: (n, 3), its exporter's, importer's and pair's part (`split_by_economy`).
        log_share: (n,), log share in the importer's imports.
        log_intensity: (n,), ln X_ij X_w / (X_i M_j), ease of trade from totals.
        closeness: Of the ties known in that year.
        traded_before: (n,), whether the pair traded in the three years five years earlier.
        traded_back: (n,), whether the importer sold to the exporter.
    """

    dyads: Dyads
    actual_usd: Floats
    potential_usd: Floats
    past_growth: Floats
    past_parts: Floats
    log_share: Floats
    log_intensity: Floats
    closeness: Closeness
    traded_before: Booleans
    traded_back: Booleans

    @property
    def gap(self) -> Floats:
        """(n,), ln(potential / actual)."""
        return gap_log(self.potential_usd, self.actual_usd)

    @property
    def log_actual(self) -> Floats:
        """(n,), with trade at least the floor."""
        return log_floored(self.actual_usd)

    def only(self, dimensions: Collection[str]) -> "Known":
        """The same with closeness of some dimensions."""
        return replace(self, closeness=self.closeness.only(dimensions))

    def at(self, chosen: Booleans) -> "Known":
        """That of some pairs."""
        arrays = {name: value[chosen] for name, value in vars(self).items() if isinstance(value, np.ndarray)}
        return replace(self, dyads=self.dyads.at(chosen), closeness=self.closeness.at(chosen), **arrays)


def trading_pairs(world: World, year: int, ties: Collection[str] | None = None) -> Known:
    """What is known at the end of a year of the pairs that traded in its three-year window.

    Args:
        world: The arrays.
        year: The last year known.
        ties: Dimensions to use; None for all.
    """
    return _known(world, year, ties, trading=True)


def silent_pairs(world: World, year: int, ties: Collection[str] | None = None) -> Known:
    """The same of the pairs that are known not to have traded, where both economies trade."""
    return _known(world, year, ties, trading=False)


def _known(world: World, year: int, ties: Collection[str] | None, *, trading: bool) -> Known:
    rows = world.calendar.rows(year, WINDOW)
    trade = world.trade[rows]
    actual, potential = known_mean(trade), known_mean(np.where(np.isnan(trade), np.nan, world.potential[rows]))
    before, long_before = (world.calendar.mean(world.trade, year - back, WINDOW) for back in (HORIZON, PAST))
    sample = (actual > 0 if trading else actual == 0) & (potential > 0) & ~np.eye(len(actual), dtype=bool)
    now = world.calendar.rows(year, (0, 0))[0]
    wanted = {name: values[now] for name, values in world.ties.items() if ties is None or name in ties}
    share = log_share(actual)
    past = share - log_share(long_before)
    return Known(
        dyads=Dyads(*np.nonzero(sample)),
        actual_usd=actual[sample],
        potential_usd=potential[sample],
        past_growth=np.nan_to_num(past)[sample],
        past_parts=np.stack([part[sample] for part in split_by_economy(past, sample & ~np.isnan(past))], axis=1),
        log_share=share[sample],
        log_intensity=_log_intensity(actual)[sample],
        closeness=closeness(wanted, sample),
        traded_before=(before > 0)[sample],
        traded_back=(actual > 0).T[sample],
    )


def _log_intensity(trade: Floats) -> Floats:
    totals = np.nansum(trade, axis=1)[:, None] * np.nansum(trade, axis=0)[None, :]
    with np.errstate(divide="ignore"):
        intensity: Floats = log_floored(trade) + np.log(np.nansum(trade)) - np.log(totals)
    return intensity


@dataclass(frozen=True)
class Outcome:
    """What became of n pairs five years later; NaN where it is not known.

    Attributes:
        growth: (n,), change of the log share in the importer's imports; who stops trading is at the floor.
        gain_usd: (n,), change of the share times the importer's imports in the base: dollars at constant market size.
        traded_usd: (n,), mean trade in the outcome window.
    """

    growth: Floats
    gain_usd: Floats
    traded_usd: Floats


def outcome(world: World, origin: int, timing: Timing, dyads: Dyads) -> Outcome:
    """What became of pairs between the base and the outcome window of an origin."""
    base, end = (world.calendar.mean(world.trade, origin, span) for span in (timing.base, timing.outcome))
    market, market_end = np.nansum(base, axis=0), np.nansum(end, axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        gain = market * (end / market_end - base / market)
    cell = dyads.exporter, dyads.importer
    return Outcome((log_share(end) - log_share(base))[cell], gain[cell], end[cell])


def outgrows(growth: Floats, dyads: Dyads) -> Floats:
    """Whether each pair grew more than its importer's median supplier, 1 or 0, (n,)."""
    order = np.argsort(dyads.importer, kind="stable")
    importers, starts = np.unique(dyads.importer[order], return_index=True)
    median = np.full(dyads.economies, np.nan)
    median[importers] = [np.median(part) for part in np.split(growth[order], starts[1:])]
    return (growth > median[dyads.importer]).astype(np.float64)
