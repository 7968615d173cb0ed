"""What what-ifs rest on: coefficients of ties with their evidence, and the trade they start from (methods, section 6)."""

import polars as pl

from warehouse.scoring.fit import GravityFit
from warehouse.scoring.frames import Axes
from warehouse.scoring.records import record
from warehouse.scoring.scenario_estimates import adopted, fit
from warehouse.scoring.scenario_world import dense_ties

HEADER = """
description = "Coefficients that what-ifs draw from, with how well each is established, and fitted trade to start from."

[inputs]
trade = '''
select exporter, importer, year, value_usd from core.trade
where source_id = 'cow_trade' and year > (select max(year) - 15 from core.trade where source_id = 'cow_trade')
'''
ties = "select actor, partner, year, scenario_tie, tie_value, tie_status from score.scenario_tie"
coefficients = "select model_id, specification, term, estimate, bias, std_error, switching_pair_count, n_obs, evidence_badge from score.gravity_coefficient"
covariance = "select model_id, term, other_term, covariance from score.gravity_covariance"

[tables.scenario_term]
description = "Regressors that a scenario moves, one row each. Coefficients are those of gravity with ties: within pairs less their bias where at least fifty pairs switch, else between pairs. Sanctions that cut trade off, and tariffs, are fitted here, within pairs, beside treaties."
grain = ["term"]
[tables.scenario_term.columns]
term                 = "Regressor"
scenario_tie         = "What a scenario may change: rta, bit (1 in force), sanction (1: exports or imports wholly restricted), mission (its level, 0 to 1), alignment (index, 0 to 1), tariff (ad valorem, 0.05 = 5 %)"
counted_side         = "Whose act the regressor of exporter to importer counts: exporter, importer, their mean, or either (the larger)"
is_log               = "Whether the regressor is ln(1 + tie)"
is_identified        = "Whether the tie's effect is identified within pairs; scenarios on others are refused unless the reader accepts an association, and never ranked"
estimate             = "Coefficient: change of log trade with one unit of the regressor"
std_error            = "Standard error of the estimate; the convention is in meta.model_fit"
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
columns = "fit"
"""


def build(
    trade: pl.DataFrame, ties: pl.DataFrame, coefficients: pl.DataFrame, covariance: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """Fit the baseline, and put its coefficients beside those of gravity with ties."""
    axes = Axes.of(trade)
    dated = dense_ties(ties.filter(pl.col("tie_status") != "from a later year"), axes)
    found = fit(axes.dense(trade, "value_usd"), dated)
    terms = pl.concat([adopted(coefficients), found.terms]).sort("term")
    every = pl.concat([covariance, *(_covariance(name, one) for name, one in found.fits.items())])
    sample = f"{axes.years[0]}–{axes.years[-1]}, {len(axes.economies)} economies, cow_trade"
    return {
        "scenario_term": terms,
        "scenario_covariance": _between(terms, every),
        "scenario_trade": axes.long({"fitted_usd": found.trade}).filter(pl.col("fitted_usd") > 0),
        "scenario_term_fit": pl.concat(record(one, name, sample) for name, one in found.fits.items()),
    }


def _covariance(model_id: str, found: GravityFit) -> pl.DataFrame:
    count = len(found.terms)
    return pl.DataFrame(
        {
            "model_id": [model_id] * count**2,
            "term": [term for term in found.terms for _ in range(count)],
            "other_term": list(found.terms) * count,
            "covariance": found.covariance.reshape(-1),
        },
        COVARIANCE,
    )


def _between(terms: pl.DataFrame, covariance: pl.DataFrame) -> pl.DataFrame:
    """The covariances of terms that are taken from the same model."""
    chosen = terms.select("model_id", "term")
    return (
        covariance.join(chosen, on=["model_id", "term"])
        .join(chosen.rename({"term": "other_term"}), on=["model_id", "other_term"])
        .select("term", "other_term", "covariance")
        .sort("term", "other_term")
    )


COVARIANCE = {"model_id": pl.String, "term": pl.String, "other_term": pl.String, "covariance": pl.Float64}
