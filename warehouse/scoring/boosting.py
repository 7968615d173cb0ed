"""Gradient boosting on what the outlook knows: how much more a flexible fit could find (an upper bound of kinds)."""

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from warehouse.scoring.panel import Floats
from warehouse.scoring.snapshot import Known


def boosted_chance(train: Known, happened: Floats, known: Known) -> Floats:
    """Chance of outgrowing the median supplier by boosted trees (Friedman 2001), (n,).

    Args:
        train: What was known of the pairs learned from, with the same ties as `known`.
        happened: Whether they outgrew it, 0 or 1.
        known: The pairs to foresee.
    """
    model = HistGradientBoostingClassifier(
        max_iter=150, learning_rate=0.05, max_leaf_nodes=15, min_samples_leaf=50, early_stopping=False, random_state=0
    )
    model.fit(_features(train), happened)
    chance: Floats = model.predict_proba(_features(known))[:, 1]
    return chance


def _features(known: Known) -> Floats:
    base = [known.gap, known.log_actual, known.past_growth, known.log_share, known.log_intensity]
    return np.column_stack([*base, *known.closeness.pair_parts, *known.closeness.economy_parts])
