"""What a gravity estimation returns."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from warehouse.scoring.panel import Floats


@dataclass(frozen=True)
class GravityFit:
    """A fitted gravity model.

    Attributes:
        terms: Names of the regressors that were estimated, in the order given.
        estimates: (K,).
        covariance: (K, K), under the convention stated.
        fitted: (T, N, N), the fitted value; 0 where a cell was dropped as separated, NaN outside the sample.
        exporter_effects: (T, N), π; −inf where an exporter-year never trades, NaN where it has no cell.
        importer_effects: (T, N), χ, likewise.
        pair_effects: (N, N), μ; −inf for a pair that never trades, NaN for one without a cell; None when there are none.
        n_obs: Cells estimated on.
        n_clusters: Unordered pairs; 0 when standard errors are not clustered.
        dropped: Reason → number of cells left out.
        collinear: Regressor left out → by what it is explained.
        iterations: Reweighted least-squares steps.
        converged: Whether they met the tolerance.
        tolerance: Relative change of the deviance at which they stop.
        deviance: Poisson deviance (PPML) or sum of squared residuals (OLS).
        seconds: Wall time.
        conventions: What the standard errors are, in words.
    """

    terms: tuple[str, ...]
    estimates: Floats
    covariance: Floats
    fitted: Floats
    exporter_effects: Floats
    importer_effects: Floats
    pair_effects: Floats | None
    n_obs: int
    n_clusters: int
    dropped: dict[str, int]
    collinear: dict[str, str]
    iterations: int
    converged: bool
    tolerance: float
    deviance: float
    seconds: float
    conventions: str

    @property
    def std_errors(self) -> Floats:
        """Standard errors (K,)."""
        return np.sqrt(np.diag(self.covariance))

    def estimate(self, term: str) -> tuple[float, float]:
        """Estimate and standard error of one regressor."""
        return self.combination({term: 1.0})

    def combination(self, coefficients: Mapping[str, float]) -> tuple[float, float]:
        """A linear combination of the estimates with its standard error, such as the sum of a regressor and its lags.

        Args:
            coefficients: Regressor → its coefficient in the combination.

        Raises:
            KeyError: A name that was not estimated; the message says whether it was collinear.
        """
        weights = np.zeros(len(self.terms))
        for term, coefficient in coefficients.items():
            if term not in self.terms:
                reason = f"left out: explained by {self.collinear[term]}" if term in self.collinear else "unknown"
                raise KeyError(f"{term!r} was not estimated ({reason}); estimated are {', '.join(self.terms)}")
            weights[self.terms.index(term)] = coefficient
        return float(weights @ self.estimates), float(np.sqrt(weights @ self.covariance @ weights))

    def predict(self, regressors: Mapping[str, npt.ArrayLike]) -> Floats:
        """Fitted values exp(π + χ + μ + β'z) in every cell, also where trade is missing.

        Args:
            regressors: Name → (T, N, N) or (N, N), with at least the regressors estimated.

        Returns:
            (T, N, N); NaN where an effect or a regressor is missing, 0 where an effect is −inf.
        """
        log_fitted = self.exporter_effects[:, :, None] + self.importer_effects[:, None, :]
        if self.pair_effects is not None:
            log_fitted = log_fitted + self.pair_effects
        for term, estimate in zip(self.terms, self.estimates, strict=True):
            log_fitted = log_fitted + estimate * np.asarray(regressors[term], dtype=np.float64)
        return np.exp(log_fitted)
