"""Why trade between two economies is easier or harder than between others (methods, section 2)."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl

from warehouse.scoring.decomposition import Decomposition, decompose, draw_estimates
from warehouse.scoring.frames import Axes, Floats
from warehouse.scoring.gravity_data import GravityData

HEADER = """
description = "The logarithm of the ease of trade split into remoteness, geography, culture, trade policy, diplomacy and what these leave."

[inputs]
panel = '''
select
    exporter, importer, year, trade_usd, ln_distance, contiguous, common_language, colony, rta, bit, representation, alignment,
    security, institutions, mobility, events, coercion
from score.gravity_panel
where (select max(year) from score.gravity_panel) - year in (0, 5, 10, 15, 20)
'''
coefficient = "select term, estimate from score.gravity_coefficient where model_id = 'g1' order by term"
covariance = "select term, other_term, covariance from score.gravity_covariance where model_id = 'g1' order by term, other_term"
term_group = "select term, tie_group from seed.gravity_group"

[tables.ease_decomposition]
description = "Terms of the logarithm of the ease of trade of each positive flow, each less its mean over the flows of the year: they add up to ln_ease. Association, not effect, from G1 on all groups (seed gravity_group), in the last year of the gravity panel and every fifth before. Intervals (90 %) from 200 draws of the coefficients, with effects and residual solved for again in each."
grain = ["exporter", "importer", "year", "ease_term"]
[tables.ease_decomposition.columns]
exporter   = "Exporting economy, ISO 3166-1 alpha-3"
importer   = "Importing economy, ISO 3166-1 alpha-3"
year       = "Calendar year"
ease_term  = "remoteness: how far the two are from everybody else; geography, culture, trade policy, diplomacy: groups of regressors; residual: trade beyond what the model fits"
log_points = "Contribution to the logarithm of the ease of trade, less its mean over the flows of the year; 0.1 is about 10 per cent"
low_log_points  = "Lower end of the 90 % interval of log_points"
high_log_points = "Upper end of the 90 % interval of log_points"
ln_ease    = "Logarithm of the ease of trade X_ij X_w / (X_i M_j), less its mean over the flows of the year: the sum of the terms"
"""
DRAWS, SEED = 200, 2014


def build(
    panel: pl.DataFrame, coefficient: pl.DataFrame, covariance: pl.DataFrame, term_group: pl.DataFrame
) -> pl.DataFrame:
    """Decompose each year."""
    data, groups = GravityData.of(panel), dict(term_group.iter_rows())
    terms, estimates = coefficient["term"].to_list(), coefficient["estimate"].to_numpy()
    matrix = covariance["covariance"].to_numpy().reshape(len(terms), len(terms))
    draws = draw_estimates(estimates, matrix, DRAWS, SEED)

    def of_year(t: int) -> pl.DataFrame:
        regressors = {name: data.variables[name][t] for name in terms}
        return _table(decompose(data.trade[t], regressors, groups, estimates, draws), data.axes, t)

    with ThreadPoolExecutor(2) as pool:
        return pl.concat(pool.map(of_year, range(len(data.axes.years))))


def _table(found: Decomposition, axes: Axes, t: int) -> pl.DataFrame:
    names = pl.Series(axes.economies)
    exporter, importer = (names.gather(at) for at in np.nonzero(found.flows))
    year = pl.lit(axes.years[t], pl.Int32)
    return pl.concat(
        pl.DataFrame(
            {"exporter": exporter, "importer": importer, **_columns(found, term), "ln_ease": found.ln_ease}
        ).with_columns(year.alias("year"), ease_term=pl.lit(term))
        for term in found.terms
    )


def _columns(found: Decomposition, term: str) -> dict[str, Floats]:
    return {
        "log_points": found.terms[term],
        "low_log_points": found.low[term],
        "high_log_points": found.high[term],
    }
