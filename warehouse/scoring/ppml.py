"""Iteratively reweighted least squares for Poisson pseudo-maximum likelihood with dense effects."""

from dataclasses import dataclass, replace

import numpy as np

from warehouse.scoring.effects import Effects, Projection, fold
from warehouse.scoring.panel import Booleans, Floats, PairKind, Panel
from warehouse.scoring.regression import Regression, cross, solved
from warehouse.scoring.separation import separated_by_regressors

LARGEST_MOVE = 20.0  # of a log fitted value in one step
LARGEST_START = 100.0  # of a log fitted value from the mean of trade in the first step
SHORTEST = 1e-3  # share of a step
SMALLEST = 1e-250  # total that can still be divided by
FIRST_PRECISION = 1e-5  # fine enough to tell a collinear regressor at the first step
STEP_PRECISION = 1e-3
FINAL_PRECISION = 1e-8
SETTLED = 1e-2
STEADY_FALL = -0.5  # of a log fitted value in one step: separated ones fall by about 1
AT_REST = 1e-2
SEARCH_EVERY = 3  # steps
TRACE = 1e-14  # of mean trade: a fitted value so small that it may have been falling too fast to be seen
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

    def met(self, before: "State", after: "State") -> bool:
        """Whether a step changed so little that it was the last."""
        settled = abs(before.deviance - after.deviance) <= self.tolerance * (
            after.deviance + ROUNDING * after.fitted.sum()
        )
        return settled and after.movement <= np.sqrt(self.tolerance) and after.imbalance <= 10 * self.tolerance


@dataclass(frozen=True)
class State:
    """One iterate.

    Attributes:
        estimates: (K,).
        effects: Leading axis 1.
        log_fitted: (T, N, N), without meaning outside the sample.
        fitted: (T, N, N), 0 outside the sample.
        deviance: Poisson deviance.
        change: (T, N, N), of log fitted values in the least-squares step that led here.
        imbalance: Largest |ln(actual / fitted)| of a total before the last scaling.
    """

    estimates: Floats
    effects: Effects
    log_fitted: Floats
    fitted: Floats
    deviance: float
    change: Floats
    imbalance: float

    @property
    def movement(self) -> float:
        """The largest change of a log fitted value."""
        return float(max(self.change.max(), -self.change.min()))


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
    converged, iteration, next_search = False, 1, 0
    while iteration < control.max_iterations and not converged and not separated.any():
        iteration += 1
        previous, state = state, _step(regression, state)
        if not np.isfinite(state.deviance):
            state = previous
            break
        converged = control.met(previous, state)
        if iteration >= next_search and _falls_steadily(panel.trade, state.change):
            separated = separated_by_regressors(regression.panel, kind, -state.change)
            next_search = iteration + SEARCH_EVERY
    traces = (regression.panel.sample & (state.fitted < TRACE * panel.trade.sum() / panel.sample.sum())) * 1.0
    if converged and traces.any():
        separated = separated_by_regressors(regression.panel, kind, traces)
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


def _falls_steadily(trade: Floats, change: Floats) -> bool:
    """Whether some zero flows still fall while the positive ones have come to rest."""
    return bool(change.min() < STEADY_FALL and np.abs(change[trade > 0]).max() < AT_REST)


def _start(regression: Regression, control: Control) -> tuple[State, dict[str, str]]:
    """The first step, from half way between trade and what the totals of exporter and importer alone predict."""
    panel = regression.panel
    exports, imports = panel.trade.sum(axis=2, keepdims=True), panel.trade.sum(axis=1, keepdims=True)
    world = exports.sum(axis=1, keepdims=True)
    expected = np.divide(exports * imports, world, out=np.zeros_like(panel.trade), where=world > 0)
    weights = np.where(panel.sample, (panel.trade + expected) / 2, 0.0)
    projection = regression.project(weights, FIRST_PRECISION)
    collinear = regression.explained(weights, control.collinearity)
    level = float(np.log(panel.trade.sum() / panel.sample.sum()))
    above = np.log(weights, out=np.full_like(weights, level), where=weights > 0) - level
    step = _newton(regression, projection, weights * above + panel.trade - weights)
    origin = State(
        estimates=np.zeros(len(regression.panel.terms)),
        effects=Effects.level(level, *panel.trade.shape[:2]),
        log_fitted=np.full_like(weights, level),
        fitted=weights,
        deviance=np.inf,
        change=np.full_like(weights, np.inf),
        imbalance=np.inf,
    )
    return _advance(regression, origin, step, step.share(LARGEST_START)), collinear


