"""The tie index: eight dimensions of closeness in one number, with what that number hides.

After OECD/JRC, *Handbook on Constructing Composite Indicators* (2008): the normalisation is stated, missing dimensions
lower the coverage and are not imputed, and the rank's uncertainty comes from drawing weights and normalisations.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

Floats = npt.NDArray[np.float64]
Normalisation = Callable[[Floats], Floats]


def min_max(values: Floats) -> Floats:
    """Rescale each column to [0, 1] by its smallest and largest value.

    Args:
        values: (P, D), NaN where missing.

    Returns:
        (P, D); a column without variation becomes 0.5: it tells nobody from anybody.
    """
    low, high = np.nanmin(values, axis=0), np.nanmax(values, axis=0)
    spread = high - low
    return np.where(
        spread > 0, (values - low) / np.where(spread > 0, spread, 1), np.where(np.isnan(values), np.nan, 0.5)
    )


def standardised(values: Floats) -> Floats:
    """Rescale each column to mean 0.5 and standard deviation 1/6, cut at [0, 1] (z-scores; Handbook, section 5.2).

    Args:
        values: (P, D), NaN where missing.
    """
    deviation = np.nanstd(values, axis=0)
    scores = (values - np.nanmean(values, axis=0)) / np.where(deviation > 0, deviation, 1)
    return np.asarray(np.clip(0.5 + scores / 6, 0, 1))


def percentile(values: Floats) -> Floats:
    """Replace each column by its mid-rank share, in (0, 1).

    Args:
        values: (P, D), NaN where missing.
    """
    ranks = rankdata(values, axis=0, nan_policy="omit")
    return np.asarray((ranks - 0.5) / np.maximum((~np.isnan(values)).sum(axis=0), 1))


NORMALISATIONS: tuple[Normalisation, ...] = (min_max, standardised, percentile)


@dataclass(frozen=True)
class Index:
    """A composite index.

    Attributes:
        value: (P,), weighted mean of the dimensions observed, 0 to 1; NaN where none is.
        coverage: (P,), share of the weight that was observed.
    """

    value: Floats
    coverage: Floats


def composite(values: Floats, weights: Floats) -> Index:
    """Return the weighted mean over the dimensions observed.

    Args:
        values: (P, D), normalised, NaN where missing.
        weights: (D,), not negative, at least one positive.

    Raises:
        ValueError: weights that are negative or all zero.
    """
    if (weights < 0).any() or not weights.sum() > 0:
        raise ValueError(f"weights {weights} must be zero or more, and one of them positive")
    share = weights / weights.sum()
    observed = ~np.isnan(values)
    coverage = observed @ share
    total = np.where(observed, values, 0.0) @ share
    known = coverage > 0
    return Index(np.where(known, total / np.where(known, coverage, 1), np.nan), coverage)


def principal_weights(values: Floats) -> Floats:
    """Return weights from the first principal component of the correlation matrix.

    Correlations are pairwise-complete. A dimension that loads against the others gets weight zero: closer on it would
    otherwise count as farther.

    Args:
        values: (P, D), NaN where missing. Columns without variation or without data get weight zero.

    Returns:
        (D,), not negative, summing to 1.
    """
    correlation = _correlation(values)
    _, vectors = np.linalg.eigh(correlation)
    loading = vectors[:, -1] * np.sign(vectors[:, -1].sum() or 1)
    weights = np.clip(np.where(np.diag(correlation) > 0, loading, 0.0), 0.0, None)
    return np.asarray(weights / weights.sum())


def _correlation(values: Floats) -> Floats:
    """Pairwise-complete correlations (D, D); zero, on the diagonal too, where a column does not vary."""
    centred = values - np.nanmean(values, axis=0)
    filled, seen = np.where(np.isnan(centred), 0.0, centred), (~np.isnan(values)).astype(float)
    covariance = filled.T @ filled
    # Variances over the cells both columns have, so that a correlation cannot exceed one.
    own, other = (filled**2).T @ seen, seen.T @ (filled**2)
    scale = np.sqrt(own * other)
    return np.asarray(np.where(scale > 0, covariance / np.where(scale > 0, scale, 1), 0.0))


def revealed_weights(estimates: Floats, spread: Floats) -> Floats:
    """Return weights in proportion to what a standard deviation of each dimension goes with in trade.

    Args:
        estimates: (D,), coefficients of the dimensions in a gravity equation; NaN where not estimated.
        spread: (D,), standard deviation of each dimension.

    Returns:
        (D,), summing to 1; zero where the coefficient is negative or missing. All zero where none is positive: trade
        then reveals no weights, and the index by this weighting does not exist.
    """
    strength = np.clip(np.nan_to_num(estimates) * np.nan_to_num(spread), 0.0, None)
    return np.asarray(strength / strength.sum() if strength.sum() > 0 else strength)


def rank_interval(values: Floats, *, draws: int, seed: int, share: float = 0.9) -> tuple[Floats, Floats]:
    """Return the interval a pair's rank stays in when weights and normalisation are drawn at random.

    Weights are uniform on the simplex (Dirichlet(1, …, 1)), the normalisation one of :data:`NORMALISATIONS`.

    Args:
        values: (P, D), indicators, NaN where missing; larger is closer.
        draws: How many indices to draw.
        seed: Of the random numbers.
        share: Of the draws inside the interval; the rest lies half on each side.

    Returns:
        Lower and upper rank, each (P,), 1 = closest; NaN for pairs without any dimension.
    """
    generator = np.random.default_rng(seed)
    normalised = [normalise(values) for normalise in NORMALISATIONS]
    ranks = np.empty((draws, len(values)), dtype=np.float32)
    for draw in range(draws):
        chosen = normalised[generator.integers(len(normalised))]
        index = composite(chosen, generator.dirichlet(np.ones(values.shape[1]))).value
        ranks[draw] = rankdata(-index, nan_policy="omit")
    tail = (1 - share) / 2
    low, high = np.quantile(ranks, [tail, 1 - tail], axis=0)
    return low, high
