"""The prices at which every market clears: Newton's method on the logs of excess demand.

The unknown is v_i = (1 − σ) ln p̂_i. Written in it, the Armington economy with endogenous prices and the one whose
incomes are held fixed are one system: incomes respond to v with the elasticity θ = 1/(1 − σ) in the first and θ = 0 in
the second, where v_i = (σ − 1) ln Π̂_i moves with outward multilateral resistance.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from scipy.linalg.lapack import dgetrf, dgetrs

from warehouse.scoring.panel import Floats

TOLERANCE = 1e-12
REQUIRED = 1e-10
"""Relative imbalance at which the search ends, and above which a market counts as not cleared."""

MAX_STEPS = 100
SLOW = 0.5
"""A factorisation is kept while each step at least halves the residual: it costs as much as twenty steps."""
SHORTEST_STEP = 2.0**-12
SHORTEST_STRETCH = 2.0**-10


@dataclass(frozen=True)
class Point:
    """Incomes and demand at given prices.

    Attributes:
        v: (N,), (1 − σ) times the log change of prices.
        income: (N,), value of output Y′.
        spending: (N,), expenditure E′, rescaled so that it adds up to income.
        index: (N,), Σ_i e^{v_i} T̂_ij X_ij = E_j P̂_j^{1−σ}.
        excess: (N,), log of demand over income.
    """

    v: Floats
    income: Floats
    spending: Floats
    index: Floats
    excess: Floats

    @cached_property
    def residual(self) -> float:
        """The largest imbalance; infinite where numbers overflow."""
        largest = float(np.abs(self.excess).max())
        return largest if np.isfinite(largest) else np.inf


@dataclass(frozen=True)
class Linearisation:
    """The Jacobian of excess demand in v, split by its dependence on θ: constant + θ · slope.

    Income shares added to every row pin the price level, which excess demand leaves open.
    """

    constant: Floats
    slope: Floats

    @classmethod
    def around(cls, flows: Floats) -> "Linearisation":
        """Differentiate where trade is `flows` (N, N)."""
        income, spending = flows.sum(axis=1), flows.sum(axis=0)
        sales, purchases = flows / income[:, None], flows / spending
        identity, income_share = np.eye(len(flows)), income / income.sum()
        return cls(
            constant=identity - sales @ purchases.T + income_share,
            slope=sales - identity + income_share - spending / spending.sum(),
        )

    @cached_property
    def solver(self) -> Callable[[float], Callable[[Floats], Floats]]:
        """What solves the linear system at an elasticity θ; where it is singular, solutions are not finite.

        The latest few factorisations are kept: many scenarios are solved from one baseline.
        """
        constant, slope = self.constant, self.slope

        def factorised(theta: float) -> Callable[[Floats], Floats]:
            lu, pivots, _ = dgetrf(constant + theta * slope, overwrite_a=True)
            return lambda right: np.asarray(dgetrs(lu, pivots, right)[0])

        return lru_cache(maxsize=4)(factorised)


@dataclass(frozen=True)
class Markets:
    """A world whose trade costs change.

    Attributes:
        trade: (N, N), X in the baseline; every economy sells and buys, and none is cut off from the others.
        cost_change: (N, N), T̂ = t̂^{1−σ}.
        output: (N,), Y in the baseline.
        expenditure: (N,), E in the baseline.
        theta: 1/(1 − σ), or 0 where incomes are fixed.
    """

    trade: Floats
    cost_change: Floats
    output: Floats
    expenditure: Floats
    theta: float

    @cached_property
    def shocked(self) -> Floats:
        """(N, N), X T̂: trade before anything but costs has changed."""
        shocked: Floats = self.trade * self.cost_change
        return shocked

    def part_way(self, share: float) -> "Markets":
        """The same world with that share of the log change of costs; where trade ends, it ebbs away polynomially."""
        ebbing = (1 - share) ** 4
        return replace(self, cost_change=np.where(self.cost_change > 0, self.cost_change**share, ebbing))

    def at(self, v: Floats) -> Point:
        """Incomes and demand at v."""
        with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
            weight, response = np.exp(v), np.exp(self.theta * v)
            income, spending = self.output * response, self.expenditure * response
            spending *= income.sum() / spending.sum()
            index = weight @ self.shocked
            demand = weight * (self.shocked @ (spending / index))
            return Point(v, income, spending, index, np.log(demand / income))

    def flows(self, point: Point) -> Floats:
        """Trade (N, N) at a point."""
        flows: Floats = np.exp(point.v)[:, None] * self.shocked * (point.spending / point.index)
        return flows


def clear(markets: Markets, start: Floats, held: Linearisation | None = None) -> tuple[Point, int]:
    """Clear every market: in one go, or where that fails in stretches of the change of costs.

    Args:
        markets: The world.
        start: (N,), where the search begins; zeros are the baseline.
        held: A Jacobian from nearby, which spares the first factorisation.

    Returns:
        The point reached and the number of steps. Its residual says whether the markets clear; where they do not, it
        is the best the first attempt could do.
    """
    best, steps = newton(markets, start, held)
    v, done, stretch = np.zeros_like(start), 0.0, 0.5
    while best.residual > REQUIRED and stretch >= SHORTEST_STRETCH:
        target = min(1.0, done + stretch)
        point, more = newton(markets.part_way(target), v)
        steps += more
        if point.residual > REQUIRED:
            stretch /= 2
        elif target == 1.0:
            best = point
        else:
            v, done, stretch = point.v, target, 2 * stretch
    return best, steps


def newton(markets: Markets, start: Floats, held: Linearisation | None = None) -> tuple[Point, int]:
    """Newton's method that keeps a factorisation while it serves, and shortens a fresh step until it helps."""
    point = markets.at(start)
    solve = held.solver(markets.theta) if held else None
    fresh = False
    for step in range(MAX_STEPS):
        if point.residual <= TOLERANCE or point.residual == np.inf:
            return point, step
        if solve is None:
            solve, fresh = Linearisation.around(markets.flows(point)).solver(markets.theta), True
        direction = solve(-point.excess)
        trial = markets.at(point.v + direction)
        if trial.residual <= SLOW * point.residual:
            point, fresh = trial, False
            continue
        if fresh:
            trial = _shortened(markets, point, direction, trial)
            if trial is point:
                return point, step
        point, solve = min(point, trial, key=lambda reached: reached.residual), None
    return point, MAX_STEPS


def _shortened(markets: Markets, point: Point, direction: Floats, trial: Point) -> Point:
    """Halve the step until the residual falls; the point itself if it never does."""
    length = 1.0
    while trial.residual > (1 - 0.1 * length) * point.residual:
        length /= 2
        if length < SHORTEST_STEP:
            return point
        trial = markets.at(point.v + length * direction)
    return trial
