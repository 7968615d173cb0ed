"""G1, the between specification of gravity on geography alone, and the potential it gives (methods 3 and 4)."""

import polars as pl

from warehouse.scoring.frames import Axes, standard_gravity
from warehouse.scoring.gravity import GravityFit, fit_ppml

HEADER = """
description = "Gravity with exporter-year and importer-year effects: geography only, ties stay out of a potential."

[inputs]
trade = '''
select exporter, importer, year, value_usd from core.trade
where source_id = 'cow_trade' and year > (select max(year) - 15 from core.trade)
'''
gravity = "select exporter, importer, distance_km, contiguous, common_language, colony from core.gravity"

[tables.gravity_coefficient]
description = "Coefficients of the fitted gravity models."
grain = ["model_id", "term"]
[tables.gravity_coefficient.columns]
model_id  = "Fitted model; see meta.model_fit"
term      = "Regressor"
estimate  = "Coefficient: change of log trade with one unit of the regressor"
std_error = "Standard error of the estimate; the convention is in meta.model_fit"
n_obs     = "Cells (exporter, importer, year) estimated on"

[tables.gravity_between_fit]
description = "How the fit went."
grain = ["model_id"]
[tables.gravity_between_fit.columns]
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

[tables.potential]
description = "What comparable pairs trade: fitted value of the between model, whatever this pair trades."
grain = ["exporter", "importer", "year"]
[tables.potential.columns]
exporter      = "Exporting economy, ISO 3166-1 alpha-3"
importer      = "Importing economy, ISO 3166-1 alpha-3"
year          = "Calendar year"
trade_usd     = "Value of goods trade from exporter to importer, current US dollars; null where missing"
potential_usd = "What comparable pairs trade: fitted value of the between gravity model without ties, current US dollars; null outside the fitted years"
in_sample     = "Whether the cell was estimated on; other cells are predicted from the same effects"
"""
MODEL_ID = "g1_geography"


def build(trade: pl.DataFrame, gravity: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Fit the model and return its coefficients, its fit record and the potential of every pair and year."""
    axes = Axes.of(trade)
    values, regressors = axes.dense(trade, "value_usd"), standard_gravity(gravity, axes)
    fit = fit_ppml(values, regressors)
    potential = axes.long(
        {"trade_usd": values, "potential_usd": fit.predict(regressors), "in_sample": fit.fitted == fit.fitted}
    )
    return {
        "gravity_coefficient": _coefficients(fit),
        "gravity_between_fit": _record(fit, axes),
        "potential": potential.filter(pl.col("potential_usd").is_not_null()),
    }


def _coefficients(fit: GravityFit) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "model_id": MODEL_ID,
            "term": fit.terms,
            "estimate": fit.estimates,
            "std_error": fit.std_errors,
            "n_obs": fit.n_obs,
        }
    )


def _record(fit: GravityFit, axes: Axes) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "model_id": MODEL_ID,
            "formula": f"trade ~ {' + '.join(fit.terms)} | exporter-year + importer-year (PPML)",
            "sample": f"{axes.years[0]}–{axes.years[-1]}, {len(axes.economies)} economies, cow_trade",
            "n_obs": fit.n_obs,
            "n_clusters": fit.n_clusters,
            "n_dropped": sum(fit.dropped.values()),
            "dropped": "; ".join(f"{reason}: {cells}" for reason, cells in fit.dropped.items()),
            "collinear": "; ".join(f"{term} by {by}" for term, by in fit.collinear.items()),
            "iterations": fit.iterations,
            "is_converged": fit.converged,
            "tolerance": fit.tolerance,
            "deviance": fit.deviance,
            "conventions": fit.conventions,
            "fit_seconds": fit.seconds,
        }
    )
