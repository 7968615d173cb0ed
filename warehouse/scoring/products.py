"""Ease of trade and the static export potential indicator by product (Decreux & Spies 2016, ITC).

v_ijk is what i exports to j of product k, a recency-weighted mean. The margins of v give every cell, so the (N, N, K)
cube is never held: `StaticPotential` yields it by product or by pair.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from warehouse.scoring.panel import Floats
from warehouse.scoring.recency import CELL


@dataclass(frozen=True)
class ProductTrade:
    """The margins of trade by product, in current US dollars.

    Attributes:
        totals: (N, N), v_ij over all products, exporter on axis 0; NaN on the diagonal and where nothing is known.
        exports: (N, K), v_ik over all importers.
        imports: (N, K), v_jk over all exporters.
    """

    totals: Floats
    exports: Floats
    imports: Floats

    @classmethod
    def of(cls, flows: pl.DataFrame, economies: Sequence[str], products: Sequence[str]) -> "ProductTrade":
        """Add up a table of cells.

        Args:
            flows: exporter, importer, product, value_usd. A cell without a row is zero, null is missing. A pair with
                nothing but nulls is missing; a null beside values adds nothing.
            economies: Names on the axes of exporters and importers (N).
            products: Names on the axis of products (K).

        Raises:
            ValueError: A name that is not on the axes, trade with itself, a negative or infinite value.
        """
        exporter, importer, product = _positions(flows, economies, products)
        values = flows["value_usd"].cast(pl.Float64).fill_null(np.nan).to_numpy()
        if (values < 0).any() or np.isinf(values).any():
            raise ValueError("negative or infinite trade; set codes for missing values to null")
        if (exporter == importer).any():
            raise ValueError("trade of an economy with itself; leave these rows out")
        known = ~np.isnan(values)
        amount = np.where(known, values, 0.0)

        def added_up(rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64], n_columns: int) -> Floats:
            sums = np.zeros((len(economies), n_columns))
            np.add.at(sums, (rows, columns), amount)
            return sums

        totals = added_up(exporter, importer, len(economies))
        unknown = np.zeros(totals.shape, dtype=bool)
        unknown[exporter, importer] = True
        unknown[exporter[known], importer[known]] = False
        np.fill_diagonal(unknown, True)
        return cls(
            np.where(unknown, np.nan, totals),
            added_up(exporter, product, len(products)),
            added_up(importer, product, len(products)),
        )


def _positions(
    flows: pl.DataFrame, economies: Sequence[str], products: Sequence[str]
) -> tuple[npt.NDArray[np.int64], ...]:
    positions = []
    for column, names in zip(CELL, (economies, economies, products), strict=True):
        strange = flows.filter(~pl.col(column).is_in(list(names)))[column].unique().sort().to_list()
        if strange:
            raise ValueError(f"{column} {', '.join(map(str, strange[:5]))} not among the names given; add or leave out")
        codes = {name: k for k, name in enumerate(names)}
        positions.append(flows[column].replace_strict(codes, return_dtype=pl.Int64).to_numpy())
    return tuple(positions)


def ease_of_trade(trade: ProductTrade) -> Floats:
    """Ease_ij = v_ij / Σ_k (v_ik / v_k) v_jk: trade against what supply and demand alone would give (ITC).

    Above 1, i and j trade more than the product mix of both and their sizes say.

    Returns:
        (N, N), exporter on axis 0; NaN on the diagonal, where trade is missing, and where i sells nothing that j buys.
    """
    return _ratio(trade.totals, _shares(trade.exports) @ trade.imports.T)


def ease_from_totals(totals: npt.ArrayLike) -> Floats:
    """Ease_ij = X_ij X_w / (X_i M_j): ease of trade where products are not known, equal to trade intensity.

    Args:
        totals: (N, N), exporter on axis 0, in any one unit; NaN where missing, left out of the totals. The diagonal is
            left out.

    Returns:
        (N, N); NaN on the diagonal, where trade is missing, and where X_i or M_j is zero.
    """
    trade = np.array(totals, dtype=np.float64)
    np.fill_diagonal(trade, np.nan)
    exports, imports = np.nansum(trade, axis=1), np.nansum(trade, axis=0)
    return _ratio(trade * exports.sum(), exports[:, None] * imports[None, :])


@dataclass(frozen=True)
class StaticPotential:
    """The static export potential indicator, EPI_ijk = (v_ik / v_k) · Ease_ij · v_jk · r_jk, in current US dollars.

    r_jk rescales so that Σ_i EPI_ijk = M_jk, what j imports of k. It is a reallocation of trade that exists, not a
    ceiling.

    Attributes:
        supply: (N, K), v_ik / v_k, shares of world exports of k.
        ease: (N, N), ease of trade; 0 where i sells nothing that j buys, NaN on the diagonal and where missing.
        demand: (N, K), v_jk · r_jk.
    """

    supply: Floats
    ease: Floats
    demand: Floats

    def product(self, k: int) -> Floats:
        """EPI of one product, (N, N), exporter on axis 0; NaN on the diagonal and where the pair's trade is missing."""
        return self.supply[:, k, None] * self.ease * self.demand[None, :, k]

    def pair(self, i: int, j: int) -> Floats:
        """EPI of one pair, (K,)."""
        potential: Floats = self.supply[i] * self.ease[i, j] * self.demand[j]
        return potential


