"""Rank correlation of two properties of pairs: raw, partial, and within pairs over time, with bootstrap intervals.

Intervals come from drawing weights of economies, which weigh all their pairs (dyadic bootstrap, see `bootstrap`);
ranks and residuals stay those of the sample, and only the correlation is weighted anew. They leave out what ranks and
the coefficients of the controls would move, which is little in samples of thousands of pairs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from warehouse.scoring.effects import CountryYearProjection, components
from warehouse.scoring.panel import Booleans, Floats

NOTHING = 1e-9
"""Share of its variation below which a residual is rounding."""


@dataclass(frozen=True)
class Correlation:
    """A coefficient with its 90 % interval; NaN where one of the two does not vary."""

    value: float
    low: float
    high: float


UNKNOWN = Correlation(np.nan, np.nan, np.nan)


@dataclass(frozen=True)
class Weights:
    """Bootstrap weights: v of R draws for exporters (R, M) and for importers (R, N); row 0 is the sample, all ones."""

    exporter: Floats
    importer: Floats

    @classmethod
    def drawn(cls, economies: int, draws: int, seed: int) -> "Weights":
        """An economy has one weight, exponential with mean 1, as exporter and as importer."""
        weights = np.random.default_rng(seed).exponential(size=(1 + draws, economies))
        weights[0] = 1.0
        return cls(weights, weights)

    def of_exporters(self, chosen: Booleans) -> "Weights":
        """Those of some exporters."""
        return Weights(self.exporter[:, chosen], self.importer)

    def sums(self, values: Floats) -> Floats:
        """Σ_ij v_i v_j values_ij of each draw, (R,)."""
        return np.asarray(((self.exporter @ values) * self.importer).sum(axis=1))


def ranks(values: Floats, sample: Booleans) -> Floats:
    """Mid-ranks of the sampled cells as shares, of any shape; 0 elsewhere."""
    ranked = np.zeros(values.shape)
    ranked[sample] = rankdata(values[sample]) / max(int(sample.sum()), 1)
    return ranked


def correlation(first: Floats, second: Floats, sample: Booleans, weights: Weights) -> Correlation:
    """Weighted correlation over sampled cells, (M, N) or, summed over years, (T, M, N)."""
    years = (np.where(sample, x, 0.0).reshape(-1, *sample.shape[-2:]) for x in (np.ones(sample.shape), first, second))
    one, a, b = years
    products = (one, a, b, a * b, a * a, b * b)
    count, sum_a, sum_b, ab, aa, bb = (weights.sums(product.sum(axis=0)) for product in products)
    variances = (aa - sum_a**2 / count) * (bb - sum_b**2 / count)
    with np.errstate(invalid="ignore", divide="ignore"):
        drawn = np.where(variances > 0, (ab - sum_a * sum_b / count) / np.sqrt(np.abs(variances)), np.nan)
    if np.isnan(drawn[0]):
        return UNKNOWN
    low, high = np.nanquantile(drawn[1:], [0.05, 0.95])
    return Correlation(float(drawn[0]), float(low), float(high))


def partial(
    first: Floats, second: Floats, controls: Sequence[Floats], sample: Booleans, weights: Weights
) -> Correlation:
    """Correlation of what controls leave of two variables; of ranks throughout, it is Spearman's partial ρ.

    Args:
        first: (M, N).
        second: (M, N).
        controls: (M, N) each, known in the sample.
        sample: (M, N).
        weights: Of M exporters and N importers.
    """
    centred = [np.where(sample, x - x[sample].mean(), 0.0) for x in (first, second, *controls)]
    return _of_residuals(centred, sample, weights)


def partial_with_effects(
    first: Floats, second: Floats, controls: Sequence[Floats], sample: Booleans, weights: Weights
) -> Correlation:
    """The same given effects of each exporter and each importer as well; variables are 0 outside the sample."""
    exporters, importers = sample.shape
    square = np.zeros((1, importers, importers), dtype=bool)
    square[0, :exporters] = sample
    projection = CountryYearProjection(square.astype(np.float64), components(square)[1])
    residuals = []
    for values in (_padded(x, importers) for x in (first, second, *controls)):
        exporter, importer = projection.solve(values.sum(axis=1)[None], values.sum(axis=0)[None])
        residuals.append(np.where(square[0], values - exporter[0][:, None] - importer[0], 0.0)[:exporters])
    return _of_residuals(residuals, sample, weights)


def _padded(values: Floats, size: int) -> Floats:
    return np.pad(values, ((0, size - len(values)), (0, 0)))


def _of_residuals(variables: Sequence[Floats], sample: Booleans, weights: Weights) -> Correlation:
    """Correlation of the first two variables less what the others explain of them."""
    first, second, *controls = (x[sample] for x in variables)
    design = np.array(controls).reshape(len(controls), len(first)).T
    scale = np.linalg.norm(design, axis=0)
    design = design[:, scale > NOTHING * np.sqrt(len(design))]
    pair = np.stack([first, second], axis=1)
    left = pair - design @ np.linalg.lstsq(design, pair, rcond=1e-10)[0]
    if (np.linalg.norm(left, axis=0) <= NOTHING * np.sqrt(len(left))).any():
        return UNKNOWN
    spread = np.zeros((2, *sample.shape))
    spread[:, sample] = left.T
    return correlation(spread[0], spread[1], sample, weights)


def within_spearman(first: Floats, second: Floats, sample: Booleans, weights: Weights) -> Correlation:
    """ρ within pairs over time: of the ranks over all pairs and years, less pair means and year means.

    Args:
        first: (T, M, N).
        second: (T, M, N).
        sample: (T, M, N); pairs with a single year tell nothing.
        weights: Of M exporters and N importers.
    """
    used = sample & (sample.sum(axis=0) > 1)
    if not used.any():
        return UNKNOWN
    one, other = (_demeaned(ranks(x, used), used) for x in (first, second))
    if min(np.linalg.norm(one), np.linalg.norm(other)) <= NOTHING * np.sqrt(used.sum()):
        return UNKNOWN
    return correlation(one, other, used, weights)


def _demeaned(values: Floats, sample: Booleans) -> Floats:
    """Less pair means and year means: pair means are taken off first, what year means are left solves T equations."""
    cells = sample.reshape(len(sample), -1).astype(np.float64)
    by_pair = np.maximum(cells.sum(axis=0), 1)
    flat: Floats = values.reshape(cells.shape) * cells
    flat = flat - cells * (flat.sum(axis=0) / by_pair)
    equations = np.diag(cells.sum(axis=1)) - (cells / by_pair) @ cells.T
    year = np.linalg.lstsq(equations, flat.sum(axis=1), rcond=1e-12)[0]
    flat -= cells * (year[:, None] - (year @ cells) / by_pair)
    return flat.reshape(values.shape)
