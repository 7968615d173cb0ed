"""Potential trade: what comparable pairs trade, and the gap to what this pair trades (methods, section 4).

A potential is the fitted value of gravity with exporter and importer effects on geography and trade agreements, one
year at a time, so that the potential of a year knows nothing of later years. Ties stay out of it. By the first-order
conditions of PPML potentials add up to actual trade for every exporter and every importer of a year: a potential is a
reallocation given what i sells and j buys in total. It is the mean of a skewed distribution: the typical pair lies
below.
"""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from warehouse.scoring.conformal import ConformalBands, conformal_bands, size_edges
from warehouse.scoring.gravity import CollinearWarning, GravityFit, fit_ppml
from warehouse.scoring.panel import Booleans, Floats, ImpossiblePanelError
from warehouse.scoring.timing import known_mean, log_floored


@dataclass(frozen=True)
class YearlyPotential:
    """Potentials of T years, each from its own fit.

    Attributes:
        potential: (T, N, N), in the unit of trade; NaN where it is not known.
        estimated: (T, N, N), cells estimated on; the others are predicted from the same effects.
        fits: One for each year; None where the year cannot be fitted.
    """

    potential: Floats
    estimated: Booleans
    fits: tuple[GravityFit | None, ...]


def yearly_potential(trade: npt.ArrayLike, regressors: Mapping[str, npt.ArrayLike]) -> YearlyPotential:
    """Fit gravity to each year on its own, and return what it says of every pair.

    Args:
        trade: (T, N, N), exporter on axis 1, NaN where missing.
        regressors: Name → (T, N, N), or (N, N) for what does not change. A dummy that is constant in a year leaves
            that year's fit; it is named in `GravityFit.collinear`.
    """
    values = np.asarray(trade, dtype=np.float64)
    potential, estimated = np.full(values.shape, np.nan), np.zeros(values.shape, dtype=bool)
    fits: list[GravityFit | None] = []
    for t in range(len(values)):
        at_t = {name: _of_year(np.asarray(given, dtype=np.float64), t) for name, given in regressors.items()}
        fits.append(_fit(values[t : t + 1], at_t))
        if (fit := fits[t]) is not None:
            potential[t], estimated[t] = fit.predict(at_t)[0], np.isfinite(fit.fitted[0])
    return YearlyPotential(potential, estimated, tuple(fits))


def _of_year(values: Floats, t: int) -> Floats:
    return values[t : t + 1] if values.ndim == 3 else values


def _fit(trade: Floats, regressors: Mapping[str, Floats]) -> GravityFit | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CollinearWarning)
        try:
            return fit_ppml(trade, regressors)
        except ImpossiblePanelError:
            return None


def gap_log(potential: npt.ArrayLike, actual: npt.ArrayLike) -> Floats:
    """ln(potential / actual), with actual trade at least the floor; −inf where the potential is zero."""
    with np.errstate(divide="ignore"):
        gap: Floats = np.log(np.asarray(potential, dtype=np.float64))
    return gap - log_floored(np.asarray(actual, dtype=np.float64))


def untapped(potential: npt.ArrayLike, actual: npt.ArrayLike) -> Floats:
    """max(potential − actual, 0), in the unit of trade; sums of it do not net pairs beyond their potential."""
    shortfall: Floats = np.asarray(potential, dtype=np.float64) - np.asarray(actual, dtype=np.float64)
    return np.maximum(shortfall, 0.0)


