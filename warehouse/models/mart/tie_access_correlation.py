"""Do ties go with market access? Rank correlations of every tie with every measure of access (methods, section 2)."""

import numpy as np
import polars as pl

from warehouse.scoring.correlation import Correlation
from warehouse.scoring.correlation_table import Compared, Measures, compare_all, scopes
from warehouse.scoring.frames import Axes, Floats
from warehouse.scoring.gravity_data import AGREEMENTS, DIMENSIONS, GEOGRAPHY, LATER, GravityData, periods
from warehouse.scoring.panel import Booleans

HEADER = """
description = "Do ties go with market access? Spearman's rank correlation of each tie dimension with each measure of access, over pairs: raw; partial, given distance, border, language, colonial past and both gross domestic products; given exporter and importer effects instead of the latter; and within pairs over time. Between pairs, values are means over the years of the period in which tie, access and trade are known. Intervals (90 %) from 300 draws of weights of economies, with ranks and residuals held fixed. Nothing here is an effect."
grain = ["dimension", "tie_timing", "access_measure", "period_first_year", "period_last_year", "exporter_group", "with_zero_flows"]

[inputs]
panel = '''
select
    exporter, importer, year, trade_usd, ln_distance, contiguous, common_language, colony, rta, representation, alignment, security,
    institutions, mobility, events, coercion, representation_later, mobility_later
from score.gravity_panel
'''
access = '''
select exporter, importer, year, trade_intensity, model_access, policy_access_index, revealed_access from score.market_access
'''
size = "select economy, year, ln(gdp_usd) as ln_gdp from core.economy_year where gdp_usd > 0"
region = "select economy, region from ref.economy where region is not null"
term = "select term from score.gravity_coefficient where model_id = 'g1'"

[columns]
dimension            = "One of the eight dimensions of closeness: representation, alignment, …"
tie_timing           = "as known then; or from a later year: the tie of a later year set beside earlier access, which looks ahead"
access_measure       = "ease of trade, model access, policy access or revealed pair access: see score.market_access"
period_first_year    = "First year of the period"
period_last_year     = "Last year of the period"
exporter_group       = "Exporters compared: all, or those of a World Bank region"
with_zero_flows      = "Whether pairs and years without trade count"
compared_pair_count  = "Directed pairs compared"
raw_rho              = "Spearman's rank correlation"
raw_rho_low          = "Lower end of the 90 % interval of raw_rho"
raw_rho_high         = "Upper end of the 90 % interval of raw_rho"
partial_rho          = "Partial rank correlation given distance, border, language, colonial past and both gross domestic products"
partial_rho_low      = "Lower end of the 90 % interval of partial_rho"
partial_rho_high     = "Upper end of the 90 % interval of partial_rho"
partial_effects_rho  = "Partial rank correlation given distance, border, language, colonial past, and effects of each exporter and each importer"
partial_effects_rho_low  = "Lower end of the 90 % interval of partial_effects_rho"
partial_effects_rho_high = "Upper end of the 90 % interval of partial_effects_rho"
within_rho           = "Rank correlation within pairs over the years of the period: ranks less means of pair and year"
within_rho_low       = "Lower end of the 90 % interval of within_rho"
within_rho_high      = "Upper end of the 90 % interval of within_rho"
empty_reason         = "Why there is no correlation; null where there is one"
within_empty_reason  = "Why there is none within pairs, where there is one between them"
"""
DRAWS, SEED = 300, 7
MEASURES = {
    "trade_intensity": "ease of trade",
    "model_access": "model access",
    "policy_access_index": "policy access",
    "revealed_access": "revealed pair access",
}
IN_POLICY = ("treaties", "coercion", "mobility")


def build(
    panel: pl.DataFrame, access: pl.DataFrame, size: pl.DataFrame, region: pl.DataFrame, term: pl.DataFrame
) -> pl.DataFrame:
    """Correlate."""
    data = GravityData.of(panel)
    measured = GravityData.of(access.with_columns(trade_usd=pl.lit(None, pl.Float64)))
    assert measured.axes == data.axes
    ties = {"treaties": data.variables["rta"]} | data.chosen((*DIMENSIONS, *LATER.values()))
    ln_gdp = _by_year(size, data.axes)
    controls = data.chosen(GEOGRAPHY) | {
        "exporter": np.broadcast_to(ln_gdp[:, :, None], data.trade.shape),
        "importer": np.broadcast_to(ln_gdp[:, None, :], data.trade.shape),
    }
    measures = Measures(
        trade=data.trade,
        ties=ties,
        access={MEASURES[name]: values for name, values in measured.variables.items()},
        controls=controls,
        pair_controls=len(GEOGRAPHY),
        constant=frozenset({"revealed pair access"}),
        entangled=_entangled(set(term["term"])),
    )
    years, spans = data.axes.years, periods(data.axes.years)
    chosen = scopes(years, spans, _regions(region, data.axes), len(data.axes.economies))
    return pl.DataFrame([_row(one) for one in compare_all(measures, chosen, DRAWS, SEED)], infer_schema_length=None)


def _by_year(size: pl.DataFrame, axes: Axes) -> Floats:
    """(T, N), NaN where not known."""
    wide = np.full((len(axes.years), len(axes.economies)), np.nan)
    place = {name: k for k, name in enumerate(axes.economies)}
    row = {year: t for t, year in enumerate(axes.years)}
    for economy, year, value in size.select("economy", "year", "ln_gdp").iter_rows():
        if economy in place and year in row:
            wide[row[year], place[economy]] = value
    return wide


def _regions(region: pl.DataFrame, axes: Axes) -> dict[str, Booleans]:
    of = dict(region.iter_rows())
    names = sorted({of[economy] for economy in axes.economies if economy in of})
    return {name: np.array([of.get(economy) == name for economy in axes.economies]) for name in names}


def _entangled(terms: set[str]) -> dict[tuple[str, str], str]:
    """Ties that a measure contains or was fitted with."""
    fitted = {name for name in DIMENSIONS if name in terms} | ({"treaties"} if terms & set(AGREEMENTS) else set())
    return (
        {(name, "model access"): "model access was fitted with this tie" for name in fitted}
        | {(name, "policy access"): "policy access contains this tie" for name in IN_POLICY}
        | {("treaties", "revealed pair access"): "revealed pair access was fitted with trade agreements"}
    )


def _row(one: Compared) -> dict[str, object]:
    found = {"raw": one.raw, "partial": one.partial, "partial_effects": one.partial_effects, "within": one.within}
    return {
        "dimension": one.tie.removesuffix("_later"),
        "tie_timing": "from a later year" if one.tie.endswith("_later") else "as known then",
        "access_measure": one.access,
        "period_first_year": one.scope.period[0],
        "period_last_year": one.scope.period[1],
        "exporter_group": one.scope.region,
        "with_zero_flows": one.scope.with_zeros,
        "compared_pair_count": one.pairs,
        **{column: value for name, rho in found.items() for column, value in _columns(name, rho).items()},
        "empty_reason": one.reason,
        "within_empty_reason": one.reason_within,
    }


def _columns(name: str, rho: Correlation) -> dict[str, float | None]:
    bounds = {"": rho.value, "_low": rho.low, "_high": rho.high}
    return {f"{name}_rho{end}": None if np.isnan(value) else value for end, value in bounds.items()}
