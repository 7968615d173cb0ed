"""Comparative advantage, product space, complexity and concentration of what economies trade (methods, section 4)."""

from collections.abc import Callable

import numpy as np
import polars as pl

from warehouse.scoring.complexity import (
    Complexity,
    IndeterminateComplexityError,
    comparative_advantage,
    complexity,
    continuous_presence,
    density,
    presence,
    proximity,
)
from warehouse.scoring.concentration import herfindahl
from warehouse.scoring.panel import Floats
from warehouse.scoring.schemas import schema, shaped

HEADER = """
description = "Baskets of economies in the latest year of the product source: sections of SITC, or headings of HS where a source has them."

[inputs]
basket = '''
with latest as (select source_id, max(year) as year from core.trade_group group by source_id),
traded as (
    select t.exporter, t.importer, t.year, t.value_usd,
        case when t.nomenclature = 'SITC3' then t.product_code else substring(t.product_code, 1, 4) end as product_code
    from core.trade_product as t inner join latest as l on t.source_id = l.source_id and t.year = l.year
)
select economy, year, product_code, sum(exports_usd) as exports_usd, sum(imports_usd) as imports_usd
from (
    select exporter as economy, year, product_code, value_usd as exports_usd, 0 as imports_usd from traded
    union all
    select importer, year, product_code, 0, value_usd from traded
) as sides
group by economy, year, product_code
'''
market = '''
select exporter as economy, importer as partner, sum(value_usd) as value_usd
from core.trade_group
where year = (select max(year) from core.trade_group)
group by exporter, importer
'''

[tables.economy_product]
description = "What an economy exports and imports of a product, and how close the product is to what it exports already."
grain = ["economy", "product_code"]
[tables.economy_product.columns]
economy                  = "Economy, ISO 3166-1 alpha-3 (3166-3 for vanished states)"
product_code             = "Code of the product in its nomenclature"
year                     = "Calendar year"
exports_usd              = "Exports of the product to all partners, current US dollars"
imports_usd              = "Imports of the product from all partners, current US dollars"
comparative_advantage    = "Revealed comparative advantage (Balassa 1965): the product's share in the economy's exports over its share in the world's; null for an economy without exports"
product_density_index    = "Density (Hidalgo et al. 2007): how much of the product's neighbourhood the economy exports with advantage, 0 to 1"
product_complexity_index = "Product complexity (Hidalgo & Hausmann 2009), mean 0, standard deviation 1 within the year; null where it is not determined"
is_complexity_meaningful = "Whether there are products enough (a hundred) for densities and complexities to mean what their names say; sections alone do not"

[tables.economy_basket]
description = "How complex and how concentrated an economy's exports are."
grain = ["economy"]
[tables.economy_basket.columns]
economy                       = "Economy, ISO 3166-1 alpha-3 (3166-3 for vanished states)"
year                          = "Calendar year"
product_count                 = "Products told apart"
advantage_count               = "Products the economy exports with revealed comparative advantage of one or more"
economic_complexity_index     = "Economic complexity (Hidalgo & Hausmann 2009), mean 0, standard deviation 1 within the year; levels do not compare across years; null where it is not determined"
continuous_complexity_index   = "Economic complexity from RCA / (1 + RCA) instead of yes or no (Atlas of Economic Complexity); null where it is not determined"
is_complexity_meaningful      = "Whether there are products enough (a hundred) for densities and complexities to mean what their names say; sections alone do not"
product_concentration_index   = "Herfindahl-Hirschman index of exports over products, normalised: 0 even, 1 a single product"
market_concentration_index    = "Herfindahl-Hirschman index of exports over partners, normalised: 0 even, 1 a single partner"
"""
MEANINGFUL_FROM = 100
TABLES = {
    "economy_product": schema(
        text="economy product_code",
        number="exports_usd imports_usd comparative_advantage product_density_index product_complexity_index",
        count="year",
        truth="is_complexity_meaningful",
    ),
    "economy_basket": schema(
        text="economy",
        number="economic_complexity_index continuous_complexity_index product_concentration_index"
        " market_concentration_index",
        count="year product_count advantage_count",
        truth="is_complexity_meaningful",
    ),
}


def build(basket: pl.DataFrame, market: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Measure every basket; without product data both tables are empty."""
    if basket.is_empty():
        return shaped({}, TABLES)
    economies, products = (basket[name].unique().sort() for name in ("economy", "product_code"))
    exports = _dense(basket, economies, products, "exports_usd")
    imports = _dense(basket, economies, products, "imports_usd")
    advantage = comparative_advantage(exports)
    present = presence(advantage)
    binary, continuous = (_complexity(make, advantage) for make in (presence, continuous_presence))
    about = {"year": basket["year"][0], "is_complexity_meaningful": len(products) >= MEANINGFUL_FROM}
    by_product = {
        "exports_usd": exports,
        "imports_usd": imports,
        "comparative_advantage": advantage,
        "product_density_index": density(present, proximity(present)),
        "product_complexity_index": np.broadcast_to(binary.products, exports.shape),
    }
    by_economy = {
        "product_count": np.full(len(economies), len(products)),
        "advantage_count": present.sum(axis=1),
        "economic_complexity_index": binary.economies,
        "continuous_complexity_index": continuous.economies,
        "product_concentration_index": herfindahl(exports, normalised=True),
        "market_concentration_index": _over_markets(market, economies),
    }
    tables = {
        "economy_product": _table(_grid(economies, products), by_product, about),
        "economy_basket": _table({"economy": economies}, by_economy, about),
    }
    return shaped(tables, TABLES)


def _dense(rows: pl.DataFrame, economies: pl.Series, products: pl.Series, value: str) -> Floats:
    """(N, K), 0 where there is no row."""
    dense = np.zeros((len(economies), len(products)))
    row, column = economies.search_sorted(rows["economy"]), products.search_sorted(rows["product_code"])
    dense[row.to_numpy(), column.to_numpy()] = rows[value].fill_null(0).to_numpy()
    return dense


def _complexity(make: Callable[[Floats], Floats], advantage: Floats) -> Complexity:
    try:
        return complexity(make(advantage))
    except IndeterminateComplexityError:
        economies, products = (np.full(length, np.nan) for length in advantage.shape)
        return Complexity(economies, products, np.nan)


def _over_markets(market: pl.DataFrame, economies: pl.Series) -> Floats:
    known = market.filter(pl.col("economy").is_in(economies.implode()) & pl.col("partner").is_in(economies.implode()))
    sales = _dense(known.rename({"partner": "product_code"}), economies, economies, "value_usd")
    np.fill_diagonal(sales, np.nan)
    return herfindahl(sales, normalised=True)


def _grid(economies: pl.Series, products: pl.Series) -> dict[str, pl.Series]:
    row, column = np.indices((len(economies), len(products))).reshape(2, -1)
    return {"economy": economies.gather(row), "product_code": products.gather(column)}


def _table(keys: dict[str, pl.Series], numbers: dict[str, Floats], about: dict[str, int | bool]) -> pl.DataFrame:
    columns = keys | {column: pl.Series(array.reshape(-1)) for column, array in numbers.items()}
    frame = pl.DataFrame(columns).with_columns(pl.lit(value).alias(column) for column, value in about.items())
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None))
