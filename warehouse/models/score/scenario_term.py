"""What what-ifs rest on: coefficients of ties with their evidence, and the trade they start from (methods, section 6)."""

import numpy as np
import polars as pl

from warehouse.scoring.frames import Axes, Floats, standard_gravity
from warehouse.scoring.records import record
from warehouse.scoring.scenario_estimates import ScenarioEstimates, estimate
from warehouse.scoring.scenario_state import Tie
from warehouse.scoring.scenario_world import dense_ties, unlisted_as_none

HEADER = """
description = "Coefficients that what-ifs draw from, with how well each is established, and fitted trade to start from."

[inputs]
trade = '''
select exporter, importer, year, value_usd from core.trade
where source_id = 'cow_trade' and year > (select max(year) - 15 from core.trade where source_id = 'cow_trade')
'''
gravity = "select exporter, importer, distance_km, contiguous, common_language, colony from core.gravity"
ties = "select actor, partner, year, scenario_tie, tie_value, tie_status from score.scenario_tie"

[tables.scenario_term]
description = "Regressors that a scenario moves, one row each. A tie found within pairs takes its coefficient from there; else, where it is found between pairs, from there; else from within pairs if at least fifty switch."
grain = ["term"]
[tables.scenario_term.columns]
term                 = "Regressor"
scenario_tie         = "What a scenario may change: rta, bit (1 in force), sanction (1: exports or imports wholly restricted), mission (its level, 0 to 1), alignment (index, 0 to 1), tariff (ad valorem, 0.05 = 5 %)"
counted_side         = "Whose act the regressor of exporter to importer counts: exporter, importer, their mean, or either (the larger)"
is_log               = "Whether the regressor is ln(1 + tie)"
estimate             = "Coefficient: change of log trade with one unit of the regressor"
std_error            = "Standard error of the estimate; the convention is in meta.model_fit"
tie_p_value          = "P-value of the Wald test that none of the tie's regressors has an effect"
switching_pair_count = "Unordered pairs whose tie changes in years in which they trade"
evidence_badge       = "How well the tie's effect is established: no evidence, association, within-pair or timing holds"
model_id             = "Fitted model; see meta.model_fit"
n_obs                = "Cells (exporter, importer, year) estimated on"

[tables.scenario_covariance]
description = "Covariance of the coefficients that what-ifs draw; zero between coefficients of different fits."
grain = ["term", "other_term"]
[tables.scenario_covariance.columns]
term       = "Regressor"
other_term = "Regressor"
covariance = "Covariance of the two estimates"

[tables.scenario_trade]
description = "Trade that what-ifs start from: fitted by gravity with exporter-year, importer-year and directed pair effects on treaties and sanctions, so that the noise of single years is out of the shares. A pair that is not listed is fitted no trade, or nothing is known of it."
grain = ["exporter", "importer", "year"]
[tables.scenario_trade.columns]
exporter   = "Exporting economy, ISO 3166-1 alpha-3"
importer   = "Importing economy, ISO 3166-1 alpha-3"
year       = "Calendar year"
fitted_usd = "Fitted trade, current US dollars"

[tables.scenario_term_fit]
description = "How the fits went."
grain = ["model_id"]
[tables.scenario_term_fit.columns]
model_id      = "Fitted model; see meta.model_fit"
formula       = "Specification in words and symbols"
sample        = "What it was estimated on"
n_obs         = "Cells (exporter, importer, year) estimated on"
n_clusters    = "Clusters: unordered pairs of economies"
n_dropped     = "Cells left out: separated, or a regressor is missing"
dropped       = "Cells left out, by reason"
collinear     = "Regressors left out as collinear, and what explains them"
iterations    = "Reweighted least-squares steps"
is_converged  = "Whether the steps met the tolerance"
tolerance     = "Relative change of the deviance at which steps stop"
deviance      = "Poisson deviance"
conventions   = "What the standard errors are"
fit_seconds   = "Wall time of the fit, seconds"
"""


def build(trade: pl.DataFrame, gravity: pl.DataFrame, ties: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Fit, choose for each tie the model that says most, and return its coefficients, covariance and fitted trade."""
    axes = Axes.of(trade)
    geography = standard_gravity(gravity.with_columns(pl.col("distance_km").replace(0.0, None)), axes)
    dated, shown = (_known(part, axes) for part in (ties.filter(pl.col("tie_status") != "from a later year"), ties))
    found = estimate(axes.dense(trade, "value_usd"), dated, shown, geography)
    years = f"{axes.years[0]}–{axes.years[-1]}"
    return {
        "scenario_term": _terms(found),
        "scenario_covariance": _covariance(found),
        "scenario_trade": axes.long({"fitted_usd": found.trade}).filter(pl.col("fitted_usd") > 0),
        "scenario_term_fit": pl.concat(
            record(fit, name, f"{years}, {len(axes.economies)} economies, cow_trade")
            for name, fit in found.fits.items()
        ),
    }


def _known(ties: pl.DataFrame, axes: Axes) -> dict[Tie, Floats]:
    dense = dense_ties(ties, axes)
    if "mission" in dense:
        dense["mission"] = unlisted_as_none(dense["mission"], both_ways=False)
    return dense


def _terms(found: ScenarioEstimates) -> pl.DataFrame:
    rows = [
        {
            "term": name,
            "scenario_tie": chosen.term.tie,
            "counted_side": chosen.term.view,
            "is_log": chosen.term.as_log,
            "estimate": estimated,
            "std_error": std_error,
            "tie_p_value": chosen.p_value,
            "switching_pair_count": chosen.switching,
            "evidence_badge": chosen.term.badge,
            "model_id": chosen.model_id,
            "n_obs": found.fits[chosen.model_id].n_obs,
        }
        for (name, chosen), estimated, std_error in zip(
            found.evidence.items(), found.estimates, np.sqrt(np.diag(found.covariance)), strict=True
        )
    ]
    return pl.DataFrame(rows, schema=TERM_SCHEMA)


def _covariance(found: ScenarioEstimates) -> pl.DataFrame:
    names = list(found.terms)
    count = len(names)
    return pl.DataFrame(
        {
            "term": pl.Series(np.repeat(names, count).tolist(), dtype=pl.String),
            "other_term": pl.Series(names * count, dtype=pl.String),
            "covariance": found.covariance.reshape(-1),
        }
    )


TERM_SCHEMA = {
    "term": pl.String,
    "scenario_tie": pl.String,
    "counted_side": pl.String,
    "is_log": pl.Boolean,
    "estimate": pl.Float64,
    "std_error": pl.Float64,
    "tie_p_value": pl.Float64,
    "switching_pair_count": pl.Int64,
    "evidence_badge": pl.String,
    "model_id": pl.String,
    "n_obs": pl.Int64,
}