def static_potential(trade: ProductTrade) -> StaticPotential:
    """The static EPI from the margins of trade (Decreux & Spies 2016), rescaled to each importer's demand."""
    supply = _shares(trade.exports)
    ease = np.where(np.isnan(trade.totals), np.nan, np.nan_to_num(ease_of_trade(trade)))
    reach = np.nan_to_num(ease).T @ supply
    return StaticPotential(supply, ease, np.nan_to_num(_ratio(trade.imports, reach)))


def unrealised(potential: npt.ArrayLike, trade: npt.ArrayLike) -> Floats:
    """EPI − min(v, EPI): the part of a potential that is not traded yet (ITC); NaN where either is missing."""
    epi, actual = np.asarray(potential, dtype=np.float64), np.asarray(trade, dtype=np.float64)
    return epi - np.minimum(actual, epi)


def product_potential(
    flows: pl.DataFrame, economies: Sequence[str], products: Sequence[str], *, at_least_usd: float = 0.0
) -> pl.DataFrame:
    """The static EPI beside trade, one row per cell with trade or with a potential.

    Args:
        flows: exporter, importer, product, value_usd, one row per cell, as `ProductTrade.of` takes it.
        economies: Names of economies (N).
        products: Names of products (K).
        at_least_usd: Cells that do not trade are left out when their potential is not above this, current US dollars.

    Returns:
        exporter, importer, product, trade_usd, potential_usd, unrealised_usd, in current US dollars. Memory grows with
        the rows returned: raise ``at_least_usd`` for thousands of products.
    """
    epi = static_potential(ProductTrade.of(flows, economies, products))
    names, traded = pl.Series(economies, dtype=pl.String), flows.partition_by("product", as_dict=True)
    empty = flows.clear()
    return pl.concat(
        _with_trade(epi.product(k), names, product, traded.get((product,), empty), at_least_usd)
        for k, product in enumerate(products)
    )


def _with_trade(epi: Floats, names: pl.Series, product: str, flows: pl.DataFrame, at_least_usd: float) -> pl.DataFrame:
    exporter, importer = np.nonzero(~np.isnan(epi))
    cells = pl.DataFrame(
        {
            "exporter": names.gather(exporter),
            "importer": names.gather(importer),
            "product": pl.repeat(product, len(exporter), eager=True),
            "potential_usd": epi[exporter, importer],
        }
    )
    known = flows.select("exporter", "importer", trade_usd=pl.col("value_usd").cast(pl.Float64), is_listed=True)
    trade = pl.when("is_listed").then("trade_usd").otherwise(0.0)
    return (
        cells.join(known, on=("exporter", "importer"), how="left")
        .with_columns(trade_usd=trade)
        .filter((pl.col("potential_usd") > at_least_usd) | (pl.col("trade_usd") > 0))
        .select(*CELL, "trade_usd", "potential_usd", unrealised_usd=_excess("potential_usd", "trade_usd"))
    )


def _excess(potential: str, trade: str) -> pl.Expr:
    """`unrealised` on columns: null, not zero, where trade is missing."""
    return (pl.col(potential) - pl.col(trade)).clip(lower_bound=0)


def _shares(exports: Floats) -> Floats:
    return np.nan_to_num(_ratio(exports, exports.sum(axis=0)))


def _ratio(numerator: Floats, denominator: Floats) -> Floats:
    """Division that gives NaN where the denominator is zero."""
    quotient = np.full(np.broadcast(numerator, denominator).shape, np.nan)
    np.divide(numerator, denominator, out=quotient, where=denominator != 0)
    return quotient
