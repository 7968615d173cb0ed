"""Covariance of the estimates, under three named conventions."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from warehouse.scoring.effects import fold
from warehouse.scoring.panel import Booleans, Floats, PairKind

Convention = Literal["stata", "fixest", "robust"]
CONVENTIONS: dict[Convention, str] = {
    "stata": "clustered by unordered pair, G/(G-1)",
    "fixest": "clustered by unordered pair, G/(G-1) and (n-1)/(n-k) with the effects not nested in pairs in k",
    "robust": "heteroskedasticity-robust, n/(n-1)",
}


@dataclass(frozen=True)
class Covariance:
    """Covariance (K, K) and the number of clusters; 0 clusters when it is not clustered."""

    matrix: Floats
    n_clusters: int


def sandwich(residualised: Floats, weights: Floats, residual: Floats, factor: float, by_pair: bool) -> Floats:
    """The sandwich estimator (Cameron & Miller 2015, equation 10), with a finite-sample factor.

    Args:
        residualised: (K, T, N, N), regressors after the effects have been projected out.
        weights: (T, N, N), working weights (fitted trade in PPML, 1 in OLS).
        residual: (T, N, N), weights times working residual (trade minus fitted in PPML); 0 outside the sample.
        factor: Finite-sample factor.
        by_pair: Whether to sum scores over years and both directions of a pair first.
    """
    bread = np.linalg.inv(np.einsum("ktij,tij,ltij->kl", residualised, weights, residualised, optimize=True))
    if by_pair:
        scores = np.einsum("ktij,tij->kij", residualised, residual)
        scores = np.triu(scores + np.tril(scores, -1).swapaxes(1, 2)).reshape(len(scores), -1)
    else:
        scores = (residualised * residual).reshape(len(residualised), -1)
    matrix: Floats = factor * bread @ (scores @ scores.T) @ bread
    return matrix


def pair_clusters(sample: Booleans) -> int:
    """The number of unordered pairs with at least one cell."""
    return int(np.triu(fold(sample.any(axis=0).astype(float), "symmetric") > 0).sum())


def finite_sample_factor(sample: Booleans, n_terms: int, kind: PairKind | None, convention: Convention) -> float:
    """The finite-sample factor of a convention, for exporter-year and importer-year effects.

    fixest counts the levels of every effect that is not nested in the clusters, less one for each effect but the
    first; pair effects are nested, domestic effects (one level for all international cells) are not.
    """
    n = int(sample.sum())
    if convention == "robust":
        return n / (n - 1)
    clusters = pair_clusters(sample)
    factor = clusters / (clusters - 1)
    if convention == "stata":
        return factor
    levels = int(sample.any(axis=2).sum() + sample.any(axis=1).sum()) - 1
    if kind == "domestic":
        levels += int(np.diagonal(sample.any(axis=0)).sum())
    return factor * (n - 1) / (n - n_terms - levels)
