"""How open each market is to each exporter, measured four ways (methods, section 2)."""

import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl
from scipy.special import ndtri

from warehouse.scoring.access import Revealed, ease_of_trade, model_access, policy_access, revealed_access
from warehouse.scoring.frames import Axes, Floats
from warehouse.scoring.gravity import CollinearWarning, fit_ppml
from warehouse.scoring.gravity_data import GEOGRAPHY, GravityData, periods
from warehouse.scoring.panel import ImpossiblePanelError
from warehouse.scoring.timing import known_mean

HEADER = """
description = "How open each market is to each exporter, measured four ways that are kept apart."

[inputs]
panel = '''
select
    exporter, importer, year, trade_usd, ln_distance, contiguous, common_language, colony, rta, bit, representation, alignment,
    security, institutions, mobility, events, coercion, rta_depth, trade_sanction
from score.gravity_panel
'''
tariff = "select exporter, importer, year, avg(tariff_pct) as tariff_pct from core.tariff group by exporter, importer, year"
coefficient = "select term, estimate from score.gravity_coefficient where model_id = 'g1' order by term"
covariance = "select term, other_term, covariance from score.gravity_covariance where model_id = 'g1' order by term, other_term"

[tables.market_access]
description = "Ease of trade, model access, policy access and revealed pair access of each pair and year."
grain = ["exporter", "importer", "year"]
[tables.market_access.columns]
exporter              = "Exporting economy, ISO 3166-1 alpha-3"
importer              = "Importing economy, ISO 3166-1 alpha-3"
year                  = "Calendar year"
trade_intensity       = "X_ij X_w / (X_i M_j): ease of trade from totals, 1 = proportional to the two totals"
model_access          = "exp(β'z) of the between gravity model G1, ties included: the part of trade costs that observables explain, 1 = the mean pair of the year"
model_access_low      = "Lower end of the 90 % interval of model_access"
model_access_high     = "Upper end of the 90 % interval of model_access"
policy_access_index   = "Mean of the policies known, 0 closed to 1 open: trade agreement (its depth where coded), absence of trade sanctions, ease of entry, freedom from tariffs"
policy_known_share    = "Share of the four policies in policy_access_index that are known"
revealed_access       = "Pair effect of gravity without ties over the period, shrunk towards what geography predicts; 1 = a pair with mean geography that trades as it predicts"
revealed_access_low   = "Lower end of the 90 % posterior interval of revealed_access"
revealed_access_high  = "Upper end of the 90 % posterior interval of revealed_access"
revealed_weight_share = "Weight of the pair's own trade in revealed_access against what geography predicts"

[tables.market_access_period]
description = "What revealed pair access was shrunk by, period by period."
grain = ["period_first_year"]
[tables.market_access_period.columns]
period_first_year = "First year of the period"
period_last_year  = "Last year of the period"
factor_shape   = "κ of the Gamma distribution of the pairs' own factors around what geography predicts: their variance is 1/κ"
noise_scale    = "φ in the variance φ λ^p of a year's trade around fitted trade λ, current US dollars"
noise_exponent = "p in the variance φ λ^p of a year's trade around fitted trade λ: 1 Poisson, 2 constant relative errors"
"""
REACH = float(ndtri(0.95))


def build(
    panel: pl.DataFrame, tariff: pl.DataFrame, coefficient: pl.DataFrame, covariance: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """Measure access in every year, revealed access in every period."""
    data = GravityData.of(panel)
    terms, estimates = coefficient["term"].to_list(), coefficient["estimate"].to_numpy()
    matrix = covariance["covariance"].to_numpy().reshape(len(terms), len(terms))
    model = model_access(data.chosen(terms), estimates, matrix, REACH)
    policy, policy_known = policy_access(_policies(data, tariff))
    spans = periods(data.axes.years)
    with warnings.catch_warnings(), ThreadPoolExecutor(2) as pool:
        warnings.simplefilter("ignore", CollinearWarning)
        revealed = list(pool.map(lambda years: _revealed(data.at(years)), spans))
    columns = {
        "trade_intensity": ease_of_trade(data.trade),
        "model_access": model.value,
        "model_access_low": model.low,
        "model_access_high": model.high,
        "policy_access_index": policy,
        "policy_known_share": policy_known,
        **_over_years(revealed, spans, data.axes),
    }
    pairs = panel.select("exporter", "importer", pl.col("year").cast(pl.Int32))
    table = data.axes.long(columns).join(pairs, on=["exporter", "importer", "year"], how="semi")
    return {"market_access": table, "market_access_period": _period_table(revealed, spans)}


def _policies(data: GravityData, tariff: pl.DataFrame) -> list[Floats]:
    depth = data.variables["rta_depth"]
    agreement = np.where(np.isnan(depth), data.variables["rta"], depth)
    freedom = 1 - np.minimum(data.axes.dense(tariff, "tariff_pct") / 100, 1.0)
    return [agreement, data.variables["trade_sanction"], data.variables["mobility"], freedom]


def _revealed(data: GravityData) -> Revealed:
    agreements = data.variables["rta"]
    geography = {name: known_mean(data.variables[name]) for name in GEOGRAPHY}
    try:
        fit = fit_ppml(data.trade, {"rta": agreements}, pair_effects="directed")
    except ImpossiblePanelError:  # no pair changes its agreements
        fit = fit_ppml(data.trade, {}, pair_effects="directed")
    return revealed_access(data.trade, fit, agreements, geography)


def _over_years(revealed: list[Revealed], spans: list[tuple[int, ...]], axes: Axes) -> dict[str, Floats]:
    """The same in every year of a period."""
    of_year = [found for found, years in zip(revealed, spans, strict=True) for _ in years]
    parts = {"": "access", "_low": "low", "_high": "high"}
    columns = {
        f"revealed_access{end}": np.stack([getattr(one, name) for one in of_year]) for end, name in parts.items()
    }
    return columns | {"revealed_weight_share": np.stack([one.weight for one in of_year])}


def _period_table(revealed: list[Revealed], spans: list[tuple[int, ...]]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "period_first_year": [years[0] for years in spans],
            "period_last_year": [years[-1] for years in spans],
            "factor_shape": [found.shape for found in revealed],
            "noise_scale": [found.noise[0] for found in revealed],
            "noise_exponent": [found.noise[1] for found in revealed],
        }
    )
