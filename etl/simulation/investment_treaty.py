"""Investment treaties: published beside trade agreements, without an effect on trade."""

import numpy as np
import polars as pl

from etl.simulation import economies
from etl.simulation.world import Setting

SHARE_OF_PAIRS = 0.15
SHARE_NEVER_IN_FORCE = 0.15
SHARE_TERMINATED = 0.08
EARLIEST_SIGNATURE = 1960


def draw(setting: Setting, rng: np.random.Generator) -> pl.DataFrame:
    """Draw bilateral investment treaties among the economies that exist throughout the period.

    Returns:
        One row a treaty: economy_1, economy_2 (ISO3), signed_on, entered_on (null: never in force) and terminated_on
        (null: not terminated).
    """
    lasting = np.flatnonzero(setting.present.all(axis=0))
    one, two = np.nonzero(np.triu(rng.random((len(lasting), len(lasting))) < SHARE_OF_PAIRS, 1))
    iso3 = setting.economies["iso3"].to_numpy()[lasting]
    born = economies.lifetimes(setting.economies)[0][lasting]
    last = int(setting.years[-1])
    earliest = np.minimum(np.maximum(EARLIEST_SIGNATURE, np.maximum(born[one], born[two])), last - 1)
    signed = rng.integers(earliest, last, endpoint=True)
    entered = signed + rng.integers(1, 5, size=len(signed))
    ended = entered + rng.integers(5, 30, size=len(signed))
    in_force = (rng.random(len(signed)) >= SHARE_NEVER_IN_FORCE) & (entered <= last)
    is_over = in_force & (rng.random(len(signed)) < SHARE_TERMINATED) & (ended <= last)
    drawn = pl.DataFrame(
        {
            "economy_1": iso3[one],
            "economy_2": iso3[two],
            "month": rng.integers(1, 13, size=len(signed)),
            "signed": signed,
            "entered": np.where(in_force, entered, 0),
            "terminated": np.where(is_over, ended, 0),
        }
    )
    return drawn.select("economy_1", "economy_2", *map(_day, ("signed", "entered", "terminated")))


def _day(event: str) -> pl.Expr:
    return pl.when(pl.col(event) > 0).then(pl.date(event, "month", 1)).alias(f"{event}_on")
