"""How sure a what-if is: the direct effect in closed form, the equilibrium by solving it for many draws.

Coefficients are drawn from N(β̂, V̂), the elasticity σ from a stated range. Noise in observed trade shares is not in the
intervals.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import ndtri
from scipy.stats import qmc

from warehouse.scoring.covariance import symmetric_root
from warehouse.scoring.equilibrium import Baseline, Equilibrium, Kind, MarketsDoNotClearError, Nearby, respond, solve
from warehouse.scoring.panel import Booleans, Floats

INDICATORS = ("exports", "imports", "prices", "inward", "outward", "output", "real_gdp", "welfare")
"""What is kept of every draw: attributes of `Equilibrium`, ratios to the baseline."""

Pair = tuple[str, str]
Outcome = tuple[dict[str, Floats], Floats] | str
"""Indicators and flows of a draw, or why it has no equilibrium."""

Progress = Callable[[int, int], None]
"""Called with the number of draws solved and the number wanted."""


class Estimates(Protocol):
    """What a fit must tell; `GravityFit` does."""

    @property
    def terms(self) -> tuple[str, ...]:
        """Names of the K regressors."""

    @property
    def estimates(self) -> Floats:
        """(K,)."""

    @property
    def covariance(self) -> Floats:
        """(K, K)."""


def direct_effect(change: Mapping[str, npt.ArrayLike], fit: Estimates, level: float = 0.9) -> tuple[Floats, ...]:
    """Return exp(Δβ'z), the partial effect on trade, with its interval: fast enough to follow a reader's typing.

    Args:
        change: Regressor → its change, numbers or arrays of one shape.
        fit: The estimates.
        level: Probability that the interval covers.

    Returns:
        Estimate, lower and upper bound, each with the shape of the changes; 1 means unchanged.
    """
    index, changes = _aligned(change, fit)
    covariance = fit.covariance[np.ix_(index, index)]
    log_effect = np.tensordot(fit.estimates[index], changes, 1)
    spread = ndtri((1 + level) / 2) * np.sqrt(np.einsum("k...,kl,l...->...", changes, covariance, changes))
    return np.exp(log_effect), np.exp(log_effect - spread), np.exp(log_effect + spread)


@dataclass(frozen=True)
class Draws:
    """A scenario solved for many draws of coefficients and elasticity.

    Attributes:
        central: The equilibrium at the estimates and the baseline's σ.
        coefficients: (D, K).
        sigmas: (D,).
        indicators: Name → (D, N), ratios to the baseline; NaN in draws that failed.
        pairs: The P flows asked for.
        flows: (D, P), ratios to the baseline.
        failures: Draw → why it has no equilibrium.
    """

    central: Equilibrium
    coefficients: Floats
    sigmas: Floats
    indicators: dict[str, Floats]
    pairs: tuple[Pair, ...]
    flows: Floats
    failures: dict[int, str]

    def interval(self, name: str, level: float = 0.9) -> tuple[Floats, Floats]:
        """Return the bounds (N,) of an indicator, or (P,) of 'flows', over the draws that have an equilibrium.

        NaN without draws.
        """
        values = self.flows if name == "flows" else self.indicators[name]
        solved = np.setdiff1d(np.arange(len(values)), list(self.failures))
        if not len(solved):
            return np.full(values.shape[1], np.nan), np.full(values.shape[1], np.nan)
        lower, upper = np.quantile(values[solved], [(1 - level) / 2, (1 + level) / 2], axis=0)
        return lower, upper

    def economies_table(self, level: float = 0.9) -> pl.DataFrame:
        """Return economy, indicator, estimate, lower, upper: ratios to the baseline, null where not defined."""
        parts = []
        for name in self.indicators:
            lower, upper = self.interval(name, level)
            columns = {"estimate": getattr(self.central, name), "lower": lower, "upper": upper}
            parts.append(pl.DataFrame({"economy": self.central.baseline.economies, "indicator": name} | columns))
        return pl.concat(parts).with_columns(pl.col("estimate", "lower", "upper").fill_nan(None))

    def flows_table(self, level: float = 0.9) -> pl.DataFrame:
        """Return exporter, importer, estimate, lower, upper of the pairs asked for, likewise."""
        at = _positions(self.central.baseline, self.pairs)
        lower, upper = self.interval("flows", level)
        exporters, importers = [pair[0] for pair in self.pairs], [pair[1] for pair in self.pairs]
        columns = {"estimate": _flows(self.central, at), "lower": lower, "upper": upper}
        return pl.DataFrame({"exporter": exporters, "importer": importers} | columns).with_columns(
            pl.col("estimate", "lower", "upper").fill_nan(None)
        )


@dataclass(frozen=True)
class Precision:
    """How an answer is drawn.

    Attributes:
        seed: Of the draws. Every scenario with this seed meets the same ones, the first hundred of five hundred are
            the hundred, and results do not depend on the number of workers.
        draws: How many; 0 solves at the estimates alone.
        sigma_range: σ is uniform between these; the baseline's where None.
        workers: Threads. Limit those of the linear algebra library to one, or they get into each other's way.
    """

    seed: int = 1
    draws: int = 100
    sigma_range: tuple[float, float] | None = None
    workers: int = 2


def simulate(
    baseline: Baseline,
    change: Mapping[str, Floats],
    fit: Estimates,
    precision: Precision,
    *,
    kind: Kind = "full",
    pairs: Sequence[Pair] = (),
    progress: Progress | None = None,
) -> Draws:
    """Solve a scenario at the estimates, and from there for draws of coefficients and elasticity.

    Args:
        baseline: The world before.
        change: Regressor → Δz (N, N).
        fit: The estimates.
        precision: How many draws, and of what.
        kind: As in `equilibrium.solve`.
        pairs: Flows to keep of every draw, exporter and importer.
        progress: Called after each draw.

    Raises:
        MarketsDoNotClearError: At the estimates. In a draw this is recorded as a failure.
        ValueError: A regressor the fit does not have, a range of σ that is empty or reaches 1.
    """
    index, changes = _aligned(change, fit)
    central = solve(baseline, np.exp(np.tensordot(fit.estimates[index], changes, 1)), kind)
    coefficients, sigmas = _draw(fit, precision, baseline.sigma)
    solver = _Solver(central, coefficients[:, index], changes, sigmas, _positions(baseline, pairs))
    outcomes = []
    with ThreadPoolExecutor(precision.workers) as pool:
        for outcome in pool.map(solver.outcome, range(precision.draws)):
            outcomes.append(outcome)
            if progress:
                progress(len(outcomes), precision.draws)
    return _gather(central, coefficients, sigmas, tuple(pairs), outcomes)


@dataclass(frozen=True)
class _Solver:
    """One draw at a time, each from the central equilibrium, so that their order does not matter."""

    central: Equilibrium
    coefficients: Floats
    changes: Floats
    sigmas: Floats
    kept: tuple[list[int], list[int]]

    @cached_property
    def nearby(self) -> Nearby | None:
        return None if self.central.kind == "partial" else Nearby.to(self.central)

    @cached_property
    def touched(self) -> Booleans:
        return np.asarray(self.changes.any(axis=0))

    @cached_property
    def shifts(self) -> Floats:
        return self.changes[:, self.touched]

    def outcome(self, draw: int) -> Outcome:
        baseline = self.central.baseline
        cost_change = np.ones_like(baseline.trade)
        with np.errstate(over="ignore"):  # an infinite change has no equilibrium, which is recorded
            cost_change[self.touched] = np.exp(self.coefficients[draw] @ self.shifts)
        try:
            solved = respond(baseline, cost_change, self.central.kind, float(self.sigmas[draw]), self.nearby)
        except MarketsDoNotClearError as error:
            return str(error)
        return {name: getattr(solved, name) for name in INDICATORS}, _flows(solved, self.kept)


def _gather(
    central: Equilibrium,
    coefficients: Floats,
    sigmas: Floats,
    pairs: tuple[Pair, ...],
    outcomes: Sequence[Outcome],
) -> Draws:
    indicators = {name: np.full((len(outcomes), len(central.prices)), np.nan) for name in INDICATORS}
    flows = np.full((len(outcomes), len(pairs)), np.nan)
    failures = {}
    for draw, outcome in enumerate(outcomes):
        if isinstance(outcome, str):
            failures[draw] = outcome
            continue
        for name, values in outcome[0].items():
            indicators[name][draw] = values
        flows[draw] = outcome[1]
    return Draws(central, coefficients, sigmas, indicators, pairs, flows, failures)


def _draw(fit: Estimates, precision: Precision, sigma: float) -> tuple[Floats, Floats]:
    """Coefficients (D, K) and elasticities (D,), by a scrambled Halton sequence."""
    low, high = precision.sigma_range or (sigma, sigma)
    if not 1 < low <= high < np.inf:
        raise ValueError(
            f"sigma_range is {precision.sigma_range}; give a lower bound above 1 and an upper one not below it"
        )
    uniform = even_points(precision.draws, len(fit.terms) + 1, precision.seed)
    return fit.estimates + ndtri(uniform[:, :-1]) @ symmetric_root(fit.covariance), low + (high - low) * uniform[:, -1]


@lru_cache(maxsize=8)
def even_points(count: int, dimensions: int, seed: int) -> Floats:
    """Return points (count, dimensions) that fill the unit cube evenly; fewer begin the more (Owen 2017).

    Bounds from a hundred of them are as steady as from over a thousand random ones.
    """
    points: Floats = qmc.Halton(dimensions, rng=np.random.default_rng(seed)).random(count)
    return points


def _aligned(change: Mapping[str, npt.ArrayLike], fit: Estimates) -> tuple[list[int], Floats]:
    unknown = sorted(set(change) - set(fit.terms))
    if unknown or not change:
        raise ValueError(f"the fit has no term {', '.join(unknown) or 'to change'}; it has {', '.join(fit.terms)}")
    return [fit.terms.index(term) for term in change], np.array(list(change.values()), dtype=np.float64)


def _positions(baseline: Baseline, pairs: Sequence[Pair]) -> tuple[list[int], list[int]]:
    at = {name: k for k, name in enumerate(baseline.economies)}
    return [at[exporter] for exporter, _ in pairs], [at[importer] for _, importer in pairs]


def _flows(solved: Equilibrium, at: tuple[list[int], list[int]]) -> Floats:
    before = solved.baseline.trade[at]
    return np.divide(solved.trade[at], before, out=np.full_like(before, np.nan), where=before > 0)
