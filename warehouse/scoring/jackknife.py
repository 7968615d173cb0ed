"""Covariance of the estimates by leaving out one pair of economies at a time (cluster jackknife, CV3).

Effects follow large flows: the residual of a pair that makes its own effect is too small, and with it the usual
standard error clustered by pair (Pfaffermayr 2026, doi:10.1007/s00181-026-02888-4). The jackknife asks how far the
estimates move when a pair g is left out, to first order and without fitting again,

    β̂ − β̂₍₋g₎ = (X'WX)⁻¹ X_g'W_g^½ (I − H_gg)⁻¹ e_g,   H = W^½ Z (Z'WZ)⁻ Z'W^½,

with weights W, X the regressors less the effects, Z regressors and effects, and e = W^−½ (trade − fitted). The
covariance is (G − 1)/G times the sum of squares (MacKinnon, Nielsen & Webb 2023, equation 23). Exporter-year and
importer-year leverage is exact year by year. Pair effects are projected out within the pair; what they cost the other
effects is left out, which is exact when a pair's weights are the same in all years.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from warehouse.scoring.panel import Booleans, Floats, PairKind

SMALL = 0.15
"""Leverage up to which the series I + H + H² + … is summed; above, eigenvalues are taken."""
TERMS = 8
"""Terms of the series: the remainder is below a millionth."""
NOTHING = 1e-9
"""Variation below which an eigenvalue counts as zero: the fit follows that part of a pair's trade whatever it is."""


def jackknife(residualised: Floats, weights: Floats, residual: Floats, kind: PairKind | None) -> Floats:
    """The covariance (K, K) from leaving out each unordered pair.

    Args:
        residualised: (K, T, N, N), regressors after the effects have been projected out.
        weights: (T, N, N), working weights (fitted trade in PPML, 1 in least squares), 0 outside the sample.
        residual: (T, N, N), weights times working residual (trade minus fitted in PPML), 0 outside the sample.
        kind: Which pair effects, None for none.
    """
    root = np.sqrt(weights)
    pearson = np.divide(residual, root, out=np.zeros_like(root), where=root > 0)
    pairs = _Pairs.of(weights)
    regressors = np.moveaxis(np.array([pairs.gather(x * root) for x in residualised]), 0, -1)
    bread = np.linalg.inv(np.einsum("pck,pcl->kl", regressors, regressors))
    own, cross = _leverage(weights)
    leverage = _Leverage(pairs.gather(own), pairs.gather_half(cross), pairs.dummies(root, kind), regressors, bread)
    moves = np.einsum("pck,pc->pk", regressors, leverage.left_out(pairs.gather(pearson))) @ bread
    covariance: Floats = (len(moves) - 1) / len(moves) * moves.T @ moves
    return covariance


def effective_clusters(residualised: Floats, weights: Floats) -> Floats:
    """The number of pairs that would tell as much about each coefficient if all told the same, (K,).

    (Σ_g s_g)² / Σ_g s_g², s_g the pair's share in the coefficient's information (Carter, Schnepel & Steigerwald 2017).
    A dummy that few pairs switch, or a few large ones, has few.

    Args:
        residualised: (K, T, N, N), regressors after the effects have been projected out.
        weights: (T, N, N), working weights, 0 outside the sample.
    """
    bread = np.linalg.inv(np.tensordot(residualised * weights, residualised, axes=([1, 2, 3], [1, 2, 3])))
    influence = np.tensordot(bread, residualised, 1)
    influence *= influence
    information = np.einsum("ktij,tij->kij", influence, weights)
    by_pair = np.triu(information + np.tril(information, -1).swapaxes(1, 2))
    effective: Floats = by_pair.sum(axis=(1, 2)) ** 2 / (by_pair**2).sum(axis=(1, 2))
    return effective


@dataclass(frozen=True)
class _Pairs:
    """Unordered pairs with a cell: P positions (first, second), first ≤ second."""

    first: npt.NDArray[np.int64]
    second: npt.NDArray[np.int64]

    @classmethod
    def of(cls, weights: Floats) -> "_Pairs":
        seen = (weights > 0).any(axis=0)
        return cls(*np.nonzero(np.triu(seen | seen.T)))

    def gather(self, values: Floats) -> Floats:
        """(T, N, N) → (P, 2T): the years of i → j, then those of j → i; domestic cells once."""
        back = np.where(self.first == self.second, 0.0, values[:, self.second, self.first])
        return np.concatenate([values[:, self.first, self.second], back]).T

    def gather_half(self, values: Floats) -> Floats:
        """(T, N, N), the same both ways → (P, T); 0 for domestic cells."""
        return np.where(self.first == self.second, 0.0, values[:, self.first, self.second]).T

    def dummies(self, root: Floats, kind: PairKind | None) -> Floats:
        """(P, E, 2T), the pair effects of each pair as unit vectors, or zeros."""
        cells = self.gather(root)
        years = len(root)
        if kind is None:
            return np.zeros((len(cells), 0, 2 * years))
        there, back = cells.copy(), cells.copy()
        there[:, years:], back[:, :years] = 0.0, 0.0
        domestic = (self.first == self.second)[:, None]
        columns = {"directed": (there, back), "symmetric": (cells,), "domestic": (there * domestic,)}[kind]
        stacked = np.stack(columns, axis=1)
        length = np.linalg.norm(stacked, axis=2, keepdims=True)
        unit: Floats = np.divide(stacked, length, out=np.zeros_like(stacked), where=length > 0)
        return unit


