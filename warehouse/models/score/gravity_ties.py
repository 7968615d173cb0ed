"""Gravity with ties: G1 between pairs, G2 within pairs, G3 before and after (methods, section 3)."""

from collections.abc import Sequence

import polars as pl

from warehouse.scoring.evidence import Badge
from warehouse.scoring.gravity_data import GravityData, dimension_of
from warehouse.scoring.records import record
from warehouse.scoring.tie_models import STEP, Estimated, badges, estimate, term_at, tie_models

HEADER = """
description = "Gravity with ties between pairs (G1), within pairs (G2), and with their values four years later and before (G3)."

[inputs]
panel = '''
select
    exporter, importer, year, trade_usd, ln_distance, contiguous, common_language, colony, rta, bit, representation, alignment,
    security, institutions, mobility, events, coercion, representation_later, mobility_later
from score.gravity_panel
'''

[tables.gravity_coefficient]
description = "Coefficients of the gravity models with ties. G1 compares pairs, G2 the same pair over time, G3 adds each tie four years later (lead) and before (lags). A tie known for less than four fifths of trade has models of its own, named after it, which speak for that tie only; _later: known from a later year. A tie's badge is within-pair where its coefficient in G2 differs from zero at 1 % and at least 50 pairs switch; timing holds where, besides, the 90 % interval of its lead in G3 lies within half that coefficient; association where G1 differs from zero at 1 %."
grain = ["model_id", "term"]
[tables.gravity_coefficient.columns]
model_id             = "Fitted model; see meta.model_fit"
specification        = "between (G1), within (G2) or timing (G3)"
term                 = "Regressor"
dimension            = "One of the eight dimensions of closeness: representation, alignment, …"
estimate             = "Coefficient: change of log trade with one unit of the regressor"
std_error            = "Standard error of the estimate; the convention is in meta.model_fit"
bias                 = "Bias of three-way PPML in the estimate (Weidner & Zylkin 2021), estimated; taken off in interval and badge, not in the estimate; 0 between pairs"
low_estimate         = "Lower end of the 95 % interval of the coefficient"
high_estimate        = "Upper end of the 95 % interval of the coefficient"
effective_pair_count = "Pairs that would tell as much about the coefficient if all told the same; less one, the degrees of freedom of its t-test"
switching_pair_count = "Unordered pairs whose tie changes in years in which they trade"
n_obs                = "Cells (exporter, importer, year) estimated on"
evidence_badge       = "How well the tie's effect is established: no evidence, association, within-pair or timing holds"

[tables.gravity_covariance]
description = "Covariances of the coefficients of the gravity models with ties, under the convention in meta.model_fit."
grain = ["model_id", "term", "other_term"]
[tables.gravity_covariance.columns]
model_id   = "Fitted model; see meta.model_fit"
term       = "Regressor"
other_term = "Regressor"
covariance = "Covariance of the two estimates"

[tables.event_time]
description = "Each tie's coefficients around its change, from G3: its value four years later, its current value and its earlier values in one equation."
grain = ["dimension", "tie", "offset_years"]
[tables.event_time.columns]
dimension      = "One of the eight dimensions of closeness: representation, alignment, …"
tie            = "Regressor that stands for the tie"
offset_years   = "Years from the tie's value to the trade: -4 the tie four years later, 4 four years before"
term           = "Regressor"
estimate       = "Coefficient: change of log trade with one unit of the regressor"
std_error      = "Standard error of the estimate; the convention is in meta.model_fit"
low_estimate   = "Lower end of the 95 % interval of the coefficient"
high_estimate  = "Upper end of the 95 % interval of the coefficient"
evidence_badge = "How well the tie's effect is established: no evidence, association, within-pair or timing holds"

[tables.gravity_ties_fit]
description = "How the fits of gravity with ties went."
grain = ["model_id"]
columns = "fit"
"""


def build(panel: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Fit every model and return coefficients, covariances, event time and records."""
    found = estimate(tie_models(GravityData.of(panel)))
    badge_of = badges(found)
    coefficients = pl.concat(_coefficients(one, badge_of) for one in found)
    return {
        "gravity_coefficient": coefficients,
        "gravity_covariance": pl.concat(map(_covariance, found)),
        "event_time": _event_time(coefficients, found),
        "gravity_ties_fit": pl.concat(record(one.fit, one.model.model_id, _sample(one)) for one in found),
    }


def _coefficients(one: Estimated, badge_of: dict[str, Badge]) -> pl.DataFrame:
    fit = one.fit
    findings = [one.finding(term) for term in fit.terms]
    bounds = [finding.interval() for finding in findings if finding]
    return pl.DataFrame(
        {
            "model_id": one.model.model_id,
            "specification": one.model.specification,
            "term": fit.terms,
            "dimension": pl.Series([dimension_of(term) for term in fit.terms], dtype=pl.String),
            "estimate": fit.estimates,
            "std_error": fit.std_errors,
            "bias": one.bias,
            "low_estimate": [low for low, _ in bounds],
            "high_estimate": [high for _, high in bounds],
            "effective_pair_count": fit.effective_clusters,
            "switching_pair_count": [one.switching[term] for term in fit.terms],
            "n_obs": fit.n_obs,
            "evidence_badge": pl.Series(
                [badge_of[term] if term in one.model.ties else None for term in fit.terms], dtype=pl.String
            ),
        }
    )


def _covariance(one: Estimated) -> pl.DataFrame:
    terms, count = one.fit.terms, len(one.fit.terms)
    return pl.DataFrame(
        {
            "model_id": one.model.model_id,
            "term": [term for term in terms for _ in range(count)],
            "other_term": terms * count,
            "covariance": one.fit.covariance.reshape(-1),
        }
    )


def _event_time(coefficients: pl.DataFrame, found: Sequence[Estimated]) -> pl.DataFrame:
    rows = [
        (one.model.model_id, tie, -by, term_at(tie, by))
        for one in found
        if one.model.specification == "timing"
        for tie in one.model.ties
        for by in (STEP, 0, *one.model.lags)
    ]
    schema = {"model_id": pl.String, "tie": pl.String, "offset_years": pl.Int32, "term": pl.String}
    offsets = pl.DataFrame(rows, schema, orient="row")
    joined = offsets.join(coefficients.drop("evidence_badge"), on=["model_id", "term"])
    badge_of = pl.DataFrame(list(badges(found).items()), {"tie": pl.String, "evidence_badge": pl.String}, orient="row")
    columns = ("dimension", "tie", "offset_years", "term", "estimate", "std_error", "low_estimate", "high_estimate")
    return joined.join(badge_of, on="tie").select(*columns, "evidence_badge").sort("tie", "offset_years")


def _sample(one: Estimated) -> str:
    years, economies = one.model.data.axes.years, one.model.data.axes.economies
    return f"{years[0]}–{years[-1]}, {len(economies)} economies, cow_trade"
