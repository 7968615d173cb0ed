"""Representation: who keeps a mission where, and since when."""

import numpy as np
import polars as pl

from etl.simulation.world import Flags, Setting, Tie, Years

COEFFICIENT = 0.20
SHARE_EVER = 0.30
SHARE_OPENED_IN_PERIOD = 0.35
SHARE_CLOSED_IN_PERIOD = 0.04
SHARE_CONSULATES = 0.12
SHARE_UNDATED = 0.10
EARLIEST_OPENING = 1946
STILL_OPEN = 9999


def draw(setting: Setting, rng: np.random.Generator) -> Tie:
    """Draw dated missions; trade of i with j responds to an embassy of i in j.

    The regressor is 1 in the years from the opening's up to the year before the closing's, 0 otherwise. Missions are
    likelier between large, near and formerly colonial pairs, and independent of trade given those. Consulates have no
    effect on trade.

    The fact ``mission`` has one row a mission: sender, receiver, type, opened_on, closed_on (null: still open) and
    dated (False: the opening is not public).
    """
    ever = _likely(setting, rng, SHARE_EVER)
    opened, closed = _lifetimes(setting, ever, rng)
    year = setting.years[:, None, None]
    open_now = ever & (opened <= year) & (year < closed)
    consulates = ~ever & _likely(setting, rng, SHARE_CONSULATES)
    i, j = np.nonzero(ever | consulates)
    iso3 = setting.economies["iso3"].to_numpy()
    kind = np.where(ever[i, j], "embassy", "consulate general")
    pair = pl.DataFrame({"sender": iso3[i], "receiver": iso3[j], "type": kind})
    mission = pair.with_columns(_dates(opened[i, j], closed[i, j], rng)).sort("sender", "receiver")
    return Tie(open_now.astype(float), COEFFICIENT, {"mission": mission})


def _likely(setting: Setting, rng: np.random.Generator, share: float) -> Flags:
    size = np.log(setting.gdp_usd).mean(axis=0)
    size = (size - size.mean()) / size.std()
    near = -np.log(setting.geography.distance_km / 5_000)
    pull = 0.9 * size[:, None] + 0.9 * size + 0.9 * near + 1.5 * setting.geography.colony
    score = pull + rng.logistic(size=pull.shape)
    np.fill_diagonal(score, -np.inf)
    abroad = ~np.eye(len(size), dtype=bool)
    return np.asarray(score > np.quantile(score[abroad], 1 - share))


def _lifetimes(setting: Setting, ever: Flags, rng: np.random.Generator) -> tuple[Years, Years]:
    first, last = int(setting.years[0]), int(setting.years[-1])
    earliest = min(EARLIEST_OPENING, first)
    opened = rng.integers(earliest, first, size=ever.shape, endpoint=True)
    late = (rng.random(ever.shape) < SHARE_OPENED_IN_PERIOD) & (last > first)
    opened = np.where(late, rng.integers(first, last, size=ever.shape, endpoint=True), opened)
    opened = np.maximum(opened, _both_born(setting))
    closing = rng.integers(first, last, size=ever.shape, endpoint=True)
    closes = (rng.random(ever.shape) < SHARE_CLOSED_IN_PERIOD) & (closing > opened)
    return opened, np.where(closes, closing, STILL_OPEN)


def _both_born(setting: Setting) -> Years:
    born = setting.economies["valid_from"].cast(pl.Int64).fill_null(0).to_numpy()
    return np.asarray(np.maximum(born[:, None], born))


def _dates(opened: Years, closed: Years, rng: np.random.Generator) -> list[pl.Series]:
    # Two openings in three are known by year alone, which Wikidata writes as the first of January.
    month = np.where(rng.random(len(opened)) < 0.67, 1, rng.integers(1, 13, size=len(opened)))
    drawn = pl.DataFrame({"opened": opened, "closed": closed, "month": month})
    return drawn.select(
        pl.date("opened", "month", 1).alias("opened_on"),
        pl.when(pl.col("closed") < STILL_OPEN).then(pl.date("closed", 1, 1)).alias("closed_on"),
        pl.Series("dated", rng.random(len(opened)) >= SHARE_UNDATED),
    ).get_columns()
