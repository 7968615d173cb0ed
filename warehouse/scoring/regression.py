"""A gravity panel with its regressors projected on the effects, under weights that change from step to step."""

import numpy as np

from warehouse.scoring.collinearity import TINY, explained
from warehouse.scoring.effects import Effects, Projection, components
from warehouse.scoring.panel import Floats, PairKind, Panel

SINGULAR = 1e-13  # share of the largest singular value below which one counts as zero


class Regression:
    """A panel whose regressors are kept projected as the weights change.

    Args:
        panel: The panel.
        kind: Which pair effects, None for none.

    Attributes:
        panel: The panel.
        kind: Which pair effects.
        residualised: (K, T, N, N), the regressors less `effects`; without meaning outside the sample.
        effects: What has been projected out of the regressors.
        totals: Trade of each exporter-year, importer-year and pair: what the effects must reproduce.
    """

    def __init__(self, panel: Panel, kind: PairKind | None) -> None:
        trade = panel.trade
        self.panel = panel
        self.kind: PairKind | None = kind
        self.residualised = panel.regressors.copy()
        self.effects = Effects.level(0.0, trade.shape[0], trade.shape[1], k=len(panel.terms))
        self.totals = Effects.sums(trade[None], kind)
        self._component = components(panel.sample)[1]
        self._saturated = float((trade * np.log(trade, out=np.zeros_like(trade), where=trade > 0) - trade).sum())

    def projection(self, weights: Floats) -> Projection:
        """The projection on the effects under these weights."""
        return Projection(weights, self._component, self.kind)

    def project(self, weights: Floats, precision: float) -> Projection:
        """Project the regressors, from where they stand, to a precision relative to their length there."""
        projection = self.projection(weights)
        for k, residualised in enumerate(self.residualised):
            weighted = weights * residualised
            length = np.sqrt(np.vdot(weighted, residualised))
            moved = projection.effects(weighted[None], precision * length)
            moved.subtract_from(self.residualised[k : k + 1])
            for kept, change in zip(self.effects.parts(), moved.parts(), strict=True):
                kept[k] += change[0]
        return projection

    def gram(self, weights: Floats) -> Floats:
        """Weighted cross products of the residualised regressors, (K, K)."""
        gram = np.zeros((len(self.residualised),) * 2)
        for k, x in enumerate(self.residualised):
            gram[k, k:] = gram[k:, k] = cross(self.residualised[k:], weights * x)
        return gram

    def explained(self, weights: Floats, tolerance: float) -> dict[str, str]:
        """Regressors that vary no more than the effects and other regressors explain, and by what; they leave."""
        panel = self.panel
        variation = [_variation(x, m, weights) for x, m in zip(panel.regressors, panel.means, strict=True)]
        found = explained(self.gram(weights), np.array(variation), panel.terms, tolerance)
        for term in found:
            values = self.panel.regressors[self.panel.terms.index(term)][self.panel.sample]
            if np.ptp(values) == 0:
                found[term] = "the effects, being constant in the sample"
        kept = [k for k, term in enumerate(self.panel.terms) if term not in found]
        self.panel = self.panel.without(set(found))
        self.residualised = self.residualised[kept]
        self.effects = Effects(*(part[kept] for part in self.effects.parts()))
        return found

    def deviance(self, log_fitted: Floats, fitted: Floats) -> float:
        """Poisson deviance, 2 Σ [X ln(X/μ) − (X − μ)]."""
        return 2 * (self._saturated - float(np.vdot(self.panel.trade, log_fitted)) + float(fitted.sum()))


def cross(variables: Floats, weighted: Floats) -> Floats:
    """Sum over cells of each of K variables (K, T, N, N) times another (T, N, N)."""
    return np.array([np.vdot(x, weighted) for x in variables], dtype=np.float64)


def solved(gram: Floats, right: Floats) -> Floats:
    """Solution of the normal equations; of several, the shortest."""
    scale = np.sqrt(np.diag(gram))
    scale = np.divide(1.0, scale, out=np.zeros_like(scale), where=scale > 0)
    shortest = np.linalg.lstsq(gram * scale * scale[:, None], right * scale, rcond=SINGULAR)[0]
    return np.asarray(shortest * scale, dtype=np.float64)


def _variation(regressor: Floats, mean: float, weights: Floats) -> float:
    """Weighted sum of squares around the mean, of a regressor from which another mean has been taken."""
    weighted = weights * regressor
    square, total = float(np.vdot(weighted, regressor)), float(weights.sum())
    return max(square - float(weighted.sum()) ** 2 / total, TINY * (square + total * mean**2))
