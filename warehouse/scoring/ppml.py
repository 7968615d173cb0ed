"""Iteratively reweighted least squares for Poisson pseudo-maximum likelihood with dense effects."""

from dataclasses import dataclass, replace

import numpy as np

from warehouse.scoring.effects import Effects, Projection, fold
from warehouse.scoring.panel import Booleans, Floats, PairKind, Panel
from warehouse.scoring.regression import Regression, cross, solved
from warehouse.scoring.separation import separated_by_regressors

LARGEST_MOVE = 50.0  # of a log fitted value in one step, so that exp cannot overflow
FIRST_PRECISION = 1e-5  # fine enough to tell a collinear regressor at the first step
FINAL_PRECISION = 1e-9
STEADY_FALL = -0.5  # a separated zero flow falls by a factor e in every step
HARDLY = 1e-4  # a change of the deviance small enough to look for separation
ROUNDING = 1e-9  # of total trade: a deviance below it is that of a perfect fit
SWEEPS = 2


@dataclass(frozen=True)
class Control:
    """When to stop.

    Attributes:
        tolerance: Relative change of the deviance; no log fitted value may still move by more than its square root.
        max_iterations: Most reweighted least-squares steps.
        collinearity: Share of a regressor's variation that must be its own.
    """

    tolerance: float
    max_iterations: int
    collinearity: float


@dataclass(frozen=True)
class State:
    """One iterate.

    Attributes:
        estimates: (K,).
        effects: Leading axis 1.
        fitted: (T, N, N), 0 outside the sample.
        deviance: Poisson deviance.
        lowest: The lowest change of a log fitted value in the step that led here.
        movement: The largest change in absolute value.
    """

    estimates: Floats
    effects: Effects
    fitted: Floats
    deviance: float
    lowest: float
    movement: float


@dataclass(frozen=True)
class Solution:
    """Where the iterations ended.

    Attributes:
        panel: The panel that was estimated on, without separated cells and collinear regressors.
        state: The last iterate.
        residualised: (K, T, N, N), the regressors after projection with the final weights.
        collinear: Regressor left out → by what it is explained.
        separated: (T, N, N), zero flows that regressors separate.
        iterations: Reweighted least-squares steps.
        converged: Whether the criterion was met.
        unfinished: Whether cells or regressors were found wanting at the end, so that all has to be done again.
    """

    panel: Panel
    state: State
    residualised: Floats
    collinear: dict[str, str]
    separated: Booleans
    iterations: int
    converged: bool
    unfinished: bool


def solve(panel: Panel, kind: PairKind | None, control: Control) -> Solution:
    """Estimate by iteratively reweighted least squares; again without the cells and regressors it found wanting."""
    solution = _iterate(panel, kind, control)
    if not solution.unfinished:
        return solution
    again = solve(solution.panel, kind, control)
    return replace(
        again,
        collinear=solution.collinear | again.collinear,
        separated=solution.separated | again.separated,
        iterations=solution.iterations + again.iterations,
    )


def _iterate(panel: Panel, kind: PairKind | None, control: Control) -> Solution:
    """Iterate until convergence, or until separated cells have been found.

    Each step projects the regressors, from where they stood under the previous weights and loosely until these settle,
    and the working residual. Zero flows that still fall steadily while the deviance hardly changes betray separation.
    """
    regression = Regression(panel, kind)
    state, collinear = _start(regression, control)
    separated = np.zeros_like(panel.sample)
    converged, searched, iteration = False, False, 1
    while iteration < control.max_iterations and not converged and not separated.any():
        iteration += 1
        previous, state = state, _step(regression, state, precision=min(1e-3, 1e-2 * state.movement))
        change = abs(previous.deviance - state.deviance) / (state.deviance + ROUNDING * panel.trade.sum())
        converged = change <= control.tolerance and state.movement <= np.sqrt(control.tolerance)
        if change <= HARDLY and state.lowest < STEADY_FALL and not searched:
            separated, searched = separated_by_regressors(regression.panel, kind), True
    regression.project(state.fitted, FINAL_PRECISION)
    late = regression.explained(state.fitted, control.collinearity)
    return Solution(
        panel=regression.panel.restricted(panel.sample & ~separated),
        state=state,
        residualised=regression.residualised,
        collinear=collinear | late,
        separated=separated,
        iterations=iteration,
        converged=converged,
        unfinished=bool(late) or bool(separated.any()),
    )


