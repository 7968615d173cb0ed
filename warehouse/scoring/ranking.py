"""How well a score orders what happened, under many weightings at once.

Every statistic takes weights (n, R) and returns one number for each of R draws, so that a bootstrap is one call.
"""

from typing import cast

import numpy as np
from scipy.sparse import csr_array

from warehouse.scoring.dyadic import Integers
from warehouse.scoring.panel import Booleans, Floats


def weighted_ranks(values: Floats, weights: Floats) -> Floats:
    """Share of the weight that lies below each value, half of that of equal values included.

    Args:
        values: (n,).
        weights: (n, R).

    Returns:
        (n, R), between 0 and 1; the weighted mean is one half.
    """
    order = np.argsort(values, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(values[order]) != 0])
    tied = weights[order]
    if len(starts) < len(order):
        tied = np.add.reduceat(tied, starts, axis=0)
    middle = np.cumsum(tied, axis=0)
    total = middle[-1].copy()
    tied /= 2
    middle -= tied
    middle /= total
    group = np.empty(len(order), dtype=np.int64)
    group[order] = np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(order)]))
    return middle[group]


def spearman(score_ranks: Floats, outcome_ranks: Floats, weights: Floats) -> Floats:
    """Spearman's rank correlation in each draw, (R,) (Spearman 1904).

    Args:
        score_ranks: (n, R), `weighted_ranks` of the score.
        outcome_ranks: (n, R), those of the outcome.
        weights: (n, R).
    """
    weighted = weights * score_ranks
    total = weights.sum(axis=0)
    both = np.einsum("nr,nr->r", weighted, outcome_ranks) / total - 0.25
    score = np.einsum("nr,nr->r", weighted, score_ranks) / total - 0.25
    outcome = np.einsum("nr,nr,nr->r", weights, outcome_ranks, outcome_ranks) / total - 0.25
    with np.errstate(invalid="ignore", divide="ignore"):
        return cast(Floats, both / np.sqrt(score * outcome))


def roc_area(score_ranks: Floats, happened: Floats, weights: Floats) -> Floats:
    """Area under the receiver operating characteristic in each draw, (R,).

    The chance that a pair to which it happened scores higher than one to which it did not, ties counting half
    (Hanley & McNeil 1982), from the mean rank of those to which it happened.

    Args:
        score_ranks: (n, R), `weighted_ranks` of the score.
        happened: (n,), 0 or 1.
        weights: (n, R).
    """
    winners = np.flatnonzero(happened)
    yes = weights[winners].sum(axis=0)
    total = weights.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean_rank = np.einsum("nr,nr->r", weights[winners], score_ranks[winners]) * total / yes
        return cast(Floats, (mean_rank - yes / 2) / (total - yes))


def precision_at_top(score_ranks: Floats, happened: Floats, weights: Floats, share: float = 0.1) -> Floats:
    """Share of the best-scored tenth to which it happened, in each draw, (R,).

    Args:
        score_ranks: (n, R), `weighted_ranks` of the score.
        happened: (n,), 0 or 1.
        weights: (n, R).
        share: Of the weight that counts as the top.
    """
    top = weights * (score_ranks > 1 - share)
    with np.errstate(invalid="ignore", divide="ignore"):
        return cast(Floats, (happened @ top) / top.sum(axis=0))


def top_of_each(score: Floats, exporter: Integers, top: int = 10) -> Booleans:
    """Whether each pair is among the best-scored of its exporter, (n,); of ties the first ones."""
    order = np.lexsort((-score, exporter))
    starts = np.flatnonzero(np.r_[True, np.diff(exporter[order]) != 0])
    place = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
    chosen = np.zeros(len(score), dtype=bool)
    chosen[order] = place < top
    return chosen


def share_caught(
    score: Floats, gain: Floats, exporter: Integers, *, weights: Floats, economies: Floats, top: int = 10
) -> Floats:
    """Mean over exporters of gain(list of ten by score) / gain(the ten largest), in each draw, (R,).

    Args:
        score: (n,).
        gain: (n,), what counts as caught: gains with losses set to zero, or net of losses. The ten largest count only
            where they are gains.
        exporter: (n,).
        weights: (n, R), of pairs.
        economies: (N, R), of exporters in the mean.
        top: Length of the list.
    """
    listed, best = top_of_each(score, exporter, top), top_of_each(gain, exporter, top)
    caught = _by_exporter(weights, np.where(listed, gain, 0.0), exporter, len(economies))
    attainable = _by_exporter(weights, np.where(best, np.maximum(gain, 0.0), 0.0), exporter, len(economies))
    some = attainable > 0
    ratio = np.divide(caught, attainable, out=np.zeros_like(caught), where=some)
    return cast(Floats, (economies * ratio).sum(axis=0) / (economies * some).sum(axis=0))


def _by_exporter(weights: Floats, amount: Floats, exporter: Integers, count: int) -> Floats:
    """Weighted sums (N, R)."""
    chosen = np.flatnonzero(amount)
    summing = csr_array((amount[chosen], (exporter[chosen], np.arange(len(chosen)))), shape=(count, len(chosen)))
    return cast(Floats, summing @ weights[chosen])