def _leverage(weights: Floats) -> tuple[Floats, Floats]:
    """Exporter-year and importer-year leverage: of each cell, and between i → j and j → i, both (T, N, N)."""
    own, cross = np.zeros_like(weights), np.zeros_like(weights)
    for t, cells in enumerate(weights):
        exporter, importer = (_inverse_root(cells.sum(axis=axis)) for axis in (1, 0))
        u, v = np.sqrt(cells) * exporter[:, None], np.sqrt(cells) * importer
        scaled = cells * exporter[:, None] * importer
        importers = np.linalg.pinv(np.eye(len(cells)) - scaled.T @ scaled, rcond=NOTHING, hermitian=True)
        mixed = -scaled @ importers
        exporters = np.eye(len(cells)) - mixed @ scaled.T
        own[t] = u**2 * np.diag(exporters)[:, None] + 2 * u * v * mixed + v**2 * np.diag(importers)
        there_back = np.diag(mixed)[:, None] * u * v.T
        cross[t] = u * u.T * exporters + there_back + there_back.T + v * v.T * importers
    return own, cross


def _inverse_root(totals: Floats) -> Floats:
    return np.divide(1.0, np.sqrt(totals), out=np.zeros_like(totals), where=totals > 0)


@dataclass(frozen=True)
class _Leverage:
    """The diagonal blocks of the hat matrix, one for each of P pairs, in factors.

    Attributes:
        own: (P, 2T), of each cell through country-year effects.
        cross: (P, T), between the two directions of a year.
        dummies: (P, E, 2T), orthonormal pair effects.
        regressors: (P, 2T, K), in root weights.
        bread: (K, K).
    """

    own: Floats
    cross: Floats
    dummies: Floats
    regressors: Floats
    bread: Floats

    def left_out(self, residuals: Floats) -> Floats:
        """(I − H)⁻¹ times residuals (P, 2T) that hold no pair effect: what a fit without the pair misses it by."""
        through_regressors = np.einsum("pck,kl,pcl->p", self.regressors, self.bread, self.regressors, optimize=True)
        largest = np.maximum(*np.split(self.own, 2, axis=1)) + np.abs(self.cross)
        low = largest.max(axis=1) + through_regressors <= SMALL
        result = np.empty_like(residuals)
        result[low] = self._at(low)._by_series(residuals[low])
        result[~low] = self._at(~low)._by_eigenvalues(residuals[~low])
        return result

    def _at(self, chosen: Booleans) -> "_Leverage":
        return _Leverage(
            self.own[chosen], self.cross[chosen], self.dummies[chosen], self.regressors[chosen], self.bread
        )

    def _by_series(self, residuals: Floats) -> Floats:
        total = residuals
        for _ in range(TERMS):
            total = residuals + self._times(total)
        return total

    def _times(self, vectors: Floats) -> Floats:
        """H without its pair effects, times vectors (P, 2T) that hold none."""
        there, back = np.split(vectors, 2, axis=1)
        image: Floats = self.own * vectors + np.concatenate([self.cross * back, self.cross * there], axis=1)
        image -= np.einsum("pec,ped,pd->pc", self.dummies, self.dummies, image, optimize=True)
        slopes = np.einsum("pck,pc->pk", self.regressors, vectors) @ self.bread
        image += np.einsum("pck,pk->pc", self.regressors, slopes)
        return image

    def _by_eigenvalues(self, residuals: Floats) -> Floats:
        values, vectors = np.linalg.eigh(self._blocks())
        left = 1.0 - values
        inverse = np.divide(1.0, left, out=np.zeros_like(left), where=left > NOTHING)
        missed: Floats = np.einsum("pce,pe,pde,pd->pc", vectors, inverse, vectors, residuals, optimize=True)
        return missed

    def _blocks(self) -> Floats:
        """H, (P, 2T, 2T)."""
        pairs, years = self.cross.shape
        blocks = np.zeros((pairs, 2 * years, 2 * years))
        cells = np.arange(2 * years)
        blocks[:, cells, cells] = self.own
        blocks[:, cells[:years], cells[years:]] = blocks[:, cells[years:], cells[:years]] = self.cross
        pair = np.einsum("pec,ped->pcd", self.dummies, self.dummies)
        without = np.eye(2 * years) - pair
        through_regressors = self.regressors @ self.bread @ self.regressors.swapaxes(1, 2)
        hat: Floats = without @ blocks @ without + pair + through_regressors
        return hat
