"""The outlook of each pair: expected growth, tie premium, chance, gains and their ranks; chances to start (methods 4)."""

import tomllib

import numpy as np
import polars as pl
from scipy.stats import rankdata

from warehouse.scoring.dyadic import Regression
from warehouse.scoring.forecast import ENOUGH, Latest, latest
from warehouse.scoring.frames import Axes, Floats
from warehouse.scoring.outlook import Outlook, Premium, fit_outlook
from warehouse.scoring.snapshot import Known, World, outcome, silent_pairs
from warehouse.scoring.starting import Start, fit_start
from warehouse.scoring.timing import CLEAN, HORIZON

HEADER = """
description = "What to expect of each pair over five years, learned from the five years before with clean timing: the growth learned from begins with the three years after the last that the terms know."

[inputs]
trade = '''
select exporter, importer, year, value_usd from core.trade
where source_id = 'cow_trade' and year > (select max(year) - 30 from core.trade where source_id = 'cow_trade')
'''
potential = "select exporter, importer, year, potential_usd from score.potential"
ties = '''
select
    origin as exporter, destination as importer, year,
    max(case when dimension = 'representation' then value_index end) as representation,
    max(case when dimension = 'alignment' then value_index end) as alignment,
    max(case when dimension = 'security' then value_index end) as security,
    max(case when dimension = 'institutions' then value_index end) as institutions,
    max(case when dimension = 'treaties' then value_index end) as treaties,
    max(case when dimension = 'mobility' then value_index end) as mobility,
    max(case when dimension = 'events' then value_index end) as events,
    max(case when dimension = 'coercion' then value_index end) as coercion
from core.tie
where is_headline and (tie_status = 'observed' or tie_status like 'carried forward%')
    and year in (
        select max(year) from core.trade where source_id = 'cow_trade' union select max(year) - 8 from core.trade where source_id = 'cow_trade' union select max(year) - 13 from core.trade where source_id = 'cow_trade'
    )
group by origin, destination, year
'''

[tables.outlook]
description = "Expected growth of the share in the importer's imports of each pair that trades, in the order that was back-tested."
grain = ["exporter", "importer"]
[tables.outlook.columns]
exporter                = "Exporting economy, ISO 3166-1 alpha-3"
importer                = "Importing economy, ISO 3166-1 alpha-3"
year                    = "Calendar year"
expected_growth_log     = "E: about the median change of the log share in the importer's imports over five years that begin with the next three years' mean"
chance_outgrow_share    = "Chance that the pair's share grows more over five years than that of the importer's median supplier"
tie_premium_pct         = "What ties add to expected growth over five years, per cent: closeness of the pair and of its two economies, shrunk towards zero"
tie_premium_low_pct     = "Lower end of the 90 % interval of the tie premium before it is shrunk, errors related within economies, per cent"
tie_premium_high_pct    = "Upper end of the 90 % interval of the tie premium before it is shrunk, errors related within economies, per cent"
tie_premium_pair_pct    = "The part of the tie premium that belongs to this pair being close, given how well connected both economies are, per cent"
tie_premium_economy_pct = "The part of the tie premium that belongs to the two economies being well connected, per cent"
gain_median_usd         = "Median gain over five years at constant market size: actual trade times (e^E - 1), current US dollars"
gain_low_usd            = "Lower end of the 90 % split-conformal interval of the gain, by tenth of trade size, current US dollars"
gain_high_usd           = "Upper end of the 90 % split-conformal interval of the gain, by tenth of trade size, current US dollars"
gain_mean_usd           = "Mean gain over five years: the median smeared by the residuals of the same tenth of trade size, current US dollars"
rank_growth             = "Rank of chance_outgrow_share among all pairs that trade, 1 = highest"
rank_dollar             = "Rank of gain_median_usd among all pairs that trade, 1 = largest"

[tables.start]
description = "Pairs known not to trade: the chance that they will in five years, and a bound of how much."
grain = ["exporter", "importer"]
[tables.start.columns]
exporter                = "Exporting economy, ISO 3166-1 alpha-3"
importer                = "Importing economy, ISO 3166-1 alpha-3"
year                    = "Calendar year"
start_probability_share = "Probability that a pair without trade trades at least the source's unit in five years"
start_upper_usd         = "Trade that nine in ten pairs without trade and with about this potential stay below in five years, current US dollars; 0 where below the source's unit"

[tables.outlook_coefficient]
description = "Coefficients of the outlook equations, and of variants that answer one question each."
grain = ["equation", "term"]
[tables.outlook_coefficient.columns]
equation        = "growth (Huber, of the change of the log share), chance (logistic, of outgrowing the importer's median supplier, on E), start (logistic, of starting to trade), growth without ties, growth with speed (whether closeness changes how fast gaps close), or growth with one dimension of ties"
term            = "Regressor"
estimate        = "Coefficient: change of log trade with one unit of the regressor"
std_error       = "Standard error of the estimate; the convention is in meta.model_fit"
shrunk_estimate = "The estimate as used: tie premiums are multiplied by max(0, 1 - variance / estimate^2)"
n_obs           = "Cells (exporter, importer, year) estimated on"

[tables.outlook_sample]
description = "What the outlook was learned from."
grain = ["item"]
[tables.outlook_sample.columns]
item  = "What is told"
value = "In words"
"""
DIMENSIONS = ("representation", "alignment", "security", "institutions", "treaties", "mobility", "events", "coercion")