@dataclass(frozen=True)
class Step:
    """A change of the estimates (K,), of the effects, and of the log fitted values (T, N, N), 0 outside the sample."""

    estimates: Floats
    effects: Effects
    log_fitted: Floats

    def share(self, limit: float) -> float:
        """The share of the step, at most 1, that moves no log fitted value by more than a limit."""
        return min(1.0, limit / max(float(self.log_fitted.max()), -float(self.log_fitted.min()), limit))


def _step(regression: Regression, state: State) -> State:
    """One weighted least-squares step; halved while it raises the deviance.

    Once the weights hardly change, the regressors may stay as they were projected.
    """
    gap = regression.panel.trade - state.fitted
    settled = state.movement < SETTLED
    projection = regression.projection(state.fitted) if settled else regression.project(state.fitted, STEP_PRECISION)
    step = _newton(regression, projection, gap)
    if step.share(LARGEST_MOVE) < 1:
        weights = _secant_weights(regression.panel.trade, state)
        step = _newton(regression, regression.project(weights, STEP_PRECISION), gap)
    length, slack = step.share(LARGEST_MOVE), 1e-9 * state.deviance + 1e-14 * float(state.fitted.sum())
    while True:
        proposal = _advance(regression, state, step, length)
        if proposal.deviance <= state.deviance + slack or length < SHORTEST:
            return proposal
        length /= 2


def _secant_weights(trade: Floats, state: State) -> Floats:
    """Weights under which no working residual asks for more than ln(X/μ), for where μ is far below X."""
    distance = np.log(trade, out=np.full_like(trade, -np.inf), where=trade > 0) - state.log_fitted
    return np.divide(trade - state.fitted, distance, out=state.fitted.copy(), where=distance > 1e-3)


def _newton(regression: Regression, projection: Projection, gap: Floats) -> Step:
    """Weighted least squares of a gap (weights times working residual) on regressors and effects."""
    effects = projection.effects(gap[None], 0.0, relative=1e-2)
    slopes = solved(regression.gram(projection.weights), cross(regression.residualised, gap))
    log_fitted = effects.on_cells()[0]
    for slope, regressor in zip(slopes, regression.residualised, strict=True):
        log_fitted += slope * regressor
    log_fitted *= regression.panel.sample
    return Step(slopes, effects - regression.effects.combined(slopes), log_fitted)


def _advance(regression: Regression, state: State, step: Step, length: float) -> State:
    """Take a step of some length, then scale fitted totals to actual ones."""
    sample = regression.panel.sample
    change = length * step.log_fitted
    log_fitted = state.log_fitted + change
    fitted = np.exp(log_fitted) * sample
    scaling = _scaling(regression, fitted)
    log_fitted += scaling.effects.on_cells()[0]
    return State(
        estimates=state.estimates + length * step.estimates,
        effects=state.effects + step.effects.scaled(length) + scaling.effects,
        log_fitted=log_fitted,
        fitted=fitted,
        deviance=regression.deviance(log_fitted, fitted),
        change=change,
        imbalance=scaling.imbalance,
    )


@dataclass(frozen=True)
class Scaling:
    """Effects that scale fitted to actual totals, and the largest |ln(actual / fitted)| before the last sweep."""

    effects: Effects
    imbalance: float


def _scaling(regression: Regression, fitted: Floats) -> Scaling:
    """Scale fitted values in place to the totals of pairs, exporter-years and importer-years, in turn.

    A least-squares step lowers a fitted value that is far too high by no more than a factor e; this does it at once.
    """
    effects = Effects.level(0.0, *fitted.shape[:2])
    imbalance = 0.0
    for _ in range(SWEEPS):
        if regression.kind is not None:
            pair = _log_ratio(regression.totals.pair[0], fold(fitted.sum(axis=0), regression.kind))
            fitted *= np.exp(pair)
            effects.pair[0] += pair
        exporter = _log_ratio(regression.totals.exporter[0], fitted.sum(axis=2))
        fitted *= np.exp(exporter)[:, :, None]
        effects.exporter[0] += exporter
        importer = _log_ratio(regression.totals.importer[0], fitted.sum(axis=1))
        fitted *= np.exp(importer)[:, None, :]
        effects.importer[0] += importer
        imbalance = float(max(np.abs(exporter).max(), np.abs(importer).max()))
    return Scaling(effects, imbalance)


def _log_ratio(actual: Floats, fitted: Floats) -> Floats:
    """ln(actual / fitted) between limits; 0 where one of them is 0."""
    ratio = np.divide(actual, fitted, out=np.ones_like(actual), where=(actual > 0) & (fitted > SMALLEST))
    return np.clip(np.log(ratio), -LARGEST_MOVE, LARGEST_MOVE)
