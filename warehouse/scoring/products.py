"""Ease of trade and the static export potential indicator by product (Decreux & Spies 2016, ITC).

v_ijk is what i exports to j of product k, a recency-weighted mean. The margins of v give every cell, so the (N, N, K)
cube is never held: `StaticPotential` yields it by product or by pair.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from warehouse.scoring.panel import Floats
from warehouse.scoring.recency import CELL

Positions = npt.NDArray[np.int64]


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
            flows: exporter, importer, product, value_usd, one row per cell. A cell without a row is zero, null is
                missing. A pair with nothing but nulls is missing; a null beside values adds nothing.
            economies: Names on the axes of exporters and importers (N).
            products: Names on the axis of products (K).

        Raises:
            ValueError: A name that is not on the axes, trade with itself, two rows for a cell, a negative or infinite
                value; the message names the remedy.
        """
        cells = _read(flows, economies, products)
        n, k = len(economies), len(products)
        known = ~np.isnan(cells.values)
        unknown = np.eye(n, dtype=bool)
        unknown[cells.exporter, cells.importer] = True
        unknown[cells.exporter[known], cells.importer[known]] = False
        return cls(
            np.where(unknown, np.nan, cells.added_up(cells.exporter, cells.importer, (n, n))),
            cells.added_up(cells.exporter, cells.product, (n, k)),
            cells.added_up(cells.importer, cells.product, (n, k)),
        )


@dataclass(frozen=True)
class _Cells:
    """Positions and values of a table's rows, (R,) each; NaN where missing."""

    exporter: Positions
    importer: Positions
    product: Positions
    values: Floats

    def added_up(self, rows: Positions, columns: Positions, shape: tuple[int, int]) -> Floats:
        sums = np.zeros(shape)
        np.add.at(sums, (rows, columns), np.nan_to_num(self.values))
        return sums


def _read(flows: pl.DataFrame, economies: Sequence[str], products: Sequence[str]) -> _Cells:
    values = flows["value_usd"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    if (values < 0).any() or np.isinf(values).any():
        raise ValueError("negative or infinite trade; set codes for missing values to null")
    if (flows["exporter"] == flows["importer"]).any():
        raise ValueError("trade of an economy with itself; leave these rows out")
    if flows.select(CELL).is_duplicated().any():
        raise ValueError("two rows for one exporter, importer and product; add them up or drop one source first")
    return _Cells(
        exporter=_positions(flows["exporter"], economies),
        importer=_positions(flows["importer"], economies),
        product=_positions(flows["product"], products),
        values=values,
    )


def _positions(column: pl.Series, names: Sequence[str]) -> Positions:
    strange = column.filter(~column.is_in(list(names))).unique().sort().to_list()
    if strange:
        raise ValueError(
            f"{column.name} {', '.join(map(str, strange[:5]))} not among the names given; add or leave out"
        )
    codes = {name: position for position, name in enumerate(names)}
    return column.replace_strict(codes, return_dtype=pl.Int64).to_numpy()


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
    names = pl.Series(economies)
    return pl.concat(
        _table(epi.product(k), trade, names, at_least_usd).insert_column(2, pl.lit(products[k]).alias("product"))
        for k, trade in _trade_by_product(flows, economies, products)
    )


def _trade_by_product(
    flows: pl.DataFrame, economies: Sequence[str], products: Sequence[str]
) -> Iterator[tuple[int, Floats]]:
    """Position and trade (N, N) of each product in turn, NaN where missing."""
    cells = _read(flows, economies, products)
    order = np.argsort(cells.product, kind="stable")
    ends = np.searchsorted(cells.product[order], np.arange(len(products)), side="right")
    for k, rows in enumerate(np.split(order, ends[:-1])):
        trade = np.zeros((len(economies), len(economies)))
        trade[cells.exporter[rows], cells.importer[rows]] = cells.values[rows]
        yield k, trade


def _table(epi: Floats, trade: Floats, names: pl.Series, at_least_usd: float) -> pl.DataFrame:
    exporter, importer = np.nonzero((epi > at_least_usd) | (~np.isnan(epi) & (trade > 0)))
    potential, actual = epi[exporter, importer], trade[exporter, importer]
    return pl.DataFrame(
        {
            "exporter": names.gather(exporter),
            "importer": names.gather(importer),
            "trade_usd": pl.Series(actual).fill_nan(None),
            "potential_usd": potential,
            "unrealised_usd": pl.Series(unrealised(potential, actual)).fill_nan(None),
        }
    )


def _shares(exports: Floats) -> Floats:
    return np.nan_to_num(_ratio(exports, exports.sum(axis=0)))


def _ratio(numerator: Floats, denominator: Floats) -> Floats:
    """Division that gives NaN where the denominator is zero."""
    quotient = np.full(np.broadcast(numerator, denominator).shape, np.nan)
    np.divide(numerator, denominator, out=quotient, where=denominator != 0)
    return quotient