def potential_bands(
    trade: Floats,
    regressors: Mapping[str, Floats],
    *,
    bins: int = 10,
    folds: int = 5,
    coverage: float = 0.9,
    seed: int = 0,
) -> ConformalBands:
    """How far actual trade of comparable pairs lies from their potential, by size of potential.

    Each fold of unordered pairs is predicted by a fit that has not seen it (cross-conformal, Vovk 2015). Residuals are
    ln(actual / predicted), both at least the floor.

    Args:
        trade: (T, N, N), the years of the window; residuals are of the means over its years.
        regressors: As for `yearly_potential`.
        bins: Bins of equally many pairs, by ln potential.
        folds: Parts that the pairs are drawn into.
        coverage: Share of pairs that the band is to hold.
        seed: Of the draw.

    Returns:
        Bands in logs, binned by ln potential. `interval(ln potential, ln potential)` gives the band of a pair.
    """
    fold = _pair_folds(trade.shape[1], folds, np.random.default_rng(seed))
    predicted = np.full(trade.shape, np.nan)
    for k in range(folds):
        fit = yearly_potential(np.where(fold == k, np.nan, trade), regressors)
        predicted = np.where(fold == k, fit.potential, predicted)
    comparable = ~np.isnan(trade) & (predicted > 0)
    actual, expected = (known_mean(np.where(comparable, values, np.nan)) for values in (trade, predicted))
    told = comparable.any(axis=0)
    size = log_floored(expected[told])
    return conformal_bands(log_floored(actual[told]) - size, size, size_edges(size, bins), coverage=coverage)


def _pair_folds(economies: int, folds: int, draw: np.random.Generator) -> npt.NDArray[np.int64]:
    """A fold for each ordered pair, the same both ways; −1 on the diagonal."""
    fold: npt.NDArray[np.int64] = np.full((economies, economies), -1)
    upper = np.triu_indices(economies, 1)
    fold[upper] = draw.permutation(np.arange(len(upper[0])) % folds)
    fold.T[upper] = fold[upper]
    return fold


@dataclass(frozen=True)
class GapComponents:
    """What of a pair's gap lasts, from its yearly gaps.

    Attributes:
        persistent: (N, N), the pair's own lasting level relative to all pairs of the same years, shrunk towards 0.
        persistent_variance: Variance of lasting levels across pairs.
        transient_variance: Variance of a year's gap around its pair's level.
    """

    persistent: Floats
    persistent_variance: float
    transient_variance: float

    @property
    def persistent_share(self) -> float:
        """Share of the variance of a single year's gap that lasts."""
        return self.persistent_variance / (self.persistent_variance + self.transient_variance)


def gap_components(gaps: Floats) -> GapComponents:
    """Split yearly gaps into a lasting and a passing part, by one-way variance components.

    g_ijt = m_t + u_ij + e_ijt with m_t the mean of the year; variances from the mean squares between and within pairs
    with unequal numbers of years (Searle, Casella & McCulloch 1992, section 3.6). The lasting part of a pair with n
    years is its best linear predictor, n σ²_u / (n σ²_u + σ²_e) times its mean. Passing parts that last more than a
    year count partly as lasting.

    Args:
        gaps: (T, N, N), NaN or infinite where not known.

    Returns:
        Persistent parts, NaN for a pair without a gap.

    Raises:
        ValueError: Fewer than two pairs, or no pair with two years.
    """
    known = np.isfinite(gaps)
    years = known.sum(axis=0)
    pairs, total = int((years > 0).sum()), int(years.sum())
    if pairs < 2 or total <= pairs:
        raise ValueError("variance components need two pairs, and a pair with two years")
    in_year = np.maximum(known.sum(axis=(1, 2), keepdims=True), 1)
    values = np.where(known, gaps - np.where(known, gaps, 0.0).sum(axis=(1, 2), keepdims=True) / in_year, 0.0)
    mean = np.divide(values.sum(axis=0), years, where=years > 0, out=np.full(years.shape, np.nan))
    within = float((np.where(known, values - mean, 0.0) ** 2).sum()) / (total - pairs)
    between = float(np.nansum(years * mean**2)) / (pairs - 1)
    typical_years = (total - float((years**2).sum()) / total) / (pairs - 1)
    lasting = max((between - within) / typical_years, 0.0)
    weight = np.divide(years * lasting, years * lasting + within, where=years > 0, out=np.zeros(years.shape))
    return GapComponents(weight * mean, lasting, within)
