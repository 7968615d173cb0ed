"""Separated observations: zero flows that fit perfectly, so that no finite estimate exists while they are kept.

Correia, Guimarães & Zylkin (2019), "Verifying the existence of maximum likelihood estimates for generalized linear
models". Dropping them changes no estimate of the others.
"""

import numpy as np

from warehouse.scoring.fit import pairs
from warehouse.scoring.panel import Booleans, Floats, PairKind, Panel
from warehouse.scoring.regression import Regression, cross, solved

HEAVY = 1e4  # weight of a positive flow against 1 for a zero flow
PRECISE = 1e-9
PROVED = 1e-5  # largest difference between a variable and its fit, of a start at 1
FADED = 1e-2  # largest value, of a start at 1, below which there is nothing to prove
ATTEMPTS = 200


def separated_by_effects(panel: Panel, kind: PairKind | None) -> Booleans:
    """Cells of exporter-years, importer-years and pairs that never trade, (T, N, N).

    One pass is enough: what it drops is zero, so no other total changes.
    """
    exports, imports = panel.trade.sum(axis=2), panel.trade.sum(axis=1)
    never: Booleans = panel.sample & ((exports == 0)[:, :, None] | (imports == 0)[:, None, :])
    if kind is not None:
        never |= panel.sample & ~pairs(panel.trade > 0, kind)
    return never


def separated_by_regressors(panel: Panel, kind: PairKind | None, falling: Floats) -> Booleans:
    """Zero flows separated by a combination of regressors and effects, (T, N, N).

    The ReLU method: regress a non-negative variable that is zero where trade is positive on everything, with weights
    that hold the fit at zero there; cut the fit at zero from below; repeat. A variable that is its own fit proves that
    the cells where it is positive are separated: the model can lower them without end and change nothing else.

    Args:
        panel: The panel, without what the effects alone separate.
        kind: Which pair effects, None for none.
        falling: (T, N, N), where to start: by how much least squares lower each log fitted value. With separated cells
            this comes ever closer to such a variable.

    Returns:
        Cells proved to be separated; others may remain, to be found once these have been dropped.
    """
    zero = panel.sample & (panel.trade == 0)
    weights = np.where(zero, 1.0, np.where(panel.sample, HEAVY, 0.0))
    regression = Regression(panel, kind)
    projection = regression.project(weights, PRECISE)
    gram = regression.gram(weights)
    target = np.where(zero, np.maximum(falling, 0.0), 0.0)
    target /= target.max() or 1.0
    for _ in range(ATTEMPTS):
        if target.max() < FADED:
            break
        weighted = weights * target
        effects = projection.effects(weighted[None], PRECISE * float(np.linalg.norm(target)))
        slopes = solved(gram, cross(regression.residualised, weighted))
        fit = effects.on_cells()[0] + np.tensordot(slopes, regression.residualised, 1)
        if np.abs(fit - target)[panel.sample].max() < PROVED:
            return target > 10 * PROVED
        target = np.where(zero, np.maximum(fit, 0.0), 0.0)
    return np.zeros_like(panel.sample)
