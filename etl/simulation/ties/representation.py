"""Representation: who keeps a mission where, and since when."""

import numpy as np
import polars as pl

from etl.simulation import economies
from etl.simulation.world import Flags, Setting, Tie, Years

COEFFICIENT = 0.20
LEVEL = {"embassy": 1.0, "consulate general": 0.5}
SHARE_EMBASSIES = 0.30
SHARE_OPENED_IN_PERIOD = 0.35
SHARE_CLOSED_IN_PERIOD = 0.04
SHARE_CONSULATES = 0.12
SHARE_UNDATED = 0.10
EARLIEST_OPENING = 1946
STILL_OPEN = 9999


def draw(setting: Setting, rng: np.random.Generator) -> Tie:
    """Draw dated missions; trade of i with j responds to the level of i's mission in j.

    The regressor is the level (``LEVEL``) in the years from the opening's up to the year before the closing's, 0
    otherwise. Missions are likelier between large, near and formerly colonial pairs, and independent of trade given
    those. A pair has one mission at most.

    The fact ``mission`` has one row a mission: sender, receiver, type, opened_on, closed_on (null: still open) and
    dated (False: the opening is not public).
    """
    embassy = _likely(setting, rng, SHARE_EMBASSIES)
    consulate = ~embassy & _likely(setting, rng, SHARE_CONSULATES)
    opened, closed = _lifetimes(setting, rng)
    ever = (embassy | consulate) & (opened < closed)
    kind = np.where(embassy, "embassy", "consulate general")
    year = setting.years[:, None, None]
    level = ever * np.where(embassy, LEVEL["embassy"], LEVEL["consulate general"])
    i, j = np.nonzero(ever)
    iso3 = setting.economies["iso3"].to_numpy()
    pair = pl.DataFrame({"sender": iso3[i], "receiver": iso3[j], "type": kind[i, j]})
    mission = pair.with_columns(_dates(opened[i, j], closed[i, j], rng)).sort("sender", "receiver")
    open_now = (opened <= year) & (year < closed)
    return Tie(np.where(open_now, level, 0.0), COEFFICIENT, {"mission": mission})


def _likely(setting: Setting, rng: np.random.Generator, share: float) -> Flags:
    size = np.nanmean(np.log(setting.gdp_usd), axis=0)
    size = (size - size.mean()) / size.std()
    near = -np.log(setting.geography.distance_km / 5_000)
    pull = 0.6 * size[:, None] + 0.6 * size + 0.9 * near + 1.5 * setting.geography.colony
    score = pull + rng.logistic(size=pull.shape)
    np.fill_diagonal(score, -np.inf)
    abroad = ~np.eye(len(size), dtype=bool)
    return np.asarray(score > np.quantile(score[abroad], 1 - share))


def _lifetimes(setting: Setting, rng: np.random.Generator) -> tuple[Years, Years]:
    first, last = int(setting.years[0]), int(setting.years[-1])
    born, gone = economies.lifetimes(setting.economies)
    pairs = (len(born), len(born))
    early = rng.integers(min(EARLIEST_OPENING, first), first, size=pairs, endpoint=True)
    in_period = rng.integers(first, last, size=(2, *pairs), endpoint=True)
    opened = np.where(rng.random(pairs) < SHARE_OPENED_IN_PERIOD, in_period[0], early)
    opened = np.maximum(opened, np.maximum(born[:, None], born))
    closes = (rng.random(pairs) < SHARE_CLOSED_IN_PERIOD) & (in_period[1] > opened)
    closed = np.where(closes, in_period[1], STILL_OPEN)
    return opened, np.minimum(closed, np.minimum(gone[:, None], gone) + 1)


def _dates(opened: Years, closed: Years, rng: np.random.Generator) -> list[pl.Series]:
    # Two openings in three are known by year alone, which Wikidata writes as the first of January.
    month = np.where(rng.random(len(opened)) < 0.67, 1, rng.integers(1, 13, size=len(opened)))
    drawn = pl.DataFrame({"opened": opened, "closed": closed, "month": month})
    return drawn.select(
        pl.date("opened", "month", 1).alias("opened_on"),
        pl.when(pl.col("closed") < STILL_OPEN).then(pl.date("closed", 1, 1)).alias("closed_on"),
        pl.Series("dated", rng.random(len(opened)) >= SHARE_UNDATED),
    ).get_columns()
