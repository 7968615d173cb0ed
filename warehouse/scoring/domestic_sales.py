"""What economies sell at home, which trade statistics leave out and general equilibrium cannot do without."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from warehouse.scoring.panel import Floats

Basis = Literal["data", "GDP less exports", "least share of GDP", "missing"]

LEAST_SHARE = 0.1
"""A convention: economies whose exports exceed nine tenths of GDP are entrepôts, whose re-exports hide home sales."""


@dataclass(frozen=True)
class DomesticSales:
    """Domestic sales, and where each number comes from.

    Attributes:
        values: (N,), in the currency of the inputs; NaN where nothing is known.
        basis: (N,), what each value rests on.
        approximation: In words, for the reader.
    """

    values: Floats
    basis: tuple[Basis, ...]
    approximation: str


def domestic_sales(
    exports: npt.ArrayLike,
    *,
    observed: npt.ArrayLike | None = None,
    gdp: npt.ArrayLike | None = None,
    least_share: float = LEAST_SHARE,
) -> DomesticSales:
    """Take domestic sales from data, and where there are none from GDP.

    GDP is value added and exports are gross sales, so the difference understates what is sold at home where exports
    hold many imported parts. Openness, and with it the gains from trade, comes out too large there.

    Args:
        exports: (N,), to all other economies, NaN where missing.
        observed: (N,), domestic sales from data, NaN where there are none.
        gdp: (N,), in the same currency, NaN where missing.
        least_share: Where GDP less exports falls short of this share of GDP, the share is taken instead.

    Raises:
        ValueError: Negative inputs, or a share outside 0 to 1.
    """
    exported = np.asarray(exports, dtype=np.float64)
    known = _or_missing(observed, exported)
    product = _or_missing(gdp, exported)
    if (exported < 0).any() or (known < 0).any() or (product < 0).any():
        raise ValueError("exports, domestic sales or GDP are negative; set codes for missing values to NaN")
    if not 0 < least_share < 1:
        raise ValueError(f"least_share is {least_share}; give a share of GDP between 0 and 1")
    residual, least = product - exported, least_share * product
    estimated = np.maximum(residual, least)
    basis = np.select(
        [~np.isnan(known), np.isnan(estimated), residual >= least],
        ["data", "missing", "GDP less exports"],
        "least share of GDP",
    )
    return DomesticSales(
        np.where(np.isnan(known), estimated, known),
        tuple(basis.tolist()),
        f"Domestic sales are from data where loaded, else GDP less goods exports, and at least {least_share:.0%} of "
        "GDP. GDP is value added while exports are gross, so sales at home are understated.",
    )


def _or_missing(values: npt.ArrayLike | None, like: Floats) -> Floats:
    return np.full_like(like, np.nan) if values is None else np.asarray(values, dtype=np.float64)
