"""Gradient boosting on what the outlook knows: how much more a flexible fit could find (an upper bound of kinds)."""

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from warehouse.scoring.backtest import Trial
from warehouse.scoring.panel import Floats
from warehouse.scoring.snapshot import Known, outgrows


def boosted_chance(case: Trial) -> Floats:
    """Chance of outgrowing the median supplier by boosted trees (Friedman 2001), (n,), with the headline's ties."""
    train, test = case.train.known.only(case.ties), case.test.known.only(case.ties)
    model = HistGradientBoostingClassifier(
        max_iter=150, learning_rate=0.05, max_leaf_nodes=15, min_samples_leaf=50, early_stopping=False, random_state=0
    )
    model.fit(_features(train), outgrows(case.train.outcome.growth, train.dyads))
    chance: Floats = model.predict_proba(_features(test))[:, 1]
    return chance


def _features(known: Known) -> Floats:
    base = [known.gap, known.log_actual, known.past_growth, known.log_share, known.log_intensity]
    return np.column_stack([*base, *known.closeness.pair_parts, *known.closeness.economy_parts])