def _start(regression: Regression, control: Control) -> tuple[State, dict[str, str]]:
    """The first step, from half way between trade and what the totals of exporter and importer alone predict."""
    panel = regression.panel
    exports, imports = panel.trade.sum(axis=2, keepdims=True), panel.trade.sum(axis=1, keepdims=True)
    world = exports.sum(axis=1, keepdims=True)
    expected = np.divide(exports * imports, world, out=np.zeros_like(panel.trade), where=world > 0)
    weights = np.where(panel.sample, (panel.trade + expected) / 2, 0.0)
    projection = regression.project(weights, FIRST_PRECISION)
    collinear = regression.explained(weights, control.collinearity)
    logarithm = np.log(weights, out=np.zeros_like(weights), where=weights > 0)
    step = _newton(regression, projection, weights * logarithm + panel.trade - weights)
    origin = State(
        estimates=np.zeros(len(regression.panel.terms)),
        effects=Effects.zero(1, *panel.trade.shape[:2]),
        fitted=panel.sample.astype(np.float64),
        deviance=np.inf,
        lowest=-np.inf,
        movement=np.inf,
    )
    return _advance(regression, origin, step, 1.0), collinear


@dataclass(frozen=True)
class Step:
    """A change of the estimates (K,), of the effects, and of the log fitted values (T, N, N)."""

    estimates: Floats
    effects: Effects
    log_fitted: Floats


def _step(regression: Regression, state: State, precision: float) -> State:
    """One weighted least-squares step; halved while it raises the deviance."""
    projection = regression.project(state.fitted, precision)
    step = _newton(regression, projection, regression.panel.trade - state.fitted)
    length = 1.0
    while True:
        proposal = _advance(regression, state, step, length)
        if proposal.deviance <= state.deviance * (1 + 1e-9) or length < 1e-3:
            return proposal
        length /= 2


def _newton(regression: Regression, projection: Projection, gap: Floats) -> Step:
    """Weighted least squares of a gap (weights times working residual) on regressors and effects."""
    effects = projection.effects(gap[None], 0.0, relative=1e-2)
    slopes = solved(regression.gram(projection.weights), cross(regression.residualised, gap))
    log_fitted = effects.on_cells()[0]
    for slope, regressor in zip(slopes, regression.residualised, strict=True):
        log_fitted += slope * regressor
    return Step(slopes, effects - regression.effects.combined(slopes), log_fitted)


def _advance(regression: Regression, state: State, step: Step, length: float) -> State:
    """Take a step of some length, then scale fitted totals to actual ones."""
    change = (length * step.log_fitted) * regression.panel.sample
    fitted = np.exp(np.minimum(change, LARGEST_MOVE))
    fitted *= state.fitted
    estimates = state.estimates + length * step.estimates
    effects = _rescaled(regression, fitted, state.effects + step.effects.scaled(length))
    return State(
        estimates,
        effects,
        fitted,
        regression.deviance(estimates, effects, fitted),
        lowest=float(change.min()),
        movement=float(max(-change.min(), change.max())),
    )


def _rescaled(regression: Regression, fitted: Floats, effects: Effects) -> Effects:
    """Scale fitted values in place to the totals of pairs, exporter-years and importer-years, in turn.

    A least-squares step lowers a fitted value that is far too high by no more than a factor e; this does it at once.
    """
    exporter, importer, pair = effects.parts()
    for _ in range(SWEEPS):
        if regression.kind is not None:
            ratio = _ratio(regression.totals.pair[0], fold(fitted.sum(axis=0), regression.kind))
            fitted *= ratio
            pair = pair + np.log(ratio)
        ratio = _ratio(regression.totals.exporter[0], fitted.sum(axis=2))
        fitted *= ratio[:, :, None]
        exporter = exporter + np.log(ratio)
        ratio = _ratio(regression.totals.importer[0], fitted.sum(axis=1))
        fitted *= ratio[:, None, :]
        importer = importer + np.log(ratio)
    return Effects(exporter, importer, pair)


def _ratio(actual: Floats, fitted: Floats) -> Floats:
    return np.divide(actual, fitted, out=np.ones_like(actual), where=(actual > 0) & (fitted > 0))
