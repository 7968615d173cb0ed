"""Pairs that do not trade: the chance that they will five years on, and how much at most (methods, section 4)."""

from dataclasses import dataclass

import numpy as np

from warehouse.scoring.conformal import ConformalBands, conformal_bands, size_edges
from warehouse.scoring.dyadic import Regression, logistic, logistic_regression
from warehouse.scoring.panel import Floats
from warehouse.scoring.snapshot import Known
from warehouse.scoring.timing import FLOOR_USD, log_floored


@dataclass(frozen=True)
class Start:
    """A fitted equation of starting.

    Attributes:
        regression: Logistic: constant, ln potential, traded before, traded back, and closeness of the pair and of its
            economies where they were used.
        terms: Names of the regressors after the constant.
        n_obs: Pairs fitted on.
        bands: One-sided bands of ln trade five years on, by ln potential.
    """

    regression: Regression
    terms: tuple[str, ...]
    n_obs: int
    bands: ConformalBands

    def probability(self, known: Known) -> Floats:
        """Probability of trading at least the source's unit five years on, (n,)."""
        return logistic(_design(known, self.terms) @ self.regression.coefficients)

    def upper_usd(self, known: Known) -> Floats:
        """Bound of trade five years on, with the coverage of the bands, (n,); 0 where it is below the unit."""
        size = log_floored(known.potential_usd)
        bound = np.exp(self.bands.interval(np.zeros(len(size)), size)[1])
        return np.where(bound > FLOOR_USD * 1.000001, bound, 0.0)


def fit_start(known: Known, traded_usd: Floats, *, with_ties: bool = True, coverage: float = 0.9) -> Start:
    """Fit the chance of starting, and bounds, to pairs that did not trade.

    Args:
        known: Of n pairs without trade.
        traded_usd: (n,), their trade five years on, not NaN.
        with_ties: Whether closeness enters.
        coverage: Share of pairs that are to stay below their bound. The bound holds no fitted value, so the pairs
            fitted on serve as calibration.
    """
    terms = TERMS if with_ties else TERMS[:3]
    regression = logistic_regression(_design(known, terms), (traded_usd > 0).astype(np.float64), known.dyads)
    size = log_floored(known.potential_usd)
    bands = conformal_bands(log_floored(traded_usd), size, size_edges(size, 10), coverage=coverage, sides="upper")
    return Start(regression, terms, len(traded_usd), bands)


TERMS = ("log_potential", "traded_before", "traded_back", "pair", "economy")


def _design(known: Known, terms: tuple[str, ...]) -> Floats:
    columns = {
        "log_potential": np.log(known.potential_usd / FLOOR_USD),
        "traded_before": known.traded_before,
        "traded_back": known.traded_back,
        "pair": known.closeness.pair,
        "economy": known.closeness.economy,
    }
    return np.column_stack([np.ones(len(known.potential_usd)), *(columns[term] for term in terms)])
