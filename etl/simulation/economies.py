"""Which economies are in the world, and how large they are: real names and places, invented sizes."""

from statistics import NormalDist

import numpy as np
import polars as pl

from etl import economies as seed
from etl.simulation.world import Flags, Floats, WorldError, Years

# The largest economies about 2014 in order of size, so that small worlds hold the names a reader looks for.
LARGEST = [
    "USA", "CHN", "JPN", "DEU", "GBR", "FRA", "BRA", "ITA", "IND", "RUS",
    "CAN", "AUS", "KOR", "ESP", "MEX", "IDN", "NLD", "TUR", "SAU", "CHE",
    "NGA", "SWE", "POL", "ARG", "BEL", "NOR", "IRN", "AUT", "THA", "ARE",
    "COL", "ZAF", "DNK", "MYS", "SGP", "ISR", "PHL", "EGY", "CHL", "VNM",
]  # fmt: skip

GDP_PER_HEAD_USD = {
    "Low income": 700.0,
    "Lower middle income": 2_500.0,
    "Upper middle income": 8_000.0,
    "High income": 35_000.0,
}
GDP_PER_HEAD_ELSEWHERE_USD = 6_000.0
RANKS = 220
TREND, YEAR_OF_SIZES = 0.05, 2005
FEWEST = 5


def choose(count: int, years: Years, rng: np.random.Generator) -> pl.DataFrame:
    """Choose economies that exist in the period: the largest first, then others at random, traders before the rest.

    Args:
        count: N, the number of economies.
        years: (T,) The years of the world.
        rng: The stream to draw from.

    Returns:
        N rows of the economy seed, in alphabetical order of ISO3.

    Raises:
        WorldError: When fewer economies than asked for have a capital's position in the period.
    """
    candidates = _candidates(years)
    if not FEWEST <= count <= len(candidates):
        raise WorldError(
            f"{count} economies asked for: the seed has {len(candidates)} with a capital's position between "
            f"{years[0]} and {years[-1]}; choose between {FEWEST} and {len(candidates)}"
        )
    rank = {code: place for place, code in enumerate(LARGEST)}
    drawn = candidates.with_columns(
        pl.col("iso3").replace_strict(rank, default=len(LARGEST), return_dtype=pl.Int64).alias("_rank"),
        pl.Series("_draw", rng.random(len(candidates))),
    )
    order = drawn.sort("_rank", pl.col("cow_code").is_null(), "_draw")
    return order.head(count).drop("_rank", "_draw").sort("iso3")


def _candidates(years: Years) -> pl.DataFrame:
    return seed.economies().filter(
        pl.col("capital_latitude").is_not_null() & pl.col("capital_longitude").is_not_null(),
        pl.col("valid_from").fill_null(int(years[0])) <= int(years[-1]),
        pl.col("valid_to").fill_null(int(years[-1])) >= int(years[0]),
    )


def presence(economies: pl.DataFrame, years: Years) -> Flags:
    """Return (T, N): the economy exists in that year."""
    first, last = lifetimes(economies)
    return np.asarray((first <= years[:, None]) & (years[:, None] <= last))


def lifetimes(economies: pl.DataFrame) -> tuple[Years, Years]:
    """Return the first and the last year of each economy, (N,) each; 0 and 9999 where open."""
    ends = economies.select(pl.col("valid_from").fill_null(0), pl.col("valid_to").fill_null(9999)).cast(pl.Int64)
    return ends["valid_from"].to_numpy(), ends["valid_to"].to_numpy()


def cow_codes(economies: pl.DataFrame, years: Years) -> Years:
    """Return the Correlates of War code in force, (T, N); 0 where an economy has none in that year."""
    codes = np.zeros((len(years), len(economies)), dtype=np.int64)
    place = {iso3: k for k, iso3 in enumerate(economies["iso3"])}
    dated = seed.code_table("cow").with_columns(pl.col("valid_from").fill_null(0), pl.col("valid_to").fill_null(9999))
    for code, iso3, first, last in dated.select("code", "iso3", "valid_from", "valid_to").iter_rows():
        if iso3 in place:
            codes[(first <= years) & (years <= last), place[iso3]] = int(code)
    return np.where(presence(economies, years), codes, 0)


def grow(economies: pl.DataFrame, years: Years, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw GDP (current US dollars) and population (persons) paths.

    Sizes are log-normal over 220 ranks, from several trillion dollars to some hundred million; the economies of
    ``LARGEST`` take the top ranks in order, the others a rank at random. Growth is a world cycle, an own trend and a
    random walk.

    Returns:
        Two arrays (T, N).
    """
    steps, count = len(years) - 1, len(economies)
    start = _sizes(economies["iso3"].to_list(), rng) * np.exp(TREND * (years[0] - YEAR_OF_SIZES))
    trend = TREND + 0.015 * rng.standard_normal(count)
    cycle = 0.02 * rng.standard_normal((steps, 1))
    growth = trend + cycle + 0.02 * rng.standard_normal((steps, count))
    gdp = start * np.exp(np.vstack([np.zeros((1, count)), np.cumsum(growth, axis=0)]))
    per_head = economies["income_group"].replace_strict(
        GDP_PER_HEAD_USD, default=GDP_PER_HEAD_ELSEWHERE_USD, return_dtype=pl.Float64
    )
    people = start / (per_head.to_numpy() * np.exp(0.3 * rng.standard_normal(count)))
    births = 0.012 + 0.008 * rng.standard_normal(count)
    return gdp, np.ceil(people * np.exp(births * np.arange(steps + 1)[:, None]))


def _sizes(iso3: list[str], rng: np.random.Generator) -> Floats:
    normal = NormalDist(np.log(3e10), 1.9)
    ladder = np.exp([normal.inv_cdf(1 - (rank + 0.5) / RANKS) for rank in range(RANKS)])
    drawn = rng.integers(len(LARGEST), RANKS, size=len(iso3))
    place = [LARGEST.index(code) if code in LARGEST else drawn[k] for k, code in enumerate(iso3)]
    return np.asarray(ladder[place] * np.exp(0.15 * rng.standard_normal(len(iso3))))
