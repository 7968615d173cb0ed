"""Iteratively reweighted least squares for Poisson pseudo-maximum likelihood with dense effects."""

from dataclasses import dataclass, replace

import numpy as np

from warehouse.scoring.collinearity import explained
from warehouse.scoring.effects import Effects, Projection, components
from warehouse.scoring.panel import Floats, PairKind, Panel

LARGEST_EXPONENT = 700.0  # exp overflows beyond 709
FIRST_PRECISION = 1e-5  # fine enough to tell a collinear regressor at the first step
FINAL_PRECISION = 1e-9


@dataclass(frozen=True)
class Control:
    """When to stop.

    Attributes:
        tolerance: Relative change of the deviance; no log fitted value may still move by more than its square root.
        max_iterations: Most reweighted least-squares steps.
        collinearity: Share of a regressor's variation that must be its own.
        watch_separation: Stop early when zero flows drift to minus infinity.
    """

    tolerance: float
    max_iterations: int
    collinearity: float
    watch_separation: bool


@dataclass(frozen=True)
class State:
    """One iterate: estimates (K,), effects (leading axis 1), log fitted and fitted values (T, N, N)."""

    estimates: Floats
    effects: Effects
    log_fitted: Floats
    fitted: Floats
    deviance: float


@dataclass(frozen=True)
class Solution:
    """Where the iterations ended.

    Attributes:
        panel: The panel without collinear regressors.
        state: The last iterate.
        residualised: (K, T, N, N), the regressors after projection with the final weights.
        collinear: Regressor → by what it is explained.
        iterations: Reweighted least-squares steps.
        converged: Whether the criterion was met.
        drifting: Whether zero flows were still falling steadily at the end: a sign of separation.
    """

    panel: Panel
    state: State
    residualised: Floats
    collinear: dict[str, str]
    iterations: int
    converged: bool
    drifting: bool


