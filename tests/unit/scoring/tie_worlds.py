"""Small invented worlds in which economies trade, and some pairs change a tie."""

import numpy as np
import polars as pl

from warehouse.scoring.frames import Axes
from warehouse.scoring.gravity_data import DIMENSIONS, LATER, VARIANTS, GravityData
from warehouse.scoring.panel import Floats

COEFFICIENTS = {"ln_distance": -0.8, "contiguous": 0.4, "common_language": 0.2, "colony": 0.3, "rta": 0.3, "bit": 0.0}


def tie_world(
    seed: int,
    *,
    economies: int = 24,
    years: tuple[int, ...] = tuple(range(1996, 2012)),
    effect: float = 0.5,
    switching: float = 0.3,
    anticipated: int = 0,
    noise: float = 0.5,
    related: float = 0.0,
) -> GravityData:
    """A world where trade responds to alliances by `effect`, and by its own coefficients to all else.

    Args:
        seed: Of the draws.
        economies: N.
        years: Increasing by one.
        effect: Of `security` on log trade.
        switching: Share of pairs that conclude an alliance in these years; as many have one throughout.
        anticipated: Years before the alliance that trade responds.
        noise: Standard deviation of the logarithm of errors; half of their variance lasts.
        related: Correlation of what does not last from one year to the next; the same between the two directions of a
            pair, also in what lasts.
    """
    rng = np.random.default_rng(seed)
    shape = (len(years), economies, economies)
    geography = _geography(rng, economies)
    starts = {name: _starts(rng, shape, switching) for name in ("rta", "bit", "security")}
    dated = {name: (np.arange(shape[0])[:, None, None] >= start).astype(float) for name, start in starts.items()}
    felt = np.arange(shape[0])[:, None, None] >= starts["security"] - anticipated
    every = {name: np.broadcast_to(values, shape) for name, values in geography.items()} | dated
    log_mean = sum(COEFFICIENTS[name] * every[name] for name in COEFFICIENTS) + effect * felt
    log_mean = log_mean + rng.normal(0, 1, shape[:2])[:, :, None] + rng.normal(0, 1, shape[:2])[:, None, :]
    trade = np.exp(log_mean + 18) * _errors(rng, shape, noise, related)
    trade[rng.random(shape) < 0.2 / (1 + trade / 1e7)] = 0.0
    trade[:, np.eye(economies, dtype=bool)] = np.nan
    unknown = np.full(shape, np.nan)
    absent = [name for name in DIMENSIONS if name != "security"]
    variants = [name for names in VARIANTS.values() for name in names]
    variables = every | dict.fromkeys((*absent, *variants, *LATER.values()), unknown)
    return GravityData(Axes(years, tuple(f"E{k:02d}" for k in range(economies))), trade, variables)


def _geography(rng: np.random.Generator, economies: int) -> dict[str, Floats]:
    position = rng.uniform(-1, 1, (economies, 2))
    distance = 0.1 + np.hypot(*(position[:, None] - position).transpose(2, 0, 1))
    either = rng.random((3, economies, economies)) < np.array([0.05, 0.15, 0.05])[:, None, None]
    names = ("contiguous", "common_language", "colony")
    flags = {name: (flag | flag.T).astype(float) for name, flag in zip(names, either, strict=True)}
    return {"ln_distance": np.log(1000 * distance)} | flags


def _starts(rng: np.random.Generator, shape: tuple[int, ...], switching: float) -> Floats:
    """The year, counted from the first, from which each pair has a tie, the same both ways."""
    kind = rng.random(shape[1:])
    within = rng.integers(1, shape[0], shape[1:])
    start = np.where(kind < switching, within, np.where(kind < 2 * switching, -shape[0], 2 * shape[0]))
    upper = np.triu(start, 1)
    return upper + upper.T


def _errors(rng: np.random.Generator, shape: tuple[int, ...], noise: float, related: float) -> Floats:
    lasting, passing = rng.normal(size=shape[1:]), rng.normal(size=shape)
    if related:
        lasting, passing = (_related_directions(values, related) for values in (lasting, passing))
        for t in range(1, shape[0]):
            passing[t] = related * passing[t - 1] + np.sqrt(1 - related**2) * passing[t]
    drawn = noise * (lasting + passing) / np.sqrt(2)
    errors: Floats = np.exp(drawn - noise**2 / 2)
    return errors


def _related_directions(values: Floats, correlation: float) -> Floats:
    """Mix independent standard normal values (..., N, N) so that those of i → j and j → i are correlated."""
    own, other = (np.sqrt(1 + correlation) + sign * np.sqrt(1 - correlation) for sign in (1, -1))
    mixed: Floats = (own * values + other * values.swapaxes(-1, -2)) / 2
    return mixed


def as_panel(data: GravityData) -> pl.DataFrame:
    """The same as a table, as score.gravity_panel has it."""
    return data.axes.long({"trade_usd": data.trade, **data.variables})
