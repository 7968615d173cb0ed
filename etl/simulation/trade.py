"""Structural gravity: expected exports that respect output and expenditure, and what is observed of them."""

from dataclasses import dataclass

import numpy as np

from etl.simulation.world import Flags, Floats, Setting, WorldError

GEOGRAPHY = {"log_distance": -0.85, "contiguous": 0.50, "common_language": 0.30, "colony": 0.40}
HOME = 2.2
GOODS_OUTPUT_OF_GDP = 0.8
NOISY_USD = 1e9  # below this mean, the standard deviation of trade equals the mean
LASTING_SHARE, PERSISTENCE = 0.6, 0.6
ZERO_SCALE_USD = 2e7
ZERO_STEEPNESS = 0.7
LATENT_REDRAW = 0.1
MILLION = 1e6


def expected(setting: Setting, index: Floats, rng: np.random.Generator) -> Floats:
    """Return E[X | z], (T, N, N) US dollars, domestic sales on the diagonal.

    Rows add up to goods output and columns to expenditure in every year, which fixes the exporter-year and
    importer-year effects (Anderson & van Wincoop 2003).

    Args:
        setting: The world before trade.
        index: (T, N, N) ``β'z``.
        rng: The stream to draw from.
    """
    cost = np.exp(index + HOME * np.eye(index.shape[1]))
    output = GOODS_OUTPUT_OF_GDP * np.where(setting.present, setting.gdp_usd, 0.0)
    spending = output * np.exp(0.1 * rng.standard_normal(output.shape[1]))
    spending *= (output.sum(axis=1) / spending.sum(axis=1))[:, None]
    exporter, importer = _balance(cost, output, spending)
    together = setting.present[:, :, None] & setting.present[:, None, :]
    return np.where(together, exporter[:, :, None] * cost * importer[:, None, :], np.nan)


def _balance(cost: Floats, output: Floats, spending: Floats) -> tuple[Floats, Floats]:
    exporter, importer = np.ones_like(output), np.ones_like(spending)
    for _ in range(1000):
        exporter = output / np.einsum("tij,tj->ti", cost, importer)
        reached = importer * np.einsum("tij,ti->tj", cost, exporter)
        importer = importer * np.divide(spending, reached, out=np.zeros_like(reached), where=reached > 0)
        if np.allclose(reached, spending, rtol=1e-10, atol=0):
            return exporter, importer
    raise WorldError("output and expenditure do not balance; choose other years or another seed")


def observed(setting: Setting, mean: Floats, zero_share: float | None, rng: np.random.Generator) -> Floats:
    """Return published exports, (T, N, N) US dollars in whole millions, NaN where nothing is reported.

    Every step keeps ``E[X | z]``: errors have mean one, a pair that trades with probability p trades 1/p of the
    mean, and rounding to a million is up or down at random in proportion to the remainder.

    Args:
        setting: The world before trade.
        mean: (T, N, N) expected exports.
        zero_share: Share of zeros wanted among reported flows, or None for whatever the process gives.
        rng: The stream to draw from.

    Raises:
        WorldError: When no strength of the zero process gives that share.
    """
    draws = _Draws(
        mean=mean,
        wanted=mean * _errors(mean, rng),
        latent=_persistent_uniform(mean.shape, rng),
        remainder=rng.random(mean.shape),
    )
    reported = _reported(setting, rng)
    scale = ZERO_SCALE_USD if zero_share is None else _scale_for(zero_share, draws.at(reported))
    return np.where(reported, draws.trade(scale), np.nan)


@dataclass(frozen=True)
class _Draws:
    mean: Floats
    wanted: Floats
    latent: Floats
    remainder: Floats

    def at(self, cells: Flags) -> "_Draws":
        return _Draws(*(array[cells] for array in vars(self).values()))

    def trade(self, scale: float) -> Floats:
        # Probability of trading: r / (1 + r) with r = (mean / scale)^steepness, so 1/p = 1 + 1/r.
        inverse = 1 + (scale / self.mean) ** ZERO_STEEPNESS
        dollars = np.where(self.latent * inverse < 1, self.wanted * inverse, 0.0)
        return np.asarray(np.floor(dollars / MILLION + self.remainder) * MILLION)


def _scale_for(share: float, draws: _Draws) -> float:
    low, high = -3.0, 11.0  # powers of ten, US dollars
    for _ in range(30):
        middle = (low + high) / 2
        reached = float((draws.trade(10**middle) == 0).mean())
        low, high = (middle, high) if reached < share else (low, middle)
    if abs(reached - share) > 0.02:
        raise WorldError(
            f"a share of {share} zeros is out of reach: rounding to a million and the zero process give "
            f"{reached:.2f} at the nearest; choose a share closer to that"
        )
    return float(10**middle)


def _errors(mean: Floats, rng: np.random.Generator) -> Floats:
    # Log-normal with mean one, a lasting pair part and a passing AR(1) part. The variance of trade grows with its mean
    # to the power 1.5, between Poisson and constant relative errors: large flows are many shipments.
    lasting = rng.standard_normal(mean.shape[1:])
    passing = rng.standard_normal(mean.shape)
    for t in range(1, len(mean)):
        passing[t] = PERSISTENCE * passing[t - 1] + np.sqrt(1 - PERSISTENCE**2) * passing[t]
    variance = np.log1p(np.minimum(np.sqrt(NOISY_USD / mean), 1.0))
    draw = np.sqrt(LASTING_SHARE) * lasting + np.sqrt(1 - LASTING_SHARE) * passing
    return np.asarray(np.exp(np.sqrt(variance) * draw - variance / 2))


def _persistent_uniform(shape: tuple[int, ...], rng: np.random.Generator) -> Floats:
    # A pair keeps its draw from year to year and now and then gets a fresh one: each year's is uniform, zeros last.
    latent = rng.random(shape)
    fresh = rng.random(shape) < LATENT_REDRAW
    for t in range(1, shape[0]):
        latent[t] = np.where(fresh[t], latent[t], latent[t - 1])
    return latent


def _reported(setting: Setting, rng: np.random.Generator) -> Flags:
    # One importer in eight fails to report on many of its partners for one to four years.
    steps, count = setting.present.shape
    reported = setting.present[:, :, None] & setting.present[:, None, :] & ~np.eye(count, dtype=bool)
    for importer in np.flatnonzero(rng.random(count) < 0.125):
        start, length = rng.integers(steps), rng.integers(1, 5)
        partners = rng.random(count) < rng.uniform(0.3, 1.0)
        reported[start : start + length, partners, importer] = False
    return reported