class _Residualised:
    """Regressors with their effects projected out, kept up to date as the weights change."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self.values = panel.regressors.copy()
        self.effects = Effects.zero(len(panel.terms), *panel.trade.shape[:2])

    def update(self, projection: Projection, precision: float) -> None:
        weights = projection.weights
        scale = np.sqrt(np.einsum("tij,ktij,ktij->k", weights, self.panel.regressors, self.panel.regressors))
        for k, norm in enumerate(scale):
            one = slice(k, k + 1)
            moved = projection.effects(weights * self.values[one], precision * float(norm))
            self.values[one] -= np.where(self.panel.sample, moved.on_cells(), 0.0)
            for kept, change in zip(self.effects.parts(), moved.parts(), strict=True):
                kept[one] += change

    def gram(self, weights: Floats) -> Floats:
        weighted = weights * self.values
        return np.tensordot(weighted, self.values, axes=([1, 2, 3], [1, 2, 3]))

    def drop(self, terms: set[str]) -> None:
        kept = [k for k, term in enumerate(self.panel.terms) if term not in terms]
        self.panel = self.panel.without(terms)
        self.values = self.values[kept]
        self.effects = Effects(*(part[kept] for part in self.effects.parts()))


def solve(panel: Panel, kind: PairKind | None, control: Control) -> Solution:
    """Estimate by iteratively reweighted least squares.

    Each step projects the working residual and the regressors on the effects, the regressors starting from their
    projection under the previous weights, and loosely until the weights settle.
    """
    component = components(panel.sample)[1]
    regressors = _Residualised(panel)
    state = _start(panel)
    collinear: dict[str, str] = {}
    converged = drifting = False
    iteration, movement = 0, 1.0
    while iteration < control.max_iterations and not converged and not drifting:
        iteration += 1
        projection = Projection(state.fitted, component, kind)
        regressors.update(projection, FIRST_PRECISION if iteration == 1 else min(1e-3, movement * 1e-2))
        if iteration == 1:
            collinear = _drop_explained(regressors, state.fitted, control.collinearity)
        previous = state
        state = _step(regressors, projection, state, first=iteration == 1)
        if iteration == 1:
            continue
        change = np.where(panel.sample, state.log_fitted - previous.log_fitted, 0.0)
        movement = float(np.abs(change).max())
        settled = abs(previous.deviance - state.deviance) <= control.tolerance * (0.1 + abs(state.deviance))
        converged = settled and movement <= np.sqrt(control.tolerance)
        drifting = control.watch_separation and settled and not converged and change.min() < -0.5
    regressors.update(Projection(state.fitted, component, kind), FINAL_PRECISION)
    return Solution(regressors.panel, state, regressors.values, collinear, iteration, converged, drifting)


def _start(panel: Panel) -> State:
    """Half way between trade and what the totals of exporter and importer alone would predict."""
    exports, imports = panel.trade.sum(axis=2, keepdims=True), panel.trade.sum(axis=1, keepdims=True)
    world = exports.sum(axis=1, keepdims=True)
    expected = np.divide(exports * imports, world, out=np.zeros_like(panel.trade), where=world > 0)
    fitted = np.where(panel.sample, (panel.trade + expected) / 2, 0.0)
    log_fitted = np.log(fitted, out=np.zeros_like(fitted), where=panel.sample)
    years, countries = panel.trade.shape[:2]
    return State(np.zeros(0), Effects.zero(1, years, countries), log_fitted, fitted, np.inf)


def _step(regressors: _Residualised, projection: Projection, state: State, first: bool) -> State:
    """One weighted least-squares step; halved while it raises the deviance."""
    panel = regressors.panel
    weighted = panel.trade - state.fitted
    if first:
        weighted = weighted + state.fitted * state.log_fitted
        state = replace(state, estimates=np.zeros(len(panel.terms)), log_fitted=np.zeros_like(state.log_fitted))
    moved = projection.effects(weighted[None], 0.0, relative=1e-2 if not first else 1e-4)
    slopes = np.linalg.solve(
        regressors.gram(projection.weights),
        np.tensordot(regressors.values, weighted, axes=([1, 2, 3], [0, 1, 2])),
    )
    direction = moved.on_cells()[0] + np.tensordot(slopes, regressors.values, 1)
    effects = moved - regressors.effects.combined(slopes)
    length = 1.0
    while True:
        proposal = _moved(panel, state, slopes, effects, direction, length)
        if first or proposal.deviance <= state.deviance * (1 + 1e-9) or length < 1e-3:
            return proposal
        length /= 2


def _moved(panel: Panel, state: State, slopes: Floats, effects: Effects, direction: Floats, length: float) -> State:
    log_fitted = np.where(panel.sample, state.log_fitted + length * direction, 0.0)
    fitted = np.where(panel.sample, np.exp(np.minimum(log_fitted, LARGEST_EXPONENT)), 0.0)
    return State(
        state.estimates + length * slopes,
        state.effects + effects.scaled(length),
        log_fitted,
        fitted,
        deviance(panel.trade, log_fitted, fitted),
    )


def deviance(trade: Floats, log_fitted: Floats, fitted: Floats) -> float:
    """Poisson deviance, 2 Σ [X ln(X/μ) − (X − μ)]."""
    log_trade = np.log(trade, out=np.zeros_like(trade), where=trade > 0)
    return 2 * float((trade * (log_trade - log_fitted) - trade + fitted).sum())


def _drop_explained(regressors: _Residualised, weights: Floats, tolerance: float) -> dict[str, str]:
    values = regressors.panel.regressors
    total = weights.sum()
    mean = np.einsum("tij,ktij->k", weights, values) / total
    variation = np.einsum("tij,ktij,ktij->k", weights, values, values) - total * mean**2
    found = explained(regressors.gram(weights), variation, regressors.panel.terms, tolerance)
    if found:
        regressors.drop(set(found))
    return found
