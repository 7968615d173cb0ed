"""Log-linear gravity by ordinary least squares, the benchmark that PPML is compared with."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from warehouse.scoring.collinearity import TINY, explained, warn_of_collinear
from warehouse.scoring.covariance import (
    CONVENTIONS,
    Convention,
    effect_levels,
    estimated_covariance,
    pair_clusters,
)
from warehouse.scoring.fit import Estimates
from warehouse.scoring.jackknife import effective_clusters
from warehouse.scoring.panel import Booleans, Floats, PairKind, Panel, read_panel
from warehouse.scoring.regression import Regression, cross, solved

INTERCEPT = "(Intercept)"


@dataclass(frozen=True, kw_only=True)
class LogLinearFit(Estimates):
    """A log-linear gravity model fitted by least squares.

    Attributes:
        log_fitted: (T, N, N), fitted ln X; NaN outside the sample.
    """

    log_fitted: Floats

    @property
    def cells(self) -> Booleans:
        """(T, N, N), the cells estimated on."""
        known: Booleans = np.isfinite(self.log_fitted)
        return known


def fit_ols(
    trade: npt.ArrayLike,
    regressors: Mapping[str, npt.ArrayLike],
    *,
    country_year_effects: bool = True,
    pair_effects: Literal["directed", "symmetric"] | None = None,
    standard_errors: Convention = "stata",
    collinearity_tolerance: float = 1e-8,
) -> LogLinearFit:
    """Regress ln X on regressors, over positive flows.

    Args:
        trade: (T, N, N), NaN where missing; zero flows are left out and counted.
        regressors: Name → (T, N, N) or (N, N).
        country_year_effects: Exporter-year and importer-year effects; without them an intercept, estimated first.
        pair_effects: As in `fit_ppml`; only together with country-year effects.
        standard_errors: As in `fit_ppml`.
        collinearity_tolerance: As in `fit_ppml`.

    Raises:
        ImpossiblePanelError: Data that cannot be estimated on; the message names the remedy.
        ValueError: Pair effects, or the jackknife, without country-year effects.

    Warns:
        CollinearWarning: Names the regressors left out.
    """
    began = time.perf_counter()
    if not country_year_effects and (pair_effects or standard_errors == "jackknife"):
        raise ValueError("pair effects and the jackknife need country-year effects; set country_year_effects=True")
    full, no_regressor = read_panel(trade, regressors)
    panel = full.restricted(full.sample & (full.trade > 0))
    log_trade = np.log(panel.trade, out=np.zeros_like(panel.trade), where=panel.sample)
    if country_year_effects:
        design = _within(panel, log_trade, pair_effects, collinearity_tolerance)
    else:
        design = _with_intercept(panel, log_trade, collinearity_tolerance)
    warn_of_collinear(design.collinear, len(full.terms), stacklevel=3)
    dropped = {"missing regressor": no_regressor, "zero trade": int((full.sample & ~panel.sample).sum())}
    return _fit(design, log_trade, standard_errors, dropped, began=began)


@dataclass(frozen=True)
class _Design:
    """Both sides of a least-squares problem: residualised (K, T, N, N), target (T, N, N), sample (T, N, N)."""

    terms: tuple[str, ...]
    residualised: Floats
    target: Floats
    sample: Booleans
    levels: int
    kind: PairKind | None
    collinear: dict[str, str]


def _within(panel: Panel, log_trade: Floats, kind: PairKind | None, tolerance: float) -> _Design:
    """Both sides with the effects projected out (Frisch-Waugh-Lovell)."""
    regression = Regression(panel, kind)
    weights = panel.sample.astype(np.float64)
    projection = regression.project(weights, precision=1e-10)
    collinear = regression.explained(weights, tolerance)
    effects = projection.effects(log_trade[None], 1e-12 * float(np.linalg.norm(log_trade)))
    target = log_trade - effects.on_cells()[0]
    levels = effect_levels(panel.sample, kind)
    return _Design(regression.panel.terms, regression.residualised, target, panel.sample, levels, kind, collinear)


def _with_intercept(panel: Panel, log_trade: Floats, tolerance: float) -> _Design:
    """Both sides as they are, and a constant."""
    centred = panel.regressors[:, panel.sample]
    centred -= centred.mean(axis=1, keepdims=True)
    gram = centred @ centred.T
    variation = np.diag(gram) + TINY * panel.means**2 * panel.sample.sum()
    collinear = explained(gram, variation, panel.terms, tolerance, given="the intercept")
    smaller = panel.without(set(collinear))
    constant = panel.sample[None].astype(np.float64)
    regressors = np.concatenate([constant, smaller.regressors + smaller.means[:, None, None, None]])
    return _Design((INTERCEPT, *smaller.terms), regressors, log_trade, panel.sample, 0, None, collinear)


def _fit(
    design: _Design, log_trade: Floats, convention: Convention, dropped: dict[str, int], *, began: float
) -> LogLinearFit:
    sample, residualised = design.sample, design.residualised
    weights = sample.astype(np.float64)
    gram = np.tensordot(residualised * weights, residualised, axes=([1, 2, 3], [1, 2, 3]))
    estimates = solved(gram, cross(residualised, design.target * weights))
    residual = (design.target - np.tensordot(estimates, residualised, 1)) * weights
    covariance = estimated_covariance(
        residualised,
        weights,
        residual,
        sample=sample,
        kind=design.kind,
        levels=design.levels,
        convention=convention,
    )
    clustered = convention != "robust"
    return LogLinearFit(
        terms=design.terms,
        estimates=estimates,
        covariance=covariance,
        effective_clusters=effective_clusters(residualised, weights),
        n_obs=int(sample.sum()),
        n_clusters=pair_clusters(sample) if clustered else 0,
        dropped=dropped,
        collinear=design.collinear,
        deviance=float(np.vdot(residual, residual)),
        seconds=time.perf_counter() - began,
        conventions=CONVENTIONS[convention],
        log_fitted=np.where(sample, log_trade - residual, np.nan),
    )
