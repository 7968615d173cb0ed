"""Gravity by product group, and the potential that product mix and geography give together."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from warehouse.scoring.gravity import GravityFit, fit_ppml
from warehouse.scoring.panel import Floats, ImpossiblePanelError


def sector_gravity(
    trade: Mapping[str, npt.ArrayLike], regressors: Mapping[str, npt.ArrayLike]
) -> dict[str, GravityFit]:
    """Gravity estimated for each product group on its own (trade separability: Anderson & van Wincoop 2004).

    Exporter-year and importer-year effects are those of the group, so `GravityFit.predict` reallocates what i sells and
    j buys of it.

    Args:
        trade: Product group → (T, N, N), value of trade, exporter on axis 1, NaN where missing.
        regressors: Name → (T, N, N) or (N, N).

    Raises:
        ImpossiblePanelError: A group that cannot be estimated; the message names it and the remedy.
    """
    return {product: _fit(product, values, regressors) for product, values in trade.items()}


def _fit(product: str, trade: npt.ArrayLike, regressors: Mapping[str, npt.ArrayLike]) -> GravityFit:
    try:
        return fit_ppml(trade, regressors)
    except ImpossiblePanelError as problem:
        raise ImpossiblePanelError(f"{product}: {problem}") from problem


def combined_potential(epi: npt.ArrayLike, gravity: npt.ArrayLike, *, weight: float = 0.5) -> Floats:
    """Static EPI and sector gravity together: EPI^w · gravity^(1 − w), rescaled by importer.

    EPI knows the supply of i, the demand of j and how well the pair trades in all products; gravity knows geography. On
    UNCTAD's ten sections, 1995 to 2015, the mean of logs predicts growth of shares better than EPI alone, and better
    than gravity alone when growth starts from the year of the score; weights fitted on growth did no better than one
    half. Rescaling leaves the order within an importer as it is. A pair that does not trade at all has an ease and so
    an EPI of zero: use gravity there.

    Args:
        epi: (…, N, N), static EPI of one product group, exporter on the last axis but one.
        gravity: (…, N, N), fitted value of its sector gravity, in the same unit.
        weight: w, between 0 and 1.

    Returns:
        (…, N, N); over the cells where both are known it adds up for each importer to what EPI does. NaN elsewhere, 0
        where one of the two is 0.
    """
    first, second = np.asarray(epi, dtype=np.float64), np.asarray(gravity, dtype=np.float64)
    mean: Floats = first**weight * second ** (1 - weight)
    whole = np.nansum(np.where(np.isnan(mean), 0.0, first), axis=-2, keepdims=True)
    part = np.nansum(mean, axis=-2, keepdims=True)
    scale: Floats = np.divide(whole, part, out=np.zeros_like(whole), where=part > 0)
    return mean * scale
