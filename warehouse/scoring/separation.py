"""Separated observations: zero flows that fit perfectly, so that no finite estimate exists while they are kept.

Correia, Guimarães & Zylkin (2019), "Verifying the existence of maximum likelihood estimates for generalized linear
models". Dropping them changes no estimate of the others.
"""

import numpy as np

from warehouse.scoring.effects import Projection, components
from warehouse.scoring.fit import pairs
from warehouse.scoring.panel import Booleans, Floats, PairKind, Panel


def separated_by_effects(panel: Panel, kind: PairKind | None) -> Booleans:
    """Cells of exporter-years, importer-years and pairs that never trade, (T, N, N).

    One pass is enough: what it drops is zero, so no other total changes.
    """
    exports, imports = panel.trade.sum(axis=2), panel.trade.sum(axis=1)
    never: Booleans = panel.sample & ((exports == 0)[:, :, None] | (imports == 0)[:, None, :])
    if kind is not None:
        never |= panel.sample & ~pairs(panel.trade > 0, kind)
    return never


def separated_by_regressors(panel: Panel, kind: PairKind | None, precision: float = 1e-4) -> Booleans:
    """Zero flows separated by a combination of regressors and effects, (T, N, N).

    The ReLU method: regress the indicator of a zero flow on everything, with weights that hold the fit at zero where
    trade is positive; cut the fit at zero from below; repeat. What stays positive is separated.

    Args:
        panel: The panel, without what the effects alone separate.
        kind: Which pair effects, None for none.
        precision: Fitted values below this count as zero.
    """
    zero = panel.sample & (panel.trade == 0)
    heavy = 1.0 / precision**2
    weights = np.where(zero, 1.0, np.where(panel.sample, heavy, 0.0))
    projection = Projection(weights, components(panel.sample)[1], kind)
    residualised = panel.regressors - _fitted(projection, panel.regressors, panel.sample)
    gram = np.einsum("ktij,tij,ltij->kl", residualised, weights, residualised)
    target = zero.astype(np.float64)
    for _ in range(200):
        fit = _fitted(projection, target[None], panel.sample)[0]
        slopes = np.linalg.lstsq(gram, np.einsum("ktij,tij->k", residualised, weights * target), rcond=1e-12)[0]
        fit += np.tensordot(slopes, residualised, 1)
        updated = np.where(zero, np.maximum(fit, 0.0), 0.0)
        if np.abs(updated - target).max() < precision / 10 or updated.max() < precision:
            break
        target = updated
    return updated > precision


def _fitted(projection: Projection, values: Floats, sample: Booleans) -> Floats:
    norm = np.sqrt((projection.weights * values**2).sum())
    effects = projection.effects(projection.weights * values, 1e-9 * norm)
    return np.where(sample, effects.on_cells(), 0.0)
