"""The menu of next ties: what each missing one would bring (methods, section 6)."""

import tomllib

import polars as pl

from warehouse.scoring.elasticity import SIGMA_RANGE
from warehouse.scoring.scenario_menu import menu
from warehouse.scoring.scenario_world import Tables, world_of

HEADER = """
description = "What one tie more would bring: each missing trade agreement, investment treaty and embassy of the 500 pairs with the largest untapped trade and of each exporter's ten largest, in the latest year with trade."

[inputs]
trade = "select exporter, importer, year, fitted_usd from score.scenario_trade where year = (select max(year) from score.scenario_trade)"
sizes = "select economy, gdp_usd from core.economy_year where year = (select max(year) from score.scenario_trade)"
ties = "select actor, partner, year, scenario_tie, tie_value from score.scenario_tie where year = (select max(year) from score.scenario_trade)"
terms = "select term, scenario_tie, counted_side, is_log, is_identified, estimate, evidence_badge from score.scenario_term"
covariance = "select term, other_term, covariance from score.scenario_covariance"
gaps = '''
select exporter, importer from (
    select
        exporter, importer, row_number() over (order by untapped_usd desc, exporter, importer) as rank_world,
        row_number() over (partition by exporter order by untapped_usd desc, importer) as rank_exporter
    from score.gap
    where untapped_usd > 0
) as ranked
where rank_world <= 500 or rank_exporter <= 10
'''

[tables.scenario_effect]
description = "What one tie more would bring its exporter. Direct effects have their interval in closed form. General equilibrium is solved where the tie is identified within pairs and that interval lies above zero; its intervals are those of draws of coefficient and elasticity on a quadratic surface through nine solutions."
grain = ["exporter", "importer", "scenario_tie"]
[tables.scenario_effect.columns]
exporter       = "Exporting economy, ISO 3166-1 alpha-3"
importer       = "Importing economy, ISO 3166-1 alpha-3"
year           = "Calendar year"
scenario_tie   = "What a scenario may change: rta, bit (1 in force), sanction (1: exports or imports wholly restricted), mission (its level, 0 to 1), alignment (index, 0 to 1), tariff (ad valorem, 0.05 = 5 %)"
scenario_line  = "The scenario as one line, as in the address of the what-if page: the pair signs, or the exporter opens an embassy"
evidence_badge = "How well the tie's effect is established: no evidence, association, within-pair or timing holds"
is_identified  = "Whether the tie's effect is identified within pairs; scenarios on others are refused unless the reader accepts an association, and never ranked"
fitted_usd     = "Fitted trade, current US dollars"
direct_pct     = "Direct effect of the tie on the pair's trade, everything else unchanged, per cent"
direct_low_pct = "Lower end of the 90 % interval of direct_pct"
direct_high_pct = "Upper end of the 90 % interval of direct_pct"
direct_gain_usd = "fitted_usd times the direct effect, current US dollars"
direct_gain_low_usd  = "Lower end of the 90 % interval of direct_gain_usd"
direct_gain_high_usd = "Upper end of the 90 % interval of direct_gain_usd"
full_pct       = "Change of the pair's trade in general equilibrium, in units of the reference economy's price index, per cent; null where not solved"
full_low_pct   = "Lower end of the 90 % interval of full_pct, over draws of coefficient and elasticity; null where not solved"
full_high_pct  = "Upper end of the 90 % interval of full_pct; null where not solved"
full_exports_gain_usd      = "Change of the exporter's total exports in general equilibrium, in units of the reference economy's price index, current US dollars; null where not solved"
full_exports_gain_low_usd  = "Lower end of the 90 % interval of full_exports_gain_usd, over draws of coefficient and elasticity; null where not solved"
full_exports_gain_high_usd = "Upper end of the 90 % interval of full_exports_gain_usd; null where not solved"
full_real_gdp_pct      = "Change of the exporter's real GDP in general equilibrium, per cent; null where not solved"
full_real_gdp_low_pct  = "Lower end of the 90 % interval of full_real_gdp_pct, over draws of coefficient and elasticity; null where not solved"
full_real_gdp_high_pct = "Upper end of the 90 % interval of full_real_gdp_pct; null where not solved"
draw_count     = "Draws of coefficient and elasticity; null where general equilibrium is not solved"
sigma          = "Elasticity of substitution at the estimate; null where general equilibrium is not solved"
sigma_low      = "Lower end of the range that the elasticity is drawn from"
sigma_high     = "Upper end of the range that the elasticity is drawn from"
reference      = "Economy whose price index is the unit of account; null where general equilibrium is not solved"
"""
TEXT = {"exporter", "importer", "scenario_tie", "scenario_line", "evidence_badge", "reference"}
INTEGERS = {"year", "draw_count"}


def build(
    *,
    trade: pl.DataFrame,
    sizes: pl.DataFrame,
    ties: pl.DataFrame,
    terms: pl.DataFrame,
    covariance: pl.DataFrame,
    gaps: pl.DataFrame,
) -> pl.DataFrame:
    """Answer every scenario of the menu."""
    nobody = pl.DataFrame(schema={"bloc_name": pl.String, "economy": pl.String})
    world = world_of(trade["year"][0], Tables(trade, sizes, ties, terms, covariance, nobody))
    answers = pl.DataFrame(menu(world, gaps.iter_rows()), schema=SCHEMA, orient="row").fill_nan(None)
    return answers.with_columns(sigma_low=pl.lit(SIGMA_RANGE[0]), sigma_high=pl.lit(SIGMA_RANGE[1])).sort(
        "exporter", "importer", "scenario_tie"
    )


def _type(column: str) -> pl.DataType:
    if column in TEXT:
        return pl.String()
    if column == "is_identified":
        return pl.Boolean()
    return pl.Int32() if column in INTEGERS else pl.Float64()


SCHEMA = {name: _type(name) for name in tomllib.loads(HEADER)["tables"]["scenario_effect"]["columns"]}
