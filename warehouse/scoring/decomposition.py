"""Why trade between two economies is easier or harder than between others (methods, section 2).

    ln ease_ij = [π_i + χ_j − ln(X_i M_j / X_w)] + Σ_g β_g'z_g + ln(X_ij / μ_ij)

remoteness, groups of regressors, and what they leave; each less its mean over the year's positive flows. It adds up
exactly, and describes association.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from warehouse.scoring.access import ease_of_trade
from warehouse.scoring.covariance import symmetric_root
from warehouse.scoring.effects import Projection, components
from warehouse.scoring.panel import Booleans, Floats

REMOTENESS, RESIDUAL = "remoteness", "residual"
SWEEPS = 1000
PRECISION = 1e-10
"""Largest error of a total, as a share of it."""


@dataclass(frozen=True)
class Decomposition:
    """Terms of the n positive flows of a year.

    Attributes:
        flows: (N, N), which they are, in the order of ``np.nonzero(flows)``.
        ln_ease: (n,), less its mean.
        terms: Name → (n,): remoteness, the groups, the residual. They add up to `ln_ease`.
        low: Name → (n,), 5 % quantile over draws of β.
        high: Name → (n,), 95 % quantile.
    """

    flows: Booleans
    ln_ease: Floats
    terms: dict[str, Floats]
    low: dict[str, Floats]
    high: dict[str, Floats]


def draw_estimates(estimates: Floats, covariance: Floats, draws: int, seed: int) -> Floats:
    """Draw from N(β̂, V̂): (D, K), the same for the same seed."""
    noise = np.random.default_rng(seed).standard_normal((draws, len(estimates)))
    drawn: Floats = estimates + noise @ symmetric_root(covariance)
    return drawn


def decompose(
    trade: Floats, regressors: Mapping[str, Floats], groups: Mapping[str, str], estimates: Floats, draws: Floats
) -> Decomposition:
    """Split the ease of trade of one year.

    For every draw of β the effects π and χ are solved for again, so that fitted trade keeps adding up, and the residual
    follows.

    Args:
        trade: (N, N), NaN where missing.
        regressors: The K terms in the order of the estimates, (N, N) each; cells where one is missing are left out.
        groups: Term → group.
        estimates: (K,).
        draws: (D, K), of β.
    """
    stacked = np.stack(list(regressors.values()))
    sample = ~np.isnan(trade) & ~np.isnan(stacked).any(axis=0)
    flows = sample & (trade > 0)
    stacked = np.where(sample, stacked, 0.0)
    every = np.vstack([estimates, draws])
    effects = country_effects(np.where(sample, trade, 0.0), stacked, sample, every)[:, flows]
    log_trade, ln_ease = np.log(trade[flows]), np.log(ease_of_trade(trade[None])[0][flows])
    terms = {REMOTENESS: effects - (log_trade - ln_ease)}
    for group in dict.fromkeys(groups[name] for name in regressors):
        members = [k for k, name in enumerate(regressors) if groups[name] == group]
        terms[group] = every[:, members] @ stacked[np.ix_(members)][:, flows]
    terms[RESIDUAL] = log_trade - effects - every @ stacked[:, flows]
    return _summary(flows, ln_ease, terms)


def _summary(flows: Booleans, ln_ease: Floats, terms: Mapping[str, Floats]) -> Decomposition:
    """Centre the terms (1 + D, n), the first row at the estimates, and take quantiles over the others."""
    centred = {name: values - values.mean(axis=1, keepdims=True) for name, values in terms.items()}
    bounds = {name: np.quantile(values[1:], [0.05, 0.95], axis=0) for name, values in centred.items()}
    return Decomposition(
        flows,
        ln_ease - ln_ease.mean(),
        {name: values[0] for name, values in centred.items()},
        {name: low for name, (low, _) in bounds.items()},
        {name: high for name, (_, high) in bounds.items()},
    )


def country_effects(trade: Floats, regressors: Floats, sample: Booleans, estimates: Floats) -> Floats:
    """π_i + χ_j that make fitted trade add up to actual totals of exporters and importers, for each of D vectors β.

    From the first vector the others follow to first order; scaling rows and columns in turn finishes them.

    Args:
        trade: (N, N), 0 outside the sample.
        regressors: (K, N, N), 0 outside the sample.
        sample: (N, N).
        estimates: (D, K).

    Returns:
        (D, N, N); −inf where an economy trades nothing.
    """
    first = _balanced(trade, regressors, sample, estimates[:1], np.zeros((1, len(trade))))
    fitted = np.where(sample, np.exp(first[0] + np.tensordot(estimates[0], regressors, 1)), 0.0)[None]
    projected = Projection(fitted, components(fitted > 0)[1], None).effects(fitted * regressors[:, None], 0.0)
    importer = _importer_of(first[0]) - (estimates - estimates[0]) @ projected.importer[:, 0]
    return _balanced(trade, regressors, sample, estimates, importer)


def _importer_of(effects: Floats) -> Floats:
    """χ (N,), up to a constant; 0 where an economy imports nothing."""
    exporting = np.isfinite(effects).any(axis=1)
    row = effects[int(np.argmax(exporting))]
    return np.where(np.isfinite(row), row, 0.0)


def _balanced(trade: Floats, regressors: Floats, sample: Booleans, estimates: Floats, importer: Floats) -> Floats:
    """Scale rows and columns in turn, from importer effects (D, N)."""
    cost = np.where(sample, np.exp(np.tensordot(estimates, regressors, 1)), 0.0)
    exports, imports = trade.sum(axis=1), trade.sum(axis=0)
    column = np.exp(importer) * (imports > 0)
    for _ in range(SWEEPS):
        row = _ratio(exports, (cost @ column[:, :, None])[:, :, 0])
        reached = column * (row[:, None] @ cost)[:, 0]
        column *= _ratio(imports, reached)
        if (np.abs(reached - imports) <= PRECISION * imports).all():
            break
    with np.errstate(divide="ignore"):
        effects: Floats = np.log(row)[:, :, None] + np.log(column)[:, None, :]
    return effects


def _ratio(actual: Floats, fitted: Floats) -> Floats:
    return np.divide(actual, fitted, out=np.zeros_like(fitted), where=fitted > 0)
