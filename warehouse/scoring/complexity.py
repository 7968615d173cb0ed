"""Comparative advantage, the product space and economic complexity, from exports by economy and product (N, K)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from warehouse.scoring.panel import Booleans, Floats


class IndeterminateComplexityError(ValueError):
    """The presence matrix does not determine one complexity index; the message says why."""


def comparative_advantage(exports: npt.ArrayLike) -> Floats:
    """RCA_ik = (X_ik / X_i) / (X_k / X_w), revealed comparative advantage (Balassa 1965).

    Args:
        exports: (N, K), value of exports by economy and product, in any one unit.

    Returns:
        (N, K); NaN for an economy that exports nothing and for a product that nobody exports.

    Raises:
        ValueError: Missing, negative or infinite exports.
    """
    values = np.asarray(exports, dtype=np.float64)
    if not (np.isfinite(values) & (values >= 0)).all():
        raise ValueError("exports must be numbers that are zero or more; leave out economies that do not report")
    by_economy, by_product = values.sum(axis=1, keepdims=True), values.sum(axis=0, keepdims=True)
    with np.errstate(invalid="ignore"):
        advantage: Floats = (values / by_economy) / (by_product / values.sum())
    return advantage


def presence(advantage: Floats, threshold: float = 1.0) -> Floats:
    """M_ik = 1 where RCA_ik reaches the threshold, else 0, also where RCA is NaN (Hidalgo & Hausmann 2009)."""
    return (np.nan_to_num(advantage) >= threshold).astype(np.float64)


def continuous_presence(advantage: Floats) -> Floats:
    """M_ik = RCA_ik / (1 + RCA_ik), between 0 and 1, one half where RCA is 1; 0 where RCA is NaN (Atlas 2026)."""
    known = np.nan_to_num(advantage)
    return known / (1.0 + known)


def proximity(present: Floats) -> Floats:
    """φ_kl = Σ_i M_ik M_il / max(Σ_i M_ik, Σ_i M_il) (Hidalgo, Klinger, Barabási & Hausmann 2007).

    The lesser of the two conditional probabilities that an economy with one of the products has the other too.

    Args:
        present: (N, K), M of zeros and ones.

    Returns:
        (K, K), symmetric, 1 on the diagonal; 0 for a product that nobody has.
    """
    ubiquity = present.sum(axis=0)
    larger = np.maximum(ubiquity[:, None], ubiquity[None, :])
    return present.T @ present / np.where(larger > 0, larger, 1.0)


def density(present: Floats, proximities: Floats) -> Floats:
    """ω_ik = Σ_l M_il φ_kl / Σ_l φ_kl: how much of the neighbourhood of k economy i has already.

    Hidalgo, Klinger, Barabási & Hausmann (2007); the product itself is part of its neighbourhood.

    Args:
        present: (N, K), M.
        proximities: (K, K), φ.

    Returns:
        (N, K), between 0 and 1; NaN for a product without any proximity.
    """
    with np.errstate(invalid="ignore"):
        owned: Floats = present @ proximities / proximities.sum(axis=0)
    return owned


@dataclass(frozen=True)
class Complexity:
    """Complexity of economies and products in one year; levels do not compare across years.

    Attributes:
        economies: (N,), ECI, mean 0 and standard deviation 1; NaN for an economy without any product.
        products: (K,), PCI, mean 0 and standard deviation 1; NaN for a product that nobody has.
        eigenvalue: Second eigenvalue, between 0 and 1; nearer to 1, the more the economies fall into two camps.
    """

    economies: Floats
    products: Floats
    eigenvalue: float


def complexity(present: Floats) -> Complexity:
    """ECI and PCI by the eigenvector method (Hidalgo & Hausmann 2009; Hausmann et al. 2014, technical box 2.1).

    ECI is the eigenvector to the second eigenvalue of D⁻¹ M U⁻¹ Mᵀ with D the diversity Σ_k M_ik and U the ubiquity
    Σ_i M_ik; PCI that of U⁻¹ Mᵀ D⁻¹ M. Both come from one singular value decomposition of D^−½ M U^−½. The sign is the
    one for which ECI and diversity correlate positively; PCI follows it. Standard deviations are of the population.

    Args:
        present: (N, K), `presence` or `continuous_presence`.

    Raises:
        IndeterminateComplexityError: Fewer than three economies or products with presence; groups that share no
            product; a second eigenvalue that is not single; diversity without correlation.
    """
    has_any, is_had = present.sum(axis=1) > 0, present.sum(axis=0) > 0
    if min(has_any.sum(), is_had.sum()) < 3:
        raise IndeterminateComplexityError("complexity needs three economies and three products with presence")
    M = present[np.ix_(has_any, is_had)]
    diversity, ubiquity = M.sum(axis=1), M.sum(axis=0)
    left, singular, right = np.linalg.svd(M / np.sqrt(np.outer(diversity, ubiquity)), full_matrices=False)
    _require_single(singular)
    eci, pci = left[:, 1] / np.sqrt(diversity), right[1] / np.sqrt(ubiquity)
    sign = _sign(eci, diversity)
    return Complexity(_standardised(sign * eci, has_any), _standardised(sign * pci, is_had), float(singular[1] ** 2))


def _require_single(singular: Floats, tolerance: float = 1e-9) -> None:
    if singular[1] > 1 - tolerance:
        raise IndeterminateComplexityError("economies fall into groups that share no product; take each group alone")
    if singular[1] - singular[2] < tolerance:
        raise IndeterminateComplexityError("two directions explain as much; complexity is not one number here")


def _sign(eci: Floats, diversity: Floats, tolerance: float = 1e-9) -> float:
    association = float((eci - eci.mean()) @ (diversity - diversity.mean()))
    if abs(association) <= tolerance * np.linalg.norm(eci) * np.linalg.norm(diversity):
        raise IndeterminateComplexityError("complexity and diversity do not correlate; which end is complex is unknown")
    return float(np.sign(association))


def _standardised(values: Floats, where: Booleans) -> Floats:
    out = np.full(where.shape, np.nan)
    out[where] = (values - values.mean()) / values.std()
    return out
