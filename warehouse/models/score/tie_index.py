"""The tie index under three weightings, with coverage and the interval of the rank (methods, section 1)."""

import numpy as np
import polars as pl
from scipy.stats import rankdata

from warehouse.scoring.gravity_data import DIMENSIONS
from warehouse.scoring.panel import Booleans
from warehouse.scoring.ties import Floats, composite, principal_weights, rank_interval, revealed_weights

HEADER = """
description = "The tie index: closeness over the dimensions in one number."

[inputs]
ties = '''
select
    origin, destination, year,
    max(case when dimension = 'representation' then value_index end) as representation,
    max(case when dimension = 'alignment' then value_index end) as alignment,
    max(case when dimension = 'security' then value_index end) as security,
    max(case when dimension = 'institutions' then value_index end) as institutions,
    max(case when dimension = 'mobility' then value_index end) as mobility,
    max(case when dimension = 'events' then value_index end) as events,
    max(case when dimension = 'coercion' then value_index end) as coercion,
    max(case when dimension = 'treaties' then value_index end) as treaties
from score.tie
where value_index is not null and tie_status <> 'from a later year' and year <= (select max(year) from core.trade)
group by origin, destination, year
'''
latest = "select max(year) as year from score.gravity_panel"
coefficient = '''
select dimension, estimate
from score.gravity_coefficient
where specification = 'between' and evidence_badge is not null and term = dimension
'''

[tables.tie_index]
description = "The tie index of each pair and year: a weighted mean of the dimensions known at the time. Treaties are left out of all but tie_index_with_treaties, because trade agreements are a regressor of every gravity model. A missing dimension lowers the coverage and is not imputed; one dimension alone is no index. The rank's interval comes from 500 draws of weights (uniform on the simplex) and normalisation (min-max, z-score, percentile), in the last year of the gravity panel."
grain = ["origin", "destination", "year"]
[tables.tie_index.columns]
origin                  = "Economy the tie runs from: sender of the mission, voter, citizen's home; ISO 3166-1 alpha-3"
destination             = "Economy the tie runs to, ISO 3166-1 alpha-3"
year                    = "Calendar year"
tie_index               = "Mean over the tie dimensions of what is known, 0 to 1; treaties, which the potential takes in, and values from a later year are left out"
tie_index_with_treaties = "Mean over the eight tie dimensions of what is known, 0 to 1, treaties (a trade agreement in force) among them; not to be set beside a number that takes in trade agreements"
tie_index_principal     = "The tie index weighted by the first principal component of the dimensions, without treaties; null where fewer than two dimensions, or none with a weight, are known"
tie_index_revealed      = "The tie index weighted by what a standard deviation of each dimension goes with in trade between pairs (G1), without treaties; null where fewer than two dimensions, or none with a weight, are known"
tie_coverage_share      = "Share of the seven tie dimensions in tie_index that are known"
rank_tie                = "Rank by tie_index among all directed pairs, 1 = closest; null in other years than the gravity panel's last"
rank_tie_low            = "Closest rank in 90 % of the draws of weights and normalisation (5 % quantile); null in other years than the gravity panel's last"
rank_tie_high           = "Farthest rank in 90 % of the draws of weights and normalisation (95 % quantile); null in other years than the gravity panel's last"

[tables.tie_weight]
description = "Weights of the dimensions in the tie index."
grain = ["weighting", "dimension"]
[tables.tie_weight.columns]
weighting    = "equal, first principal component or trade-revealed"
dimension    = "One of the eight dimensions of closeness: representation, alignment, …"
weight_share = "Weight of the dimension; null throughout where trade reveals none: no dimension goes with more trade"
"""
DRAWS, SEED = 500, 1990
FEWEST = 2
"""Dimensions an index needs."""


def build(ties: pl.DataFrame, latest: pl.DataFrame, coefficient: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return the index of every pair and year, and its weights."""
    frame = ties.sort("origin", "destination", "year")
    values = frame.select(*DIMENSIONS).cast(pl.Float64).fill_null(np.nan).to_numpy()
    treaties = frame.select("treaties").cast(pl.Float64).fill_null(np.nan).to_numpy()
    weights = _weights(values, dict(coefficient.iter_rows()))
    coverage = composite(values, weights["equal"]).coverage
    values[(~np.isnan(values)).sum(axis=1) < FEWEST] = np.nan
    equal = composite(values, weights["equal"]).value
    ranked = (frame["year"] == latest["year"].item()).to_numpy() & ~np.isnan(equal)
    index = frame.select("origin", "destination", "year").with_columns(
        tie_index=pl.Series(equal),
        tie_index_with_treaties=pl.Series(_index(np.hstack([values, treaties]), np.ones(len(DIMENSIONS) + 1))),
        tie_index_principal=pl.Series(_index(values, weights["first principal component"])),
        tie_index_revealed=pl.Series(_index(values, weights["trade-revealed"])),
        tie_coverage_share=pl.Series(coverage),
        **{name: pl.Series(ranks) for name, ranks in _ranks(values, equal, ranked).items()},
    )
    return {"tie_index": index.fill_nan(None), "tie_weight": _weight_table(weights)}


def _weights(values: Floats, estimates: dict[str, float]) -> dict[str, Floats]:
    if not len(values):
        return dict.fromkeys(("equal", "first principal component", "trade-revealed"), np.ones(len(DIMENSIONS)))
    known = (~np.isnan(values)).any(axis=0)
    of_known = values[:, known]
    found = np.array([estimates.get(name, np.nan) for name in DIMENSIONS])[known]
    weights = {
        "equal": np.ones(len(DIMENSIONS)),
        "first principal component": np.zeros(len(DIMENSIONS)),
        "trade-revealed": np.zeros(len(DIMENSIONS)),
    }
    weights["first principal component"][known] = principal_weights(of_known)
    weights["trade-revealed"][known] = revealed_weights(found, np.nanstd(of_known, axis=0))
    return weights


def _index(values: Floats, weights: Floats) -> Floats:
    return composite(values, weights).value if weights.sum() > 0 else np.full(len(values), np.nan)


def _ranks(values: Floats, index: Floats, ranked: Booleans) -> dict[str, Floats]:
    """Rank and its interval among some pairs."""
    ranks = {name: np.full(len(values), np.nan) for name in ("rank_tie", "rank_tie_low", "rank_tie_high")}
    if ranked.any():
        known = (~np.isnan(values[ranked])).any(axis=0)
        ranks["rank_tie"][ranked] = rankdata(-index[ranked])
        interval = rank_interval(values[ranked][:, known], draws=DRAWS, seed=SEED)
        ranks["rank_tie_low"][ranked], ranks["rank_tie_high"][ranked] = interval
    return ranks


def _weight_table(weights: dict[str, Floats]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            (name, dimension, weight / total if (total := given.sum()) > 0 else None)
            for name, given in weights.items()
            for dimension, weight in zip(DIMENSIONS, given, strict=True)
        ],
        {"weighting": pl.String, "dimension": pl.String, "weight_share": pl.Float64},
        orient="row",
    )
