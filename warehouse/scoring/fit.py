"""What a gravity estimation returns."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from warehouse.scoring.effects import components
from warehouse.scoring.panel import Booleans, Floats, PairKind


@dataclass(frozen=True, kw_only=True)
class Estimates:
    """Estimated coefficients and where they come from.

    Attributes:
        terms: Names of the regressors that were estimated, in the order given.
        estimates: (K,).
        covariance: (K, K), under the convention stated.
        effective_clusters: (K,), pairs that would tell as much about each coefficient if all told the same.
        n_obs: Cells estimated on.
        n_clusters: Unordered pairs; 0 when standard errors are not clustered.
        dropped: Reason → number of cells with trade that were left out.
        collinear: Regressor left out → by what it is explained.
        deviance: Poisson deviance (PPML), or sum of squared residuals (log-linear).
        seconds: Wall time.
        conventions: What the standard errors are, in words.
    """

    terms: tuple[str, ...]
    estimates: Floats
    covariance: Floats
    effective_clusters: Floats
    n_obs: int
    n_clusters: int
    dropped: dict[str, int]
    collinear: dict[str, str]
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

    def interval(self, term: str, level: float = 0.95) -> tuple[float, float]:
        """Bounds that cover one coefficient with a probability, by the t distribution.

        Degrees of freedom are the effective clusters less one, at least one: hardly different from the normal
        distribution unless few pairs, or a few large ones, tell all there is to know.
        """
        estimate, std_error = self.estimate(term)
        reach = float(self.critical_values(level)[self.terms.index(term)]) * std_error
        return estimate - reach, estimate + reach

    def critical_values(self, level: float = 0.95) -> Floats:
        """How many standard errors an interval of each coefficient reaches to either side, (K,)."""
        values: Floats = stdtrit(np.maximum(self.effective_clusters - 1, 1.0), (1 + level) / 2)
        return values

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
                reason = f"explained by {self.collinear[term]}" if term in self.collinear else "not a regressor"
                raise KeyError(f"{term!r} was not estimated ({reason}); estimated: {', '.join(self.terms)}")
            weights[self.terms.index(term)] = coefficient
        return float(weights @ self.estimates), float(np.sqrt(weights @ self.covariance @ weights))


@dataclass(frozen=True, kw_only=True)
class GravityFit(Estimates):
    """A gravity model fitted by PPML.

    Each group of effects is identified up to constants; their sum in a cell is what has a meaning.

    Attributes:
        fitted: (T, N, N), in the unit of trade; 0 in a cell dropped as separated, NaN outside the sample.
        exporter_effects: (T, N), π; −inf where an exporter-year never trades, NaN where it has no cell.
        importer_effects: (T, N), χ, likewise.
        pair_effects: (N, N), μ; −inf for a pair that never trades, NaN for one without a cell; with domestic effects
            0 off the diagonal; None when neither was asked for.
        iterations: Reweighted least-squares steps.
        converged: Whether they met the tolerance.
        tolerance: Relative change of the deviance at which they stop.
    """

    fitted: Floats
    exporter_effects: Floats
    importer_effects: Floats
    pair_effects: Floats | None
    iterations: int
    converged: bool
    tolerance: float

    @property
    def cells(self) -> Booleans:
        """(T, N, N), the cells estimated on."""
        positive: Booleans = self.fitted > 0
        return positive

    def predict(self, regressors: Mapping[str, npt.ArrayLike]) -> Floats:
        """Fitted values exp(π + χ + μ + β'z) in every cell, also where trade is missing.

        In the sample they equal `fitted`. A zero flow that a regressor separated gets what its effects and the other
        regressors say.

        Args:
            regressors: Name → (T, N, N) or (N, N); those left out as collinear are not needed.

        Returns:
            (T, N, N); 0 where an effect is −inf, NaN where an effect is missing or a regressor not finite, or where no
            chain of that year's flows links exporter and importer, so that their effects cannot be compared.
        """
        log_fitted = self.exporter_effects[:, :, None] + self.importer_effects[:, None, :]
        if self.pair_effects is not None:
            log_fitted = log_fitted + self.pair_effects
        for term, estimate in zip(self.terms, self.estimates, strict=True):
            values = np.asarray(regressors[term], dtype=np.float64)
            log_fitted = log_fitted + estimate * np.where(np.isfinite(values), values, np.nan)
        exporter, importer = components(self.fitted > 0)
        linked = exporter[:, :, None] == importer[:, None, :]
        predicted: Floats = np.where(linked | np.isneginf(log_fitted), np.exp(log_fitted), np.nan)
        return predicted


def marked(effects: Floats, known: Booleans, estimated: Booleans) -> Floats:
    """Effects with −inf where every cell was dropped as separated, and NaN where there was none."""
    never: Floats = np.where(known, -np.inf, np.nan)
    return np.where(estimated, effects, never)


def pairs(sample: Booleans, kind: PairKind) -> Booleans:
    """Which pair effects (N, N) have a cell in the sample (T, N, N); off the diagonal, a domestic effect is 0."""
    seen: Booleans = sample.sum(axis=0) > 0
    if kind == "symmetric":
        seen = seen | seen.T
    if kind == "domestic":
        seen = seen | ~np.eye(len(seen), dtype=bool)
    return seen
