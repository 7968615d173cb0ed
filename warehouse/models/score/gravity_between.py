"""G1, the between specification of gravity, on geography and trade agreements (methods, section 3)."""

import numpy as np
import polars as pl

from warehouse.scoring.frames import Axes, standard_gravity
from warehouse.scoring.gravity import fit_ppml
from warehouse.scoring.records import coefficients, record

HEADER = """
description = "Gravity with exporter-year and importer-year effects, on geography and trade agreements."

[inputs]
trade = '''
select exporter, importer, year, value_usd from core.trade
where source_id = 'cow_trade' and year > (select max(year) - 15 from core.trade where source_id = 'cow_trade')
'''
gravity = "select exporter, importer, distance_km, contiguous, common_language, colony from core.gravity"
rta = "select exporter, importer, year, 1.0 as in_force from core.rta"

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
"""
MODEL_ID = "g1_geography_rta"


def build(trade: pl.DataFrame, gravity: pl.DataFrame, rta: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Fit the model and return its coefficients and its fit record."""
    axes = Axes.of(trade)
    regressors = standard_gravity(gravity, axes) | {"rta": np.nan_to_num(axes.dense(rta, "in_force"))}
    fit = fit_ppml(axes.dense(trade, "value_usd"), regressors)
    sample = f"{axes.years[0]}–{axes.years[-1]}, {len(axes.economies)} economies, cow_trade"
    return {"gravity_coefficient": coefficients(fit, MODEL_ID), "gravity_between_fit": record(fit, MODEL_ID, sample)}
