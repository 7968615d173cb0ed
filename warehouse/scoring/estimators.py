"""The ways in which one gravity equation can be estimated, all with standard errors by jackknife over pairs."""

from collections.abc import Callable, Mapping
from typing import Literal

import numpy as np

from warehouse.scoring.gravity import GravityFit, LogLinearFit, fit_ols, fit_ppml
from warehouse.scoring.panel import Floats
from warehouse.scoring.three_way import three_way_bias

Estimator = Literal["PPML", "PPML of import shares", "PPML of positive flows", "least squares of logarithms"]
PairEffects = Literal["directed", "symmetric"]


def _import_shares(trade: Floats) -> Floats:
    """Every importer-year counts alike (Eaton, Kortum & Sotelo 2013)."""
    imports = np.nansum(trade, axis=1, keepdims=True)
    shares: Floats = np.divide(trade, imports, out=np.full_like(trade, np.nan), where=imports > 0)
    return shares


def _positive(trade: Floats) -> Floats:
    return np.where(trade > 0, trade, np.nan)


EXPLAINED: dict[Estimator, Callable[[Floats], Floats]] = {
    "PPML": lambda trade: trade,
    "PPML of import shares": _import_shares,
    "PPML of positive flows": _positive,
}
"""What each PPML explains, from trade (T, N, N)."""


def fit_by(
    estimator: Estimator, trade: Floats, regressors: Mapping[str, Floats], pair_effects: PairEffects | None
) -> tuple[GravityFit | LogLinearFit, Floats]:
    """Estimate; return the fit and the bias of its estimates (K,), zero where none is known of.

    Args:
        estimator: How.
        trade: (T, N, N), NaN where missing.
        regressors: Name → (T, N, N).
        pair_effects: As in `fit_ppml`.

    Raises:
        ImpossiblePanelError: Data that cannot be estimated on.
    """
    if estimator == "least squares of logarithms":
        log_linear = fit_ols(trade, regressors, pair_effects=pair_effects, standard_errors="jackknife")
        return log_linear, np.zeros(len(log_linear.terms))
    explained = EXPLAINED[estimator](trade)
    fit = fit_ppml(explained, regressors, pair_effects=pair_effects, standard_errors="jackknife")
    three_way = pair_effects == "directed"
    return fit, three_way_bias(explained, regressors, fit) if three_way else np.zeros(len(fit.terms))
