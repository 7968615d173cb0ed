"""Gravity by Poisson pseudo-maximum likelihood on dense panels (Santos Silva & Tenreyro 2006).

X_ijt = exp(π_it + χ_jt + [μ_ij] + β'z_ijt) ε_ijt, by iteratively reweighted least squares on (T, N, N) arrays.
`fit_ppml` is the entry; `ols.fit_ols` is its log-linear counterpart.
"""

import time
import warnings
from collections.abc import Mapping
from typing import Literal

import numpy as np
import numpy.typing as npt

from warehouse.scoring.covariance import (
    CONVENTIONS,
    Convention,
    finite_sample_factor,
    pair_clusters,
    sandwich,
)
from warehouse.scoring.fit import GravityFit
from warehouse.scoring.panel import Booleans, Floats, ImpossiblePanelError, PairKind, Panel, read_panel
from warehouse.scoring.ppml import Control, Solution, solve
from warehouse.scoring.separation import separated_by_effects, separated_by_regressors

__all__ = ["CollinearWarning", "GravityFit", "ImpossiblePanelError", "NotConvergedWarning", "fit_ppml"]


class CollinearWarning(UserWarning):
    """Regressors were left out because effects or other regressors explain them."""


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
    """Estimate gravity by PPML with exporter-year and importer-year effects.

    Args:
        trade: (T, N, N), value of trade, exporter on axis 1, importer on axis 2, NaN where missing; the diagonal holds
            domestic sales, NaN where there are none.
        regressors: Name → (T, N, N), or (N, N) for what does not change over time; NaN where missing.
        pair_effects: One effect for each ordered pair ('directed'), or for both directions of a pair ('symmetric').
        domestic_effects: One effect on each country's domestic sales; pair effects contain them.
        standard_errors: 'stata' (clustered by unordered pair, G/(G−1)), 'fixest' (also (n−1)/(n−k), with the effects
            not nested in pairs counted in k) or 'robust' (heteroskedasticity-robust).
        tolerance: Relative change of the deviance at which iterations stop; no log fitted value may still move by more
            than its square root.
        max_iterations: Most reweighted least-squares steps.
        collinearity_tolerance: A regressor is left out, with a warning, when less than this share of its variation is
            its own.

    Returns:
        The fit. Zero flows that effects or regressors separate are dropped first and counted. Totals of fitted and
        actual trade agree for each exporter-year and importer-year.

    Raises:
        ImpossiblePanelError: Data that cannot be estimated on; the message names the remedy.

    Warns:
        CollinearWarning: Names the regressors left out.
        NotConvergedWarning: `converged` is False then.
    """
    began = time.perf_counter()
    kind: PairKind | None = pair_effects or ("domestic" if domestic_effects else None)
    control = Control(tolerance, max_iterations, collinearity_tolerance, watch_separation=True)
    full, without_regressor = read_panel(trade, regressors)
    by_effects = separated_by_effects(full, kind)
    solution, by_regressors = _solve(full.restricted(full.sample & ~by_effects), kind, control)
    _report(solution, full)
    dropped = {
        "missing regressor": without_regressor,
        "separated by effects": int(by_effects.sum()),
        "separated by regressors": int(by_regressors.sum()),
    }
    return _fit(full, solution, kind, standard_errors, dropped, tolerance, began)


def _solve(panel: Panel, kind: PairKind | None, control: Control) -> tuple[Solution, Booleans]:
    """Solve; where zero flows drift to minus infinity, drop those that regressors separate and solve again."""
    solution = solve(panel, kind, control)
    separated = np.zeros_like(panel.sample)
    if solution.drifting:
        separated = separated_by_regressors(panel, kind)
        unwatched = Control(control.tolerance, control.max_iterations, control.collinearity, watch_separation=False)
        solution = solve(panel.restricted(panel.sample & ~separated), kind, unwatched)
    return solution, separated


def _report(solution: Solution, full: Panel) -> None:
    if solution.collinear:
        named = "; ".join(f"{term} (by {by})" for term, by in solution.collinear.items())
        if len(solution.collinear) == len(full.terms):
            raise ImpossiblePanelError(f"every regressor is explained: {named}; use fewer effects or other regressors")
        warnings.warn(f"regressors left out as collinear: {named}", CollinearWarning, stacklevel=3)
    if not solution.converged:
        warnings.warn(
            f"no convergence after {solution.iterations} iterations; raise max_iterations or tolerance, or look for "
            "regressors that hardly vary",
            NotConvergedWarning,
            stacklevel=3,
        )


def _fit(
    full: Panel,
    solution: Solution,
    kind: PairKind | None,
    convention: Convention,
    dropped: dict[str, int],
    tolerance: float,
    began: float,
) -> GravityFit:
    panel, state = solution.panel, solution.state
    factor = finite_sample_factor(panel.sample, len(panel.terms), kind, convention)
    clustered = convention != "robust"
    exporter, importer, pair = (part[0] for part in state.effects.parts())
    return GravityFit(
        terms=panel.terms,
        estimates=state.estimates,
        covariance=sandwich(solution.residualised, state.fitted, panel.trade - state.fitted, factor, by_pair=clustered),
        fitted=np.where(full.sample, state.fitted, np.nan),
        exporter_effects=_marked(exporter, full.sample.any(axis=2), panel.sample.any(axis=2)),
        importer_effects=_marked(importer, full.sample.any(axis=1), panel.sample.any(axis=1)),
        pair_effects=None if kind is None else _marked(pair, full.sample.any(axis=0), panel.sample.any(axis=0)),
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


def _marked(effects: Floats, known: Booleans, estimated: Booleans) -> Floats:
    """−inf where every cell was dropped as separated, NaN where there was none."""
    return np.where(estimated, effects, np.where(known, -np.inf, np.nan))
