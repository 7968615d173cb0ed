"""Potential by product group: product mix and geography together (methods, section 4)."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from warehouse.scoring.concentration import complementarity, export_similarity
from warehouse.scoring.fit import GravityFit
from warehouse.scoring.frames import Axes, standard_gravity
from warehouse.scoring.gravity import fit_ppml
from warehouse.scoring.panel import Floats, ImpossiblePanelError
from warehouse.scoring.products import ProductTrade, ease_of_trade, static_potential
from warehouse.scoring.recency import recency_mean
from warehouse.scoring.records import coefficients, record
from warehouse.scoring.schemas import COEFFICIENT, FIT, schema, shaped
from warehouse.scoring.sectors import combined_potential

HEADER = """
description = "Potentials by product group from the static export potential indicator and a gravity model of each group on geography and trade agreements; ties stay out."

[inputs]
trade = "select exporter, importer, year, product_code, nomenclature, source_id, value_usd from core.trade_group"
gravity = "select exporter, importer, distance_km, contiguous, common_language, colony from core.gravity"
rta = '''
select exporter, importer, 1.0 as in_force from core.rta
where year = (select max(year) from core.trade_group)
'''

[tables.product_potential]
description = "What a pair trades of a product group, and what product mix and geography say it would: a reallocation of what the exporter sells and the importer buys, not a ceiling. Cells without trade and with a potential below a hundred thousand dollars are left out."
grain = ["exporter", "importer", "product_code"]
[tables.product_potential.columns]
exporter              = "Exporting economy, ISO 3166-1 alpha-3"
importer              = "Importing economy, ISO 3166-1 alpha-3"
product_code          = "Code of the product in its nomenclature"
nomenclature          = "Classification of products: SITC3 (sections of the Standard International Trade Classification, Revision 3) or an edition of the Harmonized System, such as HS1992"
year                  = "Calendar year"
product_trade_usd     = "Trade of the product group, mean over five calendar years with weights 5, 4, 3, 2, 1 from the year backwards, over those the source holds, current US dollars"
static_potential_usd  = "Static export potential indicator (Decreux & Spies 2016): supply share times ease of trade times demand, current US dollars; 0 where the pair trades nothing at all"
gravity_potential_usd = "Fitted value of the product group's gravity on geography and trade agreements, current US dollars; null where a regressor is missing"
product_potential_usd = "Potential of the product group: where the pair trades it the geometric mean of static and gravity potential, rescaled by importer; where it does not, the gravity potential alone; current US dollars"
potential_basis       = "product mix and geography, geography (the pair does not trade the group) or product mix (geography is missing)"
source_id             = "Source the number comes from; see meta.source"

[tables.product_pair]
description = "How the exporter's basket fits what the importer buys, over product groups."
grain = ["exporter", "importer"]
[tables.product_pair.columns]
exporter                = "Exporting economy, ISO 3166-1 alpha-3"
importer                = "Importing economy, ISO 3166-1 alpha-3"
year                    = "Calendar year"
ease_of_trade_ratio     = "Ease of trade: the pair's trade over what supply and demand by product group alone would give (ITC); null where it is missing or the exporter sells nothing that the importer buys"
complementarity_index   = "Trade complementarity (Michaely 1996): how far the importer buys what the exporter sells, 0 to 1"
export_similarity_index = "Export similarity (Finger & Kreinin 1979): how far the two export the same product groups, 0 to 1"
product_group_count     = "Product groups the indices are made of; few groups make baskets look alike"

[tables.product_coefficient]
description = "Coefficients of the gravity models by product group."
grain = ["model_id", "term"]
[tables.product_coefficient.columns]
model_id  = "Fitted model; see meta.model_fit"
term      = "Regressor"
estimate  = "Coefficient: change of log trade with one unit of the regressor"
std_error = "Standard error of the estimate; the convention is in meta.model_fit"
n_obs     = "Cells (exporter, importer, year) estimated on"

