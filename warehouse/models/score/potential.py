"""Potential trade: G1 on geography and trade agreements, one year at a time (methods, section 4)."""

import numpy as np
import polars as pl

from warehouse.scoring.frames import Axes, standard_gravity
from warehouse.scoring.potential import YearlyPotential, yearly_potential
from warehouse.scoring.records import coefficients, record

HEADER = """
description = "Potentials by gravity with exporter and importer effects on geography and trade agreements, fitted to each year on its own: the potential of a year knows nothing of later years, and ties stay out of it."

[inputs]
trade = '''
select exporter, importer, year, value_usd from core.trade
where source_id = 'cow_trade' and year > (select max(year) - 35 from core.trade)
'''
gravity = "select exporter, importer, distance_km, contiguous, common_language, colony from core.gravity"
rta = "select exporter, importer, year, 1.0 as in_force from core.rta"

[tables.potential]
description = "What comparable pairs trade: fitted value of the between model of that year, whatever this pair trades. Potentials of an exporter, and of an importer, add up to what it trades: a reallocation, not a ceiling; a mean of a skewed distribution, so the typical pair lies below it."
grain = ["exporter", "importer", "year"]
[tables.potential.columns]
exporter      = "Exporting economy, ISO 3166-1 alpha-3"
importer      = "Importing economy, ISO 3166-1 alpha-3"
year          = "Calendar year"
trade_usd     = "Value of goods trade from exporter to importer, current US dollars; null where missing"
potential_usd = "What comparable pairs trade: fitted value of the between gravity model without ties, current US dollars; null outside the fitted years"
in_sample     = "Whether the cell was estimated on; other cells are predicted from the same effects"

[tables.potential_coefficient]
description = "Coefficients of the gravity model behind the potentials, one fit for each year."
grain = ["model_id", "term"]
[tables.potential_coefficient.columns]
model_id  = "Fitted model; see meta.model_fit"
year      = "Calendar year"
term      = "Regressor"
estimate  = "Coefficient: change of log trade with one unit of the regressor"
std_error = "Standard error of the estimate; the convention is in meta.model_fit"
n_obs     = "Cells (exporter, importer, year) estimated on"

[tables.potential_fit]
description = "How the fits behind the potentials went, one for each year."
grain = ["model_id"]
[tables.potential_fit.columns]
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


def build(trade: pl.DataFrame, gravity: pl.DataFrame, rta: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Fit every year and return the potentials, the coefficients and the records of the fits."""
    axes = Axes.of(trade)
    values = axes.dense(trade, "value_usd")
    known = gravity.with_columns(pl.col("distance_km").replace(0.0, None))  # both halves of a divided capital
    agreements = np.nan_to_num(axes.dense(rta, "in_force"))  # a pair that is not listed has none
    yearly = yearly_potential(values, standard_gravity(known, axes) | {"rta": agreements})
    potential = axes.long({"trade_usd": values, "potential_usd": yearly.potential, "in_sample": yearly.estimated})
    return {
        "potential": potential.filter(pl.col("potential_usd").is_not_null()),
        "potential_coefficient": _coefficients(yearly, axes),
        "potential_fit": _records(yearly, axes),
    }


def _coefficients(yearly: YearlyPotential, axes: Axes) -> pl.DataFrame:
    return pl.concat(
        coefficients(fit, f"potential_{year}").insert_column(1, pl.lit(year, pl.Int32).alias("year"))
        for year, fit in zip(axes.years, yearly.fits, strict=True)
        if fit
    )


def _records(yearly: YearlyPotential, axes: Axes) -> pl.DataFrame:
    return pl.concat(
        record(fit, f"potential_{year}", f"{year}, {np.isfinite(fit.exporter_effects).sum()} exporters, cow_trade")
        for year, fit in zip(axes.years, yearly.fits, strict=True)
        if fit
    )
