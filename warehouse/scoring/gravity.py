"""Gravity by Poisson pseudo-maximum likelihood on dense panels (Santos Silva & Tenreyro 2006).

X_ijt = exp(π_it + χ_jt + [μ_ij] + β'z_ijt) ε_ijt, by iteratively reweighted least squares on (T, N, N) arrays.
Zero flows that no finite estimate fits are dropped and counted (Correia, Guimarães & Zylkin 2019). `fit_ppml` is the
entry; `fit_ols` is its log-linear counterpart.
"""

import time
import warnings
from collections.abc import Mapping
from typing import Literal

import numpy as np
import numpy.typing as npt

from warehouse.scoring.collinearity import CollinearWarning, warn_of_collinear
from warehouse.scoring.covariance import (
    CONVENTIONS,
    Convention,
    effect_levels,
    estimated_covariance,
    pair_clusters,
)
from warehouse.scoring.fit import GravityFit, marked, pairs
from warehouse.scoring.jackknife import effective_clusters
from warehouse.scoring.ols import LogLinearFit, fit_ols
from warehouse.scoring.panel import Floats, ImpossiblePanelError, PairKind, Panel, read_panel
from warehouse.scoring.ppml import Control, Solution, solve
from warehouse.scoring.separation import separated_by_effects

__all__ = [
    "CollinearWarning",
    "GravityFit",
    "ImpossiblePanelError",
    "LogLinearFit",
    "NotConvergedWarning",
    "fit_ols",
    "fit_ppml",
]


class NotConvergedWarning(UserWarning):
    """The iterations ended before they met the tolerance."""


def fit_ppml(
    trade: npt.ArrayLike,
    regressors: Mapping[str, npt.ArrayLike],
    *,
    pair_effects: Literal["directed", "symmetric"] | None = None,
    domestic_effects: bool = False,
    standard_errors: Convention = "stata",
    tolerance: float = 1e-8,
    max_iterations: int = 100,
    collinearity_tolerance: float = 1e-8,
) -> GravityFit:
    """Estimate gravity by PPML with exporter-year and importer-year effects, whose totals it reproduces.

    Args:
        trade: (T, N, N), value of trade, exporter on axis 1, importer on axis 2, NaN where missing; domestic sales, if
            any, on the diagonal.
        regressors: Name → (T, N, N), or (N, N) for what does not change over time; NaN where missing.
        pair_effects: One effect for each ordered pair ('directed'), or for both directions of a pair ('symmetric').
        domestic_effects: One effect on each country's domestic sales; pair effects contain them.
        standard_errors: Which of `covariance.CONVENTIONS`.
        tolerance: Relative change of the deviance at which iterations stop; no log fitted value may still move by more
            than its square root.
        max_iterations: Most reweighted least-squares steps.
        collinearity_tolerance: A regressor is left out when less than this share of its variation is its own.

    Raises:
        ImpossiblePanelError: Data that cannot be estimated on; the message names the remedy.

    Warns:
        CollinearWarning: Names the regressors left out.
        NotConvergedWarning: `converged` is False then.
    """
    began = time.perf_counter()
    kind = _kind(pair_effects, domestic_effects, standard_errors)
    full, no_regressor = read_panel(trade, regressors)
    by_effects = separated_by_effects(full, kind)
    control = Control(tolerance, max_iterations, collinearity_tolerance)
    solution = solve(full.restricted(full.sample & ~by_effects), kind, control)
    _report(solution, full)
    dropped = {
        "missing regressor": no_regressor,
        "separated by effects": int(by_effects.sum()),
        "separated by regressors": int(solution.separated.sum()),
    }
    return _fit(full, solution, kind, convention=standard_errors, dropped=dropped, tolerance=tolerance, began=began)


def _kind(
    pair_effects: Literal["directed", "symmetric"] | None, domestic_effects: bool, standard_errors: Convention
) -> PairKind | None:
    if pair_effects not in (None, "directed", "symmetric") or standard_errors not in CONVENTIONS:
        raise ValueError(
            f"pair_effects={pair_effects!r}, standard_errors={standard_errors!r}: choose None, 'directed' or "
            f"'symmetric', and one of {', '.join(map(repr, CONVENTIONS))}"
        )
    return pair_effects or ("domestic" if domestic_effects else None)


def _report(solution: Solution, full: Panel) -> None:
    warn_of_collinear(solution.collinear, len(full.terms), stacklevel=4)
    if not solution.converged:
        warnings.warn(
            f"no convergence in {solution.iterations} iterations; raise max_iterations or tolerance, or look for "
            "regressors that hardly vary",
            NotConvergedWarning,
            stacklevel=3,
        )


def _fit(
    full: Panel,
    solution: Solution,
    kind: PairKind | None,
    *,
    convention: Convention,
    dropped: dict[str, int],
    tolerance: float,
    began: float,
) -> GravityFit:
    panel, state = solution.panel, solution.state
    clustered = convention != "robust"
    exporter, importer, pair = (part[0] for part in state.effects.parts())
    return GravityFit(
        terms=panel.terms,
        estimates=state.estimates,
        covariance=_covariance(solution, kind, convention),
        fitted=np.where(full.sample, state.fitted, np.nan),
        exporter_effects=marked(
            exporter - state.estimates @ panel.means, full.sample.sum(axis=2) > 0, panel.sample.sum(axis=2) > 0
        ),
        importer_effects=marked(importer, full.sample.sum(axis=1) > 0, panel.sample.sum(axis=1) > 0),
        pair_effects=marked(pair, pairs(full.sample, kind), pairs(panel.sample, kind)) if kind else None,
        effective_clusters=effective_clusters(solution.residualised, state.fitted),
        n_obs=int(panel.sample.sum()),
        n_clusters=pair_clusters(panel.sample) if clustered else 0,
        dropped=dropped,
        collinear=solution.collinear,
        iterations=solution.iterations,
        converged=solution.converged,
        tolerance=tolerance,
        deviance=state.deviance,
        seconds=time.perf_counter() - began,
        conventions=CONVENTIONS[convention],
    )


def _covariance(solution: Solution, kind: PairKind | None, convention: Convention) -> Floats:
    panel, fitted = solution.panel, solution.state.fitted
    return estimated_covariance(
        solution.residualised,
        fitted,
        panel.trade - fitted,
        sample=panel.sample,
        kind=kind,
        levels=effect_levels(panel.sample, kind),
        convention=convention,
    )
