"""Covariance of the estimates, under four named conventions."""

import math
from typing import Literal

import numpy as np

from warehouse.scoring.jackknife import jackknife
from warehouse.scoring.panel import Booleans, Floats, ImpossiblePanelError, PairKind

Convention = Literal["stata", "fixest", "robust", "jackknife"]
CONVENTIONS: dict[Convention, str] = {
    "stata": "clustered by unordered pair, G/(G-1)",
    "fixest": "clustered by unordered pair, G/(G-1) and (n-1)/(n-k), k with the effects not nested in pairs",
    "robust": "heteroskedasticity-robust, n/(n-1)",
    "jackknife": "jackknife over unordered pairs (CV3); intervals by t, effective pairs less one",
}


def estimated_covariance(
    residualised: Floats,
    weights: Floats,
    residual: Floats,
    *,
    sample: Booleans,
    kind: PairKind | None,
    levels: int,
    convention: Convention,
) -> Floats:
    """The covariance of the estimates, (K, K), with its finite-sample factor.

    Args:
        residualised: (K, T, N, N), regressors after the effects have been projected out.
        weights: (T, N, N), working weights, 0 outside the sample.
        residual: (T, N, N), weights times working residual, 0 outside the sample.
        sample: (T, N, N), the cells estimated on.
        kind: Which pair effects, None for none.
        levels: Effects, as `effect_levels` counts them.
        convention: Which convention.
    """
    if convention == "jackknife" and len(residualised):
        return jackknife(residualised, weights, residual, kind)
    factor = finite_sample_factor(sample, len(residualised) + levels, convention)
    return factor * sandwich(residualised, weights, residual, by_pair=convention != "robust")


def sandwich(residualised: Floats, weights: Floats, residual: Floats, by_pair: bool) -> Floats:
    """The sandwich estimator (Cameron & Miller 2015, equation 10), (K, K), without finite-sample factor.

    Args:
        residualised: (K, T, N, N), regressors after the effects have been projected out.
        weights: (T, N, N), working weights (fitted trade in PPML, 1 in least squares), 0 outside the sample.
        residual: (T, N, N), weights times working residual (trade minus fitted in PPML), 0 outside the sample.
        by_pair: Whether to add up scores over years and both directions of a pair first.
    """
    terms = len(residualised)
    bread = np.linalg.inv(np.tensordot(residualised * weights, residualised, axes=([1, 2, 3], [1, 2, 3])))
    scores = residualised * residual
    if by_pair:
        summed = scores.sum(axis=1)
        scores = np.triu(summed + np.tril(summed, -1).swapaxes(1, 2))
    flat = scores.reshape(terms, math.prod(scores.shape[1:]))  # -1 has no meaning where no regressor is left
    influence = bread @ flat  # squared, so that rounding cannot make a variance negative
    matrix: Floats = influence @ influence.T
    return matrix


def pair_clusters(sample: Booleans) -> int:
    """The number of unordered pairs with at least one cell."""
    seen = sample.any(axis=0)
    return int(np.triu(seen | seen.T).sum())


def effect_levels(sample: Booleans, kind: PairKind | None) -> int:
    """Parameters that fixest counts for exporter-year, importer-year and pair effects under clustering by pair.

    The levels of every effect that is not nested in the clusters, less one for each effect but the first. Pair effects
    are nested; domestic effects (which have one level for all international cells) are not.
    """
    levels = int(sample.any(axis=2).sum() + sample.any(axis=1).sum()) - 1
    return levels + int(np.diagonal(sample.any(axis=0)).sum()) if kind == "domestic" else levels


def finite_sample_factor(sample: Booleans, parameters: int, convention: Convention) -> float:
    """The finite-sample factor of a convention.

    Args:
        sample: (T, N, N), the cells estimated on.
        parameters: Regressors and effects, as `effect_levels` counts these.
        convention: Which convention.

    Raises:
        ImpossiblePanelError: Too few pairs or cells for the convention.
    """
    n, clusters = int(sample.sum()), pair_clusters(sample)
    if convention == "robust":
        return n / (n - 1)
    if clusters < 2:
        raise ImpossiblePanelError("one pair of countries only: nothing to cluster; use standard_errors='robust'")
    if convention in ("stata", "jackknife"):
        return clusters / (clusters - 1)
    if n <= parameters:
        raise ImpossiblePanelError(f"{parameters} parameters for {n} cells; use more years or fewer effects")
    return clusters / (clusters - 1) * (n - 1) / (n - parameters)


def symmetric_root(covariance: Floats) -> Floats:
    """The symmetric R with R R = covariance, (K, K): standard normal draws times R have that covariance.

    Unlike Cholesky's it exists for singular covariances; unlike one from eigenvectors it has no free sign.
    """
    values, vectors = np.linalg.eigh(covariance)
    root: Floats = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    return root
