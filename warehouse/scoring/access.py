"""How open one market is to one exporter, measured four ways that are kept apart (methods, section 2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import gammaincinv, gammaln

from warehouse.scoring.fit import GravityFit
from warehouse.scoring.gravity import fit_ppml
from warehouse.scoring.panel import Floats


def ease_of_trade(trade: Floats) -> Floats:
    """X_ij X_w / (X_i M_j) of each year: ITC's ease of trade in its static form, from totals (Decreux & Spies 2016).

    Args:
        trade: (T, N, N), NaN where missing.

    Returns:
        (T, N, N); NaN where trade is missing or one of the two economies is known to trade nothing.
    """
    known = np.nan_to_num(trade)
    exports, imports = known.sum(axis=2, keepdims=True), known.sum(axis=1, keepdims=True)
    expected = exports * imports
    ease: Floats = np.divide(
        trade * exports.sum(axis=1, keepdims=True), expected, out=np.full_like(trade, np.nan), where=expected > 0
    )
    return ease


@dataclass(frozen=True)
class Access:
    """A measure with its 90 % interval, (T, N, N) each, NaN where not known."""

    value: Floats
    low: Floats
    high: Floats


def model_access(regressors: Mapping[str, Floats], estimates: Floats, covariance: Floats, reach: float) -> Access:
    """exp(β'(z − z̄)): the part of trade costs that observables explain, 1 for the mean pair of the year.

    Args:
        regressors: The K terms in the order of the estimates, (T, N, N) each.
        estimates: (K,).
        covariance: (K, K).
        reach: Standard errors to either side of the estimate.
    """
    stacked = np.stack(list(regressors.values()))
    known = ~np.isnan(stacked).any(axis=0)
    count = np.maximum(known.sum(axis=(1, 2)), 1)
    stacked -= (np.where(known, stacked, 0.0).sum(axis=(2, 3)) / count)[:, :, None, None]
    log_access = np.tensordot(estimates, stacked, 1)
    spread = reach * np.sqrt(np.einsum("ktij,ktij->tij", stacked, np.tensordot(covariance, stacked, 1)))
    return Access(np.exp(log_access), np.exp(log_access - spread), np.exp(log_access + spread))


def policy_access(components: Sequence[Floats]) -> tuple[Floats, Floats]:
    """The mean of the policies known, each from 0 (closed) to 1 (open), and the share of them that is known.

    Args:
        components: Arrays of one shape, NaN where not known.
    """
    stacked = np.stack(components)
    count = (~np.isnan(stacked)).sum(axis=0)
    total = np.nansum(stacked, axis=0)
    mean = np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
    return mean, count / len(stacked)


@dataclass(frozen=True)
class Revealed:
    """Pair access revealed by trade.

    Attributes:
        access: (N, N), exp(δ'(z − z̄)) g: what covariates predict times the pair's own factor, shrunk; 1 for a pair with
            mean covariates that trades as they predict. NaN where covariates or effects are not known.
        low: Lower end of the 90 % posterior interval of the pair's own factor, times the prediction.
        high: Upper end.
        weight: (N, N), of the pair's own trade against the prediction, 0 to 1.
        shape: κ, of the distribution of the pairs' own factors: their variance is 1/κ.
        noise: φ and p of the variance of a year's trade, φ λ^p.
    """

    access: Floats
    low: Floats
    high: Floats
    weight: Floats
    shape: float
    noise: tuple[float, float]


def revealed_access(trade: Floats, fit: GravityFit, agreements: Floats, geography: Mapping[str, Floats]) -> Revealed:
    """Shrink pair effects towards what covariates predict (empirical Bayes).

    The factor exp(μ_ij) = X_ij / Λ_ij, Λ the pair's fitted trade without its effect, is regressed on geography with
    exporter and importer effects (PPML, zeros included: the second stage of Yotov et al. 2016, chapter 1), because pair
    effects are identified only up to these. Around the prediction E_ij of the pair's total its own factor is
    Gamma(κ, κ); with variance V_ij of the total, trade tells as much as n = E²/V events do, so that its posterior is
    Gamma(κ + nX/E, κ + n) (Clayton & Kaldor 1987). Years are taken to be independent.

    Args:
        trade: (T, N, N), NaN where missing.
        fit: With exporter-year, importer-year and directed pair effects, and at most the regressor 'rta'.
        agreements: (T, N, N), that regressor.
        geography: Covariates of the second stage, (N, N).
    """
    known = ~np.isnan(trade)
    beta = fit.estimate("rta")[0] if fit.terms else 0.0
    log_free = fit.exporter_effects[:, :, None] + fit.importer_effects[:, None, :] + beta * agreements
    free = np.where(known & np.isfinite(log_free), np.exp(np.where(np.isfinite(log_free), log_free, 0.0)), 0.0)
    total = free.sum(axis=0)
    actual = np.where(free > 0, np.nan_to_num(trade), 0.0).sum(axis=0)
    factor = np.divide(actual, total, out=np.full(total.shape, np.nan), where=total > 0)
    second = fit_ppml(factor[None], geography)
    predicted = second.predict(geography)[0]
    noise = _noise(trade, fit)
    expected = total * predicted
    variance = noise[0] * ((free * predicted) ** noise[1]).sum(axis=0)
    information = np.divide(expected**2, variance, out=np.full(total.shape, np.nan), where=variance > 0)
    ratio = np.divide(actual, expected, out=np.full(total.shape, np.nan), where=expected > 0)
    return _posterior(ratio, information, _from_covariates(second, geography), noise)


def _posterior(ratio: Floats, information: Floats, prediction: Floats, noise: tuple[float, float]) -> Revealed:
    usable = np.isfinite(ratio) & np.isfinite(information)
    shape = _shape(ratio[usable] * information[usable], information[usable])
    events, exposure = shape + ratio * information, shape + information
    low, high = (prediction * gammaincinv(events, share) / exposure for share in (0.05, 0.95))
    return Revealed(prediction * events / exposure, low, high, information / exposure, shape, noise)


def _from_covariates(fit: GravityFit, geography: Mapping[str, Floats]) -> Floats:
    """exp(δ'(z − z̄)), (N, N)."""
    stacked = np.stack([geography[term] for term in fit.terms])
    known = np.isfinite(stacked).all(axis=0) & ~np.eye(stacked.shape[1], dtype=bool)
    mean = stacked[:, known].mean(axis=1)
    return np.exp(np.tensordot(fit.estimates, stacked - mean[:, None, None], 1))


def _noise(trade: Floats, fit: GravityFit) -> tuple[float, float]:
    """φ and p of E[(X − λ)²] = φ λ^p, by Poisson regression of squared residuals (Manning & Mullahy 2001).

    Squares are scaled up by the degrees of freedom that the effects took: with few years, pair effects take many.
    """
    used = fit.fitted > 0
    mean = fit.fitted[used]
    effects = (fit.exporter_effects, fit.importer_effects, fit.pair_effects)
    free = len(mean) - sum(int(np.isfinite(group).sum()) for group in effects if group is not None)
    squared = (trade[used] - mean) ** 2 * len(mean) / max(free, 1)
    scale = float(mean.mean())
    design = np.stack([np.ones(len(mean)), np.log(mean / scale)], axis=1)
    target = squared / scale**2
    estimates = np.array([np.log(target.mean()), 1.5])
    for _ in range(100):
        expected = np.exp(np.clip(design @ estimates, -60.0, 60.0))
        step = np.linalg.solve(design.T @ (design * expected[:, None]), design.T @ (target - expected))
        estimates = estimates + np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < 1e-8:
            break
    return float(np.exp(estimates[0]) * scale ** (2 - estimates[1])), float(estimates[1])


def _shape(counts: Floats, exposures: Floats) -> float:
    """κ by maximum likelihood of the negative binomial distribution of events given exposures."""

    def deviance(log_shape: float) -> float:
        shape = np.exp(log_shape)
        likelihood = gammaln(shape + counts) - gammaln(shape) + shape * np.log(shape)
        return -float((likelihood - (shape + counts) * np.log(shape + exposures)).sum())

    return float(np.exp(minimize_scalar(deviance, bounds=(-6.0, 6.0), method="bounded").x))
