"""How sure a what-if is: the direct effect in closed form, the equilibrium by solving it for many draws.

Coefficients are drawn from N(β̂, V̂), the elasticity σ from a stated range. Noise in observed trade shares is not in the
intervals.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import ndtri

from warehouse.scoring.equilibrium import Baseline, Equilibrium, Kind, MarketsDoNotClearError, Nearby, respond, solve
from warehouse.scoring.panel import Floats

INDICATORS = ("exports", "imports", "prices", "inward", "outward", "output", "real_gdp", "welfare")
"""What is kept of every draw: attributes of `Equilibrium`, ratios to the baseline."""

Pair = tuple[str, str]
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


def simulate(
    baseline: Baseline,
    change: Mapping[str, Floats],
    fit: Estimates,
    *,
    seed: int,
    kind: Kind = "full",
    draws: int = 500,
    sigma_range: tuple[float, float] | None = None,
    pairs: Sequence[Pair] = (),
    workers: int = 2,
    progress: Progress | None = None,
) -> Draws:
    """Solve a scenario at the estimates, and from there for draws of coefficients and elasticity.

    Args:
        baseline: The world before.
        change: Regressor → Δz (N, N).
        fit: The estimates.
        seed: Of the draws. Every scenario with this seed meets the same ones, the first hundred of five hundred are
            the hundred, and results do not depend on the number of workers.
        kind: As in `solve`.
        draws: How many; 0 solves at the estimates alone.
        sigma_range: σ is uniform between these; the baseline's where None.
        pairs: Flows to keep of every draw, exporter and importer.
        workers: Threads. Limit those of the linear algebra library to one, or they get into each other's way.
        progress: Called after each draw.

    Raises:
        MarketsDoNotClearError: At the estimates. In a draw this is recorded as a failure.
        ValueError: A regressor the fit does not have, a range of σ that is empty or reaches 1.
    """
    index, changes = _aligned(change, fit)
    central = solve(baseline, np.exp(np.tensordot(fit.estimates[index], changes, 1)), kind)
    nearby = None if kind == "partial" else Nearby.to(central)
    coefficients, sigmas = _draw(fit, sigma_range or (baseline.sigma, baseline.sigma), draws, seed)
    at = _positions(baseline, pairs)
    touched = changes.any(axis=0)
    shifts = changes[:, touched]

    def outcome(draw: int) -> tuple[dict[str, Floats], Floats] | str:
        cost_change = np.ones_like(baseline.trade)
        with np.errstate(over="ignore"):  # an infinite change has no equilibrium, which is recorded
            cost_change[touched] = np.exp(coefficients[draw, index] @ shifts)
        try:
            solved = respond(baseline, cost_change, kind, float(sigmas[draw]), nearby)
        except MarketsDoNotClearError as error:
            return str(error)
        return {name: getattr(solved, name) for name in INDICATORS}, _flows(solved, at)

    outcomes = []
    with ThreadPoolExecutor(workers) as pool:
        for result in pool.map(outcome, range(draws)):
            outcomes.append(result)
            if progress:
                progress(len(outcomes), draws)
    return _gather(central, coefficients, sigmas, tuple(pairs), outcomes)


def _gather(
    central: Equilibrium,
    coefficients: Floats,
    sigmas: Floats,
    pairs: tuple[Pair, ...],
    outcomes: Sequence[tuple[dict[str, Floats], Floats] | str],
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


def _draw(fit: Estimates, sigma_range: tuple[float, float], draws: int, seed: int) -> tuple[Floats, Floats]:
    """Coefficients (D, K) and elasticities (D,), from two independent streams."""
    low, high = sigma_range
    if not 1 < low <= high < np.inf:
        raise ValueError(f"sigma_range is {sigma_range}; give a lower bound above 1 and an upper one not below it")
    values, vectors = np.linalg.eigh(fit.covariance)
    # The symmetric root: unlike Cholesky it exists for singular covariances, unlike eigenvectors it has no free sign.
    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    for_coefficients, for_sigma = (np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(2))
    standard = for_coefficients.standard_normal((draws, len(fit.terms)))
    return fit.estimates + standard @ root, low + (high - low) * for_sigma.random(draws)


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
