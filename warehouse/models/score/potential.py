"""Potential trade: G1 on geography and trade agreements, one year at a time (methods, section 4)."""

import numpy as np
import polars as pl

from warehouse.scoring.conformal import ConformalBands
from warehouse.scoring.frames import Axes, Floats, standard_gravity
from warehouse.scoring.potential import (
    GapComponents,
    YearlyPotential,
    gap_components,
    gap_log,
    potential_bands,
    untapped,
    yearly_potential,
)
from warehouse.scoring.records import coefficients, record
from warehouse.scoring.timing import FLOOR_USD, known_mean, log_floored

HEADER = """
description = "Potentials by gravity with exporter and importer effects on geography and trade agreements, fitted to each year on its own: the potential of a year knows nothing of later years, and ties stay out of it."

[inputs]
trade = '''
select exporter, importer, year, value_usd from core.trade
where source_id = 'cow_trade' and year > (select max(year) - 35 from core.trade where source_id = 'cow_trade')
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

[tables.gap]
description = "How far each pair's trade in the latest three years lies from its potential, what of that lasts, and how far comparable pairs lie from theirs."
grain = ["exporter", "importer"]
[tables.gap.columns]
exporter           = "Exporting economy, ISO 3166-1 alpha-3"
importer           = "Importing economy, ISO 3166-1 alpha-3"
year               = "Calendar year"
actual_usd         = "Mean trade of this year and the two before, current US dollars"
potential_usd      = "What comparable pairs trade: fitted value of the between gravity model without ties, current US dollars; null outside the fitted years"
potential_low_usd  = "Nine in ten pairs with about this potential trade more than this and less than potential_high_usd: quantiles of actual over potential where the fit had not seen the pair, by tenth of potential; 0 where below the source's unit"
potential_high_usd = "Upper end of the band that potential_low_usd begins; null where there are too few pairs to tell"
gap_log            = "ln(potential / actual), actual floored at half a million US dollars, the source's unit"
gap_persistent_log = "The part of gap_log that lasts: the mean gap of all pairs, and the pair's own distance from it over fifteen years, shrunk by variance components"
gap_transient_log  = "The part of gap_log that passes: gap_log less gap_persistent_log"
untapped_usd       = "max(potential - actual, 0), current US dollars"

[tables.gap_component]
description = "Variance of yearly gaps: between pairs, which lasts, and within, which passes."
grain = ["component"]
[tables.gap_component.columns]
component    = "persistent (between pairs) or transient (around a pair's own level)"
variance     = "Variance of the yearly gap in logs"
share        = "Share of the variance of a single year's gap"

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
columns = "fit"
"""
COMPONENT_YEARS = 15


def build(trade: pl.DataFrame, gravity: pl.DataFrame, rta: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Fit every year and return the potentials, the coefficients and the records of the fits."""
    axes = Axes.of(trade)
    values = axes.dense(trade, "value_usd")
    known = gravity.with_columns(pl.col("distance_km").replace(0.0, None))  # both halves of a divided capital
    agreements = np.nan_to_num(axes.dense(rta, "in_force"))  # a pair that is not listed has none
    regressors = standard_gravity(known, axes) | {"rta": agreements}
    yearly = yearly_potential(values, regressors)
    components = gap_components(gap_log(yearly.potential, values)[-COMPONENT_YEARS:])
    potential = axes.long({"trade_usd": values, "potential_usd": yearly.potential, "in_sample": yearly.estimated})
    return {
        "potential": potential.filter(pl.col("potential_usd").is_not_null()),
        "gap": _gap(axes, values, yearly.potential, components, potential_bands(values[-3:], _last(regressors, 3))),
        "gap_component": _variances(components),
        "potential_coefficient": _coefficients(yearly, axes),
        "potential_fit": _records(yearly, axes),
    }


def _last(regressors: dict[str, Floats], years: int) -> dict[str, Floats]:
    return {name: values[-years:] if values.ndim == 3 else values for name, values in regressors.items()}


def _gap(
    axes: Axes, trade: Floats, potential: Floats, components: GapComponents, bands: ConformalBands
) -> pl.DataFrame:
    """The latest window: actual and potential are means over the same cells."""
    last = Axes(axes.years[-1:], axes.economies)
    expected = known_mean(np.where(np.isnan(trade[-3:]), np.nan, potential[-3:]))
    actual = known_mean(np.where(np.isnan(potential[-3:]), np.nan, trade[-3:]))
    size = log_floored(expected)
    low, high = (np.where(bound > np.log(FLOOR_USD) + 1e-6, np.exp(bound), 0.0) for bound in bands.interval(size, size))
    high[np.isinf(high)] = np.nan  # too few pairs to bound
    gap = gap_log(expected, actual)
    lasting = gap[np.isfinite(gap)].mean() + components.persistent
    columns = {
        "actual_usd": actual,
        "potential_usd": expected,
        "potential_low_usd": low,
        "potential_high_usd": high,
        "gap_log": gap,
        "gap_persistent_log": lasting,
        "gap_transient_log": gap - lasting,
        "untapped_usd": untapped(expected, actual),
    }
    return last.long({name: values[None] for name, values in columns.items()}).filter(pl.col("potential_usd") > 0)


def _variances(components: GapComponents) -> pl.DataFrame:
    share = components.persistent_share
    return pl.DataFrame(
        {
            "component": ["persistent", "transient"],
            "variance": [components.persistent_variance, components.transient_variance],
            "share": [share, 1 - share],
        }
    )


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