def build(trade: pl.DataFrame, potential: pl.DataFrame, ties: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Learn from the five years before the last and say what to expect of the five years after."""
    axes = Axes.of(trade)
    world = World(
        axes.years,
        axes.dense(trade, "value_usd"),
        axes.dense(potential, "potential_usd"),
        {name: axes.dense(ties, name) for name in DIMENSIONS},
    )
    if not (now := latest(world, CLEAN)):
        return _nothing(axes)
    start, silent = _start(world, now.forecaster.outlook.dimensions)
    return {
        "outlook": _outlook(axes, now),
        "start": _pairs(axes, silent).with_columns(
            start_probability_share=start.probability(silent), start_upper_usd=start.upper_usd(silent)
        ),
        "outlook_coefficient": _coefficients(now, start),
        "outlook_sample": _sample(axes, now),
    }


def _nothing(axes: Axes) -> dict[str, pl.DataFrame]:
    """Empty tables, and why."""
    tables = {
        name: pl.DataFrame(schema={column: _type(column) for column in table["columns"]})
        for name, table in tomllib.loads(HEADER)["tables"].items()
    }
    here = f"{len(axes.years)} years of trade of {len(axes.economies)} economies"
    needed = f"{HORIZON + 1 - CLEAN.score[0]} years and {ENOUGH} pairs that trade"
    why = {"item": ["nothing learned"], "value": [f"{here}; the outlook learns from {needed}"]}
    return tables | {"outlook_sample": pl.DataFrame(why)}


def _type(column: str) -> type[pl.DataType]:
    if column in ("exporter", "importer", "equation", "term"):
        return pl.String
    return pl.Int32 if column in ("year", "rank_growth", "rank_dollar", "n_obs") else pl.Float64


def _outlook(axes: Axes, now: Latest) -> pl.DataFrame:
    known, outlook = now.known, now.forecaster.outlook
    expected = outlook.expected_growth(known)
    chance = now.forecaster.chance_to_outgrow(expected)
    gains = now.forecaster.spread.gains(known, expected)
    low, high = outlook.premium_interval(known)
    premiums = {
        "": outlook.premium(known),
        "_low": low,
        "_high": high,
        "_pair": outlook.premium(known, ("pair",)),
        "_economy": outlook.premium(known, ("economy",)),
    }
    return _pairs(axes, known).with_columns(
        expected_growth_log=expected,
        chance_outgrow_share=chance,
        **{f"tie_premium{part}_pct": 100 * np.expm1(premium) for part, premium in premiums.items()},
        **{f"gain_{name}_usd": pl.Series(values).replace([np.inf, -np.inf], None) for name, values in gains.items()},
        rank_growth=_rank(chance),
        rank_dollar=_rank(gains["median"]),
    )


def _rank(values: Floats) -> pl.Series:
    return pl.Series(rankdata(-values, method="min")).cast(pl.Int32)


def _pairs(axes: Axes, known: Known) -> pl.DataFrame:
    names = pl.Series(axes.economies)
    return pl.DataFrame(
        {
            "exporter": names.gather(known.dyads.exporter),
            "importer": names.gather(known.dyads.importer),
            "year": pl.Series([axes.years[-1]] * len(known.actual_usd), dtype=pl.Int32),
        }
    )


def _start(world: World, dimensions: tuple[str, ...]) -> tuple[Start, Known]:
    now = world.years[-1]
    origin = now - HORIZON
    before = silent_pairs(world, origin - CLEAN.delay, dimensions)
    traded = outcome(world, origin, CLEAN, before.dyads).traded_usd
    told = np.isfinite(traded)
    return fit_start(before.at(told), traded[told]), silent_pairs(world, now, dimensions)


def _coefficients(now: Latest, start: Start) -> pl.DataFrame:
    outlook, train = now.forecaster.outlook, now.train

    def variant(*premiums: Premium, dimensions: tuple[str, ...] = outlook.dimensions) -> Outlook:
        return fit_outlook(train.known.only(dimensions), train.outcome.growth, premiums)

    variants = {"growth without ties": variant(), "growth with speed": variant("pair", "economy", "speed")} | {
        f"growth with {name}": variant("pair", "economy", dimensions=(name,)) for name in outlook.dimensions
    }
    equations = [
        _equation("growth", outlook),
        _rows("chance", ("expected_growth",), now.forecaster.odds, outlook.n_obs),
        _rows("start", start.terms, start.regression, start.n_obs),
    ]
    return pl.concat(equations + [_equation(name, fit) for name, fit in variants.items()])


def _equation(name: str, outlook: Outlook) -> pl.DataFrame:
    return _rows(name, outlook.terms, outlook.growth, outlook.n_obs).with_columns(shrunk_estimate=outlook.shrunk)


def _rows(name: str, terms: tuple[str, ...], regression: Regression, n_obs: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "equation": name,
            "term": ["constant", *terms],
            "estimate": regression.coefficients,
            "std_error": regression.std_errors,
            "shrunk_estimate": regression.coefficients,
            "n_obs": n_obs,
        }
    )


def _sample(axes: Axes, now: Latest) -> pl.DataFrame:
    last, absent = axes.years[-1], [name for name in DIMENSIONS if name not in now.train.known.closeness.dimensions]
    known_until = last - HORIZON - CLEAN.delay
    facts = {
        "learned from": f"growth from {last - 7}-{last - 5} to {last - 2}-{last}, terms known at the end of {known_until}",
        "ties used": ", ".join(now.train.known.closeness.dimensions),
        "ties left out": f"{', '.join(absent)}: not observed at the end of {known_until}, or not now",
        "chances and intervals from": now.forecaster.basis,
        "pairs": f"{len(now.train.outcome.growth)} learned from, {len(now.known.actual_usd)} foreseen",
    }
    return pl.DataFrame({"item": list(facts), "value": list(facts.values())})
