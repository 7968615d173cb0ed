"""How baskets of exports and imports match, resemble each other and concentrate."""

import numpy as np
import numpy.typing as npt
from scipy.spatial.distance import cdist

from warehouse.scoring.panel import Floats


def complementarity(exports: npt.ArrayLike, imports: npt.ArrayLike) -> Floats:
    """C_ij = 1 − ½ Σ_k |m_jk − x_ik|: how far what i exports is what j imports (Michaely 1996).

    Args:
        exports: (N, K), value of exports by economy and product, to all importers.
        imports: (M, K), value of imports by economy and product, from all exporters.

    Returns:
        (N, M), 0 (nothing in common) to 1 (the same shares); NaN for an economy without exports or imports.
    """
    return _overlap(_shares(exports), _shares(imports))


def export_similarity(exports: npt.ArrayLike) -> Floats:
    """S_ij = Σ_k min(x_ik, x_jk): how far two economies export the same products (Finger & Kreinin 1979).

    Args:
        exports: (N, K), value of exports by economy and product: to the world, or to one market they compete in.

    Returns:
        (N, N), symmetric, 0 to 1, published as 0 to 100; NaN for an economy without exports.
    """
    shares = _shares(exports)
    return _overlap(shares, shares)


def herfindahl(values: npt.ArrayLike, *, normalised: bool = False) -> Floats:
    """H = Σ_k s_k²: concentration over products or markets (Hirschman 1945, Herfindahl 1950).

    Args:
        values: (…, K), value by category on the last axis; NaN where a category does not apply, such as an economy as
            its own market.
        normalised: (H − 1/n) / (1 − 1/n) with n the categories that apply, so that equal shares give 0.

    Returns:
        (…), up to 1 where one category has all; NaN where the total is zero, and normalised where n is 1.
    """
    amounts = np.asarray(values, dtype=np.float64)
    applies = ~np.isnan(amounts)
    concentration: Floats = np.square(_shares(np.where(applies, amounts, 0.0))).sum(axis=-1)
    if not normalised:
        return concentration
    with np.errstate(invalid="ignore", divide="ignore"):
        even: Floats = 1.0 / applies.sum(axis=-1)
        spread: Floats = (concentration - even) / (1.0 - even)
    return spread


def _overlap(one: Floats, other: Floats) -> Floats:
    """Σ_k min(one_ik, other_jk) of two tables of shares, which is 1 − ½ Σ_k |one_ik − other_jk|."""
    overlap: Floats = 1.0 - 0.5 * cdist(one, other, "cityblock")
    return overlap


def _shares(values: npt.ArrayLike) -> Floats:
    amounts = np.asarray(values, dtype=np.float64)
    if not (np.isfinite(amounts) & (amounts >= 0)).all():
        raise ValueError("values must be numbers that are zero or more; leave out economies that do not report")
    with np.errstate(invalid="ignore"):
        shares: Floats = amounts / amounts.sum(axis=-1, keepdims=True)
    return shares
