"""Back-test: rolling origins, both timings, scores against each other with bootstrap intervals (methods, section 5)."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import polars as pl

from warehouse.scoring.backtest import (
    LOOK_AHEAD,
    Finding,
    Group,
    Trial,
    dollar_findings,
    growth_findings,
    growth_scores,
    trial,
)
from warehouse.scoring.boosting import boosted_chance
from warehouse.scoring.bootstrap import dyadic_draws
from warehouse.scoring.frames import Axes, Floats, standard_gravity
from warehouse.scoring.groups import groups
from warehouse.scoring.potential import gap_log, yearly_potential
from warehouse.scoring.reliability import calibration_findings, coverage_findings, itc_findings, start_findings
from warehouse.scoring.snapshot import WINDOW, World
from warehouse.scoring.timing import TIMINGS, known_mean

HEADER = """
description = "How well the rankings would have predicted at past origins, everything known by the origin only. Formulations were chosen on origins from 1990 to 1999 (209 of growth and 18 of dollars tried; see docs/explanation/decisions); 2000, 2004 and 2009 report."

[inputs]
trade = '''
select exporter, importer, year, value_usd from core.trade
where source_id = 'cow_trade' and year > (select max(year) - 35 from core.trade where source_id = 'cow_trade')
'''
potential = "select exporter, importer, year, potential_usd from score.potential"
gravity = "select exporter, importer, distance_km, contiguous, common_language, colony from core.gravity"
rta = "select exporter, importer, year, 1.0 as in_force from core.rta"
economy = "select economy, region from ref.economy"
income = "select economy, year, gdp_usd / population as gdp_per_head_usd from core.economy_year where year <= (select max(year) from core.trade where source_id = 'cow_trade')"
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
    and year <= (select max(year) - 5 from core.trade where source_id = 'cow_trade')
group by origin, destination, year
'''
later = '''
select origin as exporter, destination as importer, dimension, value_index
from core.tie as t
where is_headline and tie_status = 'observed' and dimension in ('representation', 'mobility')
    and year > (select max(year) from core.trade where source_id = 'cow_trade')
    and year = (select min(k.year) from core.tie as k where k.dimension = t.dimension and k.is_headline and k.tie_status = 'observed')
