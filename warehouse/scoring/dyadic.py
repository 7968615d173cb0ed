"""Regressions on pairs of economies, with covariances that let every two pairs with an economy in common be related."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from warehouse.scoring.panel import Booleans, Floats

Integers = npt.NDArray[np.int64]
HUBER = 1.345
"""Residuals beyond this many robust standard deviations count linearly: 95 % efficient under normality (Huber 1981)."""


@dataclass(frozen=True)
class Dyads:
    """Which economies each of n observations is about.

    Attributes:
        exporter: (n,), 0 to N − 1.
        importer: (n,), likewise.
    """

    exporter: Integers
    importer: Integers

    @property
    def economies(self) -> int:
        """N, or fewer where the last ones do not appear."""
        return int(max(self.exporter.max(initial=-1), self.importer.max(initial=-1))) + 1

    def at(self, chosen: Booleans) -> "Dyads":
        """Those of some observations."""
        return Dyads(self.exporter[chosen], self.importer[chosen])

    def pairs(self) -> Integers:
        """(n,), number of the unordered pair, from 0."""
        low, high = np.minimum(self.exporter, self.importer), np.maximum(self.exporter, self.importer)
        numbered: Integers = np.unique(low * self.economies + high, return_inverse=True)[1]
        return numbered


@dataclass(frozen=True)
class Regression:
    """Coefficients (K,) and their covariance (K, K)."""

    coefficients: Floats
    covariance: Floats

    @property
    def std_errors(self) -> Floats:
        """(K,)."""
        return np.sqrt(np.diag(self.covariance))


def huber_regression(X: Floats, y: Floats, dyads: Dyads, iterations: int = 100) -> Regression:
    """Robust linear regression by Huber's M-estimator, scale by the median absolute residual.

    Growth of small flows has heavy tails and a floor; under least squares a few pairs decide.

    Args:
        X: (n, K), with a constant; a column of zeros gets the coefficient 0.
        y: (n,).
        dyads: Of the observations.
        iterations: Most reweighted least-squares steps.
    """
    weights = np.ones(len(y))
    coefficients = np.zeros(X.shape[1])
    for _ in range(iterations):
        before, coefficients = coefficients, np.linalg.pinv(X.T @ (X * weights[:, None])) @ (X.T @ (weights * y))
        residuals = y - X @ coefficients
        threshold = HUBER * float(np.median(np.abs(residuals))) / 0.6745 + 1e-12
        weights = np.minimum(1.0, threshold / np.maximum(np.abs(residuals), 1e-12))
        if np.abs(coefficients - before).max() < 1e-9:
            break
    inner = np.abs(residuals) <= threshold
    return Regression(coefficients, sandwich(X, weights * residuals, X.T @ (X * inner[:, None]), dyads))


def least_squares(X: Floats, y: Floats, dyads: Dyads) -> Regression:
    """Ordinary least squares.

    Args:
        X: (n, K), with a constant.
        y: (n,).
        dyads: Of the observations.
    """
    square = X.T @ X
    coefficients = np.linalg.pinv(square) @ (X.T @ y)
    return Regression(coefficients, sandwich(X, y - X @ coefficients, square, dyads))


def logistic_regression(X: Floats, happened: Floats, dyads: Dyads, iterations: int = 50) -> Regression:
    """Logistic regression by Newton's method.

    Args:
        X: (n, K), with a constant; a column of zeros gets the coefficient 0.
        happened: (n,), 0 or 1.
        dyads: Of the observations.
        iterations: Most steps.
    """
    coefficients = np.zeros(X.shape[1])
    for _ in range(iterations):
        chance = logistic(X @ coefficients)
        information = X.T @ (X * (chance * (1 - chance))[:, None]) + 1e-9 * len(X) * np.eye(X.shape[1])
        step = np.linalg.solve(information, X.T @ (happened - chance))
        coefficients = coefficients + step
        if np.abs(step).max() < 1e-10:
            break
    chance = logistic(X @ coefficients)
    information = X.T @ (X * (chance * (1 - chance))[:, None])
    return Regression(coefficients, sandwich(X, happened - chance, information, dyads))


def logistic(index: Floats) -> Floats:
    """1 / (1 + e^−index)."""
    return 0.5 * (1.0 + np.tanh(index / 2))


def sandwich(X: Floats, scores: Floats, information: Floats, dyads: Dyads) -> Floats:
    """Dyadic cluster-robust covariance (Fafchamps & Gubert 2007; Aronow, Samii & Assenova 2015, equation 5).

    Σ over economies of the outer product of their summed scores, less that of each unordered pair, which both its
    economies count. Negative eigenvalues are set to zero.

    Args:
        X: (n, K).
        scores: (n,), derivative of each observation's loss with respect to its index.
        information: (K, K), second derivative of the summed loss.
        dyads: Of the observations.

    Returns:
        (K, K).
    """
    each = X * scores[:, None]
    by_economy = _summed(each, dyads.exporter, dyads.economies) + _summed(each, dyads.importer, dyads.economies)
    number = dyads.pairs()
    by_pair = _summed(each, number, int(number.max(initial=-1)) + 1)
    bread = np.linalg.pinv(information)
    matrix = bread @ (by_economy.T @ by_economy - by_pair.T @ by_pair) @ bread
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    covariance: Floats = (vectors * np.maximum(values, 0.0)) @ vectors.T
    return covariance


def _summed(each: Floats, group: Integers, groups: int) -> Floats:
    return np.stack([np.bincount(group, column, groups) for column in each.T], axis=1)
