"""The specification curve of tie coefficients (methods, section 3)."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import polars as pl

from warehouse.scoring.evidence import Finding, badge
from warehouse.scoring.gravity_data import GravityData, dimension_of
from warehouse.scoring.panel import Booleans
from warehouse.scoring.specification import EVERYONE, Attempt, attempt_all, curve

HEADER = """
description = "Each tie's coefficient under every choice that an analyst could defend: model, estimator, lag, period, economies, other ties, indicator. The list of choices is fixed before anything is estimated."

[inputs]
panel = '''
select
    exporter, importer, year, trade_usd, ln_distance, contiguous, common_language, colony, rta, bit, representation, alignment,
    security, institutions, mobility, events, coercion, rta_depth, any_pact, trade_sanction, representation_mutual,
    representation_later, mobility_later
from score.gravity_panel
'''
economy = '''
select e.economy, e.income_group = 'High income' as has_high_income, o.iso3 is not null as exports_oil
from ref.economy as e left join seed.oil_exporter as o on e.economy = o.iso3
order by e.economy
'''

[tables.specification]
description = "Coefficients of ties, one row for each tie and way to estimate it. A way that fails stays in, with the reason."
grain = ["model_id", "term"]
[tables.specification.columns]
model_id             = "Fitted model; see meta.model_fit"
term                 = "Regressor"
dimension            = "One of the eight dimensions of closeness: representation, alignment, …"
specification        = "between (G1), within (G2) or timing (G3)"
estimator            = "PPML of trade, of shares in the importer's imports or of positive flows only; or least squares of logarithms of positive flows"
pair_effects         = "Effects of pairs beside exporter-year and importer-year effects: none, directed (one for each direction) or symmetric (one for both)"
lag_years            = "Years from the tie to the trade"
sample_first_year    = "First calendar year of trade in the sample"
sample_last_year     = "Last calendar year of trade in the sample"
year_step            = "Years from one year of the sample to the next"
economy_group        = "Economies on both sides: all, the half that trades more, without members of OPEC in any year from 1990 to 2014 (seed oil_exporter), those with high incomes today, the others"
other_ties           = "Other ties in the equation, in order; empty where the tie stands alone with geography or pair effects"
estimate             = "Coefficient: change of log trade with one unit of the regressor"
std_error            = "Standard error of the estimate; the convention is in meta.model_fit"
bias                 = "Bias of three-way PPML in the estimate (Weidner & Zylkin 2021), estimated; taken off in interval and badge, not in the estimate; 0 between pairs"
low_estimate         = "Lower end of the 95 % interval of the coefficient"
high_estimate        = "Upper end of the 95 % interval of the coefficient"
effective_pair_count = "Pairs that would tell as much about the coefficient if all told the same; less one, the degrees of freedom of its t-test"
switching_pair_count = "Unordered pairs whose tie changes in years in which they trade"
n_obs                = "Cells (exporter, importer, year) estimated on"
evidence_badge       = "How well the tie's effect is established: no evidence, association, within-pair or timing holds"
failure_reason       = "Why there is no coefficient, or why it is not to be relied on; null where all is well"

[tables.specification_fit]
description = "How the fits of the specification curve went."
grain = ["model_id"]
columns = "fit"
"""
SCHEMA = {
    "model_id": pl.String, "term": pl.String, "dimension": pl.String, "specification": pl.String,
    "estimator": pl.String, "pair_effects": pl.String, "lag_years": pl.Int32, "sample_first_year": pl.Int32,
    "sample_last_year": pl.Int32, "year_step": pl.Int32, "economy_group": pl.String, "other_ties": pl.String,
    "estimate": pl.Float64, "std_error": pl.Float64, "bias": pl.Float64, "low_estimate": pl.Float64,
    "high_estimate": pl.Float64, "effective_pair_count": pl.Float64, "switching_pair_count": pl.Int64,
    "n_obs": pl.Int64, "evidence_badge": pl.String, "failure_reason": pl.String,
}  # fmt: skip


def build(panel: pl.DataFrame, economy: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Try every way and return coefficients and records."""
    data = GravityData.of(panel)
    members = groups(data, economy)
    attempts = attempt_all(data, members, curve(data, tuple(members)))
    rows = [row for attempt in attempts for row in _rows(attempt)]
    records = [attempt.record for attempt in attempts if attempt.record is not None]
    return {"specification": pl.DataFrame(rows, SCHEMA), "specification_fit": pl.concat(records)}


def groups(data: GravityData, economy: pl.DataFrame) -> dict[str, Booleans]:
    """Which economies of the panel belong to which group, (N,) each."""
    traded = np.nansum(data.trade, axis=(0, 1)) + np.nansum(data.trade, axis=(0, 2))
    flags = {
        name: np.isin(data.axes.economies, economy.filter(pl.col(name))["economy"].to_list())
        for name in ("exports_oil", "has_high_income")
    }
    return {
        EVERYONE: np.ones_like(traded, dtype=bool),
        "larger half": traded >= np.median(traded),
        "without OPEC": ~flags["exports_oil"],
        "high incomes": flags["has_high_income"],
        "other incomes": ~flags["has_high_income"],
    }


def _rows(attempt: Attempt) -> Iterator[Mapping[str, Any]]:
    choices, years = attempt.choices, attempt.choices.years
    within = choices.specification == "within"
    shared = {
        "model_id": attempt.model_id,
        "specification": choices.specification,
        "estimator": choices.estimator,
        "pair_effects": choices.pair_effects if within else "none",
        "lag_years": choices.lag,
        "sample_first_year": years[0],
        "sample_last_year": years[-1],
        "year_step": years[1] - years[0] if len(years) > 1 else 1,
        "economy_group": choices.group,
    }
    for tie in choices.ties:
        others = [name for name in (*choices.ties, *choices.beside) if name != tie]
        named = {"term": tie, "dimension": dimension_of(tie), "other_ties": ", ".join(others)}
        problem = {"failure_reason": attempt.problems.get(tie)}
        yield {**shared, **named, **problem, **_numbers(attempt, tie)}


def _numbers(attempt: Attempt, tie: str) -> Mapping[str, Any]:
    found = attempt.findings.get(tie)
    if found is None or attempt.record is None:
        return {}
    low, high = found.interval()
    return {
        "estimate": found.estimate,
        "std_error": found.std_error,
        "bias": found.bias,
        "low_estimate": low,
        "high_estimate": high,
        "effective_pair_count": found.effective_pairs,
        "switching_pair_count": attempt.switching[tie],
        "n_obs": attempt.record["n_obs"].item(),
        "evidence_badge": _badge(attempt, tie, found),
    }


def _badge(attempt: Attempt, tie: str, found: Finding) -> str:
    within = attempt.choices.specification == "within"
    return badge(None if within else found, found if within else None, None, attempt.switching[tie])