'''

[tables.backtest]
description = "How well each score predicted, and how far the outlook led each other score, by origin, timing and group of pairs, with intervals that resample economies as well as pairs."
grain = ["origin_year", "timing", "outcome", "metric", "score", "against", "group_by", "group_name"]
[tables.backtest.columns]
origin_year = "Year the forecast is made at: nothing later is used, and growth is measured over the five years after"
timing     = "clean (growth starts with the three years after the last that the score knows) or plain (it starts from the trade that the score knows, so that noise that fades looks like skill)"
outcome    = "What was to be foreseen: growth (change of the log share in the importer's imports), outgrow (more than the importer's median supplier), gain (dollars at constant market size), start (a pair without trade trades), or growth to t+1 … t+3"
metric     = "spearman, roc_area, precision_top_decile (share of the top tenth that outgrew), top_10_share_caught (gains of a list of ten over the ten largest gains of each exporter), top_10_share_net (the same net of losses), interval_coverage (of 90 % intervals), below_upper_bound (of 90 % bounds), share_foretold and share_observed, or itc_coefficient"
score      = "What the pairs were ordered by, or the regressor"
against    = "The score whose value was subtracted; empty for a level"
group_by   = "How pairs were grouped"
group_name = "Which of the groups"
estimate_value = "The number, or the difference of two"
low_value  = "Lower end of the 90 % interval"
high_value = "Upper end of the 90 % interval"
n_pairs    = "Pairs it was measured on"
origin_use = "choosing (before 2000: formulations were chosen here) or reporting"
"""
ORIGINS = (1998, 1999, 2000, 2004, 2009)
REPORTING_FROM = 2000
DRAWS = 399
DIMENSIONS = ("representation", "alignment", "security", "institutions", "treaties", "mobility", "events", "coercion")


def build(
    *,
    trade: pl.DataFrame,
    potential: pl.DataFrame,
    gravity: pl.DataFrame,
    rta: pl.DataFrame,
    economy: pl.DataFrame,
    income: pl.DataFrame,
    ties: pl.DataFrame,
    later: pl.DataFrame,
) -> pl.DataFrame:
    """Run every origin under both timings."""
    axes = Axes.of(trade)
    known_ties = {name: axes.dense(ties, name) for name in DIMENSIONS} | _later(axes, later)
    world = World(axes.years, axes.dense(trade, "value_usd"), axes.dense(potential, "potential_usd"), known_ties)
    distances = gravity.with_columns(pl.col("distance_km").replace(0.0, None))
    geography = standard_gravity(distances, axes) | {"rta": np.nan_to_num(axes.dense(rta, "in_force"))}
    cases = [
        case for origin in ORIGINS for timing in TIMINGS.values() if (case := trial(world, origin, timing)) is not None
    ]
    scores = [growth_scores(case, _others(world, geography, case)) for case in cases]
    of_pairs = [_groups(axes, case, economy, income) for case in cases]
    with ThreadPoolExecutor(2) as pool:  # numpy lets go of the interpreter; draws are seeded by origin
        found = pool.map(partial(_findings, world), cases, scores, of_pairs)
        tables = [_table(case, findings) for case, findings in zip(cases, found, strict=True)]
    return pl.concat([pl.DataFrame(schema=SCHEMA), *tables])


def _later(axes: Axes, later: pl.DataFrame) -> dict[str, Floats]:
    """What is known only from a later year, as if it had been known in every year."""
    return {
        name: np.broadcast_to(
            axes.dense(later.filter(pl.col("dimension") == name.partition(",")[0]), "value_index"), axes.shape
        )
        for name in LOOK_AHEAD
    }


def _groups(axes: Axes, case: Trial, economy: pl.DataFrame, income: pl.DataFrame) -> list[Group]:
    region = dict(economy.select("economy", "region").iter_rows())
    now = income.filter(pl.col("year") == case.known_until)
    per_head = dict(now.select("economy", "gdp_per_head_usd").iter_rows())
    return groups(
        case.test.known,
        [region.get(name) for name in axes.economies],
        np.array([per_head.get(name) for name in axes.economies], dtype=np.float64),
    )


def _others(world: World, geography: dict[str, Floats], case: Trial) -> dict[str, Floats]:
    inside = gap_log(_ties_inside(world, geography, case), case.test.known.actual_usd)
    return {"gravity gap with ties inside": inside, "gradient boosting": boosted_chance(case)}


def _ties_inside(world: World, geography: dict[str, Floats], case: Trial) -> Floats:
    """Potentials of the pairs of a trial with ties among the regressors; a tie not known counts as the year's mean."""
    rows = world.calendar.rows(case.known_until, WINDOW)
    fixed = {name: values[rows] if values.ndim == 3 else values for name, values in geography.items()}
    ties = {name: _filled(world.ties[name][rows]) for name in sorted(case.ties)}
    trade = world.trade[rows]
    potential = yearly_potential(trade, fixed | ties).potential
    mean = known_mean(np.where(np.isnan(trade), np.nan, potential))
    return mean[case.test.known.dyads.exporter, case.test.known.dyads.importer]


def _filled(values: Floats) -> Floats:
    mean = np.stack([np.full(v.shape, v[~np.isnan(v)].mean() if (~np.isnan(v)).any() else 0.0) for v in values])
    return np.where(np.isnan(values), mean, values)


def _findings(world: World, case: Trial, scores: dict[str, Floats], of_pairs: list[Group]) -> list[Finding]:
    draws = dyadic_draws(case.test.known.dyads, DRAWS, seed=case.origin)
    everyone = of_pairs[0]
    compared = {name: scores[name] for name in IN_GROUPS if name in scores}
    return [
        *growth_findings(case, scores, draws, [everyone]),
        *growth_findings(case, compared, draws, of_pairs[1:]),
        *dollar_findings(case, draws, everyone),
        *coverage_findings(case, draws, everyone),
        *calibration_findings(case, draws),
        *start_findings(world, case, DRAWS),
        *itc_findings(world, case),
    ]


IN_GROUPS = ("outlook", "outlook without ties", "gravity gap")


def _table(case: Trial, findings: list[Finding]) -> pl.DataFrame:
    rows = [
        {
            "origin_year": case.origin,
            "timing": case.timing.name,
            "outcome": finding.outcome,
            "metric": finding.metric,
            "score": finding.score,
            "against": finding.against,
            "group_by": finding.by,
            "group_name": finding.group,
            "estimate_value": finding.value.estimate,
            "low_value": finding.value.low,
            "high_value": finding.value.high,
            "n_pairs": finding.value.n,
            "origin_use": "reporting" if case.origin >= REPORTING_FROM else "choosing",
        }
        for finding in findings
    ]
    return pl.DataFrame(rows, schema=SCHEMA).with_columns(pl.col(pl.Float64).fill_nan(None))


SCHEMA = {
    "origin_year": pl.Int32,
    "timing": pl.String,
    "outcome": pl.String,
    "metric": pl.String,
    "score": pl.String,
    "against": pl.String,
    "group_by": pl.String,
    "group_name": pl.String,
    "estimate_value": pl.Float64,
    "low_value": pl.Float64,
    "high_value": pl.Float64,
    "n_pairs": pl.Int32,
    "origin_use": pl.String,
}