[tables.product_fit]
description = "How the fits by product group went."
grain = ["model_id"]
columns = "fit"
"""
SHOWN_FROM_USD = 1e5
TABLES = {
    "product_potential": schema(
        text="exporter importer product_code nomenclature potential_basis source_id",
        number="product_trade_usd static_potential_usd gravity_potential_usd product_potential_usd",
        count="year",
    ),
    "product_pair": schema(
        text="exporter importer",
        number="ease_of_trade_ratio complementarity_index export_similarity_index",
        count="year product_group_count",
    ),
    "product_coefficient": COEFFICIENT,
    "product_fit": FIT,
}


def build(trade: pl.DataFrame, gravity: pl.DataFrame, rta: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Estimate every product group; without product data every table is empty."""
    if trade.is_empty():
        return shaped({}, TABLES)
    latest = int(trade["year"].max())  # type: ignore[arg-type]
    about = {"nomenclature": trade["nomenclature"][0], "year": latest, "source_id": trade["source_id"][0]}
    mean = recency_mean(trade.rename({"product_code": "product"}), latest)
    axes = Axes.of(mean.with_columns(year=latest))
    products = mean["product"].unique().sort().to_list()
    margins = ProductTrade.of(mean, axes.economies, products)
    static, regressors = static_potential(margins), _geography(gravity, rta, axes)
    cells: list[pl.DataFrame] = []
    fits: dict[str, GravityFit] = {}
    for product, values in _by_product(mean, axes, products):
        fit = _fit(values, regressors)
        predicted = np.full(values.shape, np.nan) if fit is None else fit.predict(regressors)[0]
        cells.append(
            _cells(values, static.product(products.index(product)), predicted, axes).with_columns(
                product_code=pl.lit(product)
            )
        )
        fits |= {} if fit is None else {f"product_{about['nomenclature']}_{product}": fit}
    sample = f"{latest} and up to four years before, {about['source_id']}"
    tables = {
        "product_potential": pl.concat(cells).with_columns(pl.lit(value).alias(name) for name, value in about.items()),
        "product_pair": _pairs(margins, axes, latest),
    }
    return shaped(tables | _fitted(fits, sample), TABLES)


def _geography(gravity: pl.DataFrame, rta: pl.DataFrame, axes: Axes) -> dict[str, Floats]:
    known = gravity.with_columns(pl.col("distance_km").replace(0.0, None))  # both halves of a divided capital
    agreements = np.nan_to_num(axes.dense(rta, "in_force"))  # a pair that is not listed has none
    return standard_gravity(known, axes) | {"rta": agreements}


def _by_product(mean: pl.DataFrame, axes: Axes, products: list[str]) -> Iterator[tuple[str, Floats]]:
    """Each product group with its trade (N, N): a cell without a row is zero, a null and the diagonal are missing."""
    for product in products:
        rows = mean.filter(pl.col("product") == product)
        listed = axes.dense(rows.select("exporter", "importer", listed=1.0), "listed")
        values = np.where(
            np.isnan(listed), 0.0, axes.dense(rows.select("exporter", "importer", "value_usd"), "value_usd")
        )
        np.fill_diagonal(values, np.nan)
        yield product, values


def _fit(values: Floats, regressors: dict[str, Floats]) -> GravityFit | None:
    try:
        return fit_ppml(values[None], regressors)
    except ImpossiblePanelError:
        return None  # too few economies trade the group: product mix alone remains


def _cells(values: Floats, epi: Floats, predicted: Floats, axes: Axes) -> pl.DataFrame:
    """One product group's rows, from its trade, static and gravity potential, (N, N) each."""
    both = combined_potential(epi, predicted)
    known, trades = np.isfinite(predicted), values > 0
    potential = np.where(known, np.where(trades & np.isfinite(both), both, predicted), epi)
    basis = np.where(known, np.where(trades, "product mix and geography", "geography"), "product mix")
    exporter, importer = np.nonzero(trades | (potential >= SHOWN_FROM_USD))
    names = pl.Series(axes.economies)
    numbers = {
        "product_trade_usd": values,
        "static_potential_usd": epi,
        "gravity_potential_usd": predicted,
        "product_potential_usd": potential,
    }
    return pl.DataFrame(
        {"exporter": names.gather(exporter), "importer": names.gather(importer)}
        | {name: pl.Series(array[exporter, importer]).fill_nan(None) for name, array in numbers.items()}
        | {"potential_basis": basis[exporter, importer]}
    )


def _pairs(margins: ProductTrade, axes: Axes, year: int) -> pl.DataFrame:
    away = Axes((year,), axes.economies)
    arrays = {
        "ease_of_trade_ratio": ease_of_trade(margins),
        "complementarity_index": complementarity(margins.exports, margins.imports),
        "export_similarity_index": export_similarity(margins.exports),
    }
    pairs = away.long({name: array[None] for name, array in arrays.items()})
    return pairs.with_columns(product_group_count=pl.lit(margins.exports.shape[1], pl.Int64))


def _fitted(fits: dict[str, GravityFit], sample: str) -> dict[str, pl.DataFrame]:
    if not fits:
        return {}
    return {
        "product_coefficient": pl.concat(coefficients(fit, model_id) for model_id, fit in fits.items()),
        "product_fit": pl.concat(record(fit, model_id, sample) for model_id, fit in fits.items()),
    }
