"""Weighted projection on exporter-year, importer-year and pair effects of a dense panel.

For weights W (T, N, N) the exporter-year effects a and importer-year effects b solve, year by year, normal
equations whose Schur complement is an N × N matrix; they are eliminated exactly. What remains of the pair
effects p is a symmetric positive semi-definite system solved by preconditioned conjugate gradients.
"""

from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
from scipy.linalg import blas, lapack
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from warehouse.scoring.panel import Booleans, Floats, PairKind

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Effects:
    """Effects of K variables: exporter (K, T, N), importer (K, T, N) and pair (K, N, N)."""

    exporter: Floats
    importer: Floats
    pair: Floats

    @staticmethod
    def level(level: float, years: int, countries: int, k: int = 1) -> "Effects":
        """Effects of k variables whose sum is the same everywhere."""
        country_year, pair = np.zeros((k, years, countries)), np.zeros((k, countries, countries))
        return Effects(country_year + level, country_year, pair)

    @staticmethod
    def sums(values: Floats, kind: PairKind | None) -> "Effects":
        """Sums of values (K, T, N, N) over the cells of each effect; pair sums in the form the pair effects take."""
        pair = values.sum(axis=1)
        return Effects(values.sum(axis=3), values.sum(axis=2), fold(pair, kind) if kind else np.zeros_like(pair))

    def __add__(self, other: "Effects") -> "Effects":
        return Effects(self.exporter + other.exporter, self.importer + other.importer, self.pair + other.pair)

    def __sub__(self, other: "Effects") -> "Effects":
        return Effects(self.exporter - other.exporter, self.importer - other.importer, self.pair - other.pair)

    def combined(self, coefficients: Floats) -> "Effects":
        """The effects (leading axis 1) of the linear combination of the K variables with these coefficients (K,)."""
        return Effects(*(np.tensordot(coefficients, x, 1)[None] for x in self.parts()))

    def scaled(self, factor: float) -> "Effects":
        """The effects of the variables times a factor."""
        return Effects(*(factor * part for part in self.parts()))

    def parts(self) -> tuple[Floats, Floats, Floats]:
        """Exporter-year, importer-year and pair effects."""
        return self.exporter, self.importer, self.pair

    def subtract_from(self, cells: Floats) -> None:
        """Take their sum off every cell, (K, T, N, N), in place."""
        cells -= self.exporter[..., None]
        cells -= self.importer[..., None, :]
        cells -= self.pair[:, None]

    def on_cells(self) -> Floats:
        """Their sum in every cell, (K, T, N, N)."""
        cells = self.exporter[..., None] + self.pair[:, None]
        cells += self.importer[..., None, :]
        return cells


def fold(values: Floats, kind: PairKind) -> Floats:
    """Project (..., N, N) on the matrices a pair effect of this kind can take."""
    if kind == "directed":
        return values
    if kind == "symmetric":
        return (values + np.swapaxes(values, -1, -2)) / 2
    return values * np.eye(values.shape[-1])


def components(sample: Booleans) -> tuple[Integers, Integers]:
    """Connected components of each year's exporter-importer graph.

    Within a component exporter and importer effects are identified up to one constant; between two they are not.

    Args:
        sample: (T, N, N).

    Returns:
        Labels of exporters and of importers, each (T, N): 0, 1, … in every year, −1 without a cell.
    """
    years, countries = sample.shape[:2]
    labels = np.full((years, 2 * countries), -1, dtype=np.int64)
    for t, cells in enumerate(sample):
        exports, imports = cells.sum(axis=1), cells.sum(axis=0)
        active = np.concatenate([exports, imports]) > 0
        if imports.max() == (exports > 0).sum():  # one importer buys from all exporters: they are linked
            labels[t, active] = 0
            continue
        exporter, importer = np.nonzero(cells)
        edges = csr_array((np.ones(len(exporter)), (exporter, importer + countries)), shape=(2 * countries,) * 2)
        _, component = connected_components(edges, directed=False)
        labels[t, active] = np.unique(component[active], return_inverse=True)[1]
    return labels[:, :countries], labels[:, countries:]


class CountryYearProjection:
    """Exact weighted projection on exporter-year and importer-year effects.

    Args:
        weights: (T, N, N), 0 outside the sample.
        importer_component: (T, N), from `components`.
    """

    def __init__(self, weights: Floats, importer_component: Integers) -> None:
        importer_total = weights.sum(axis=1)
        self._exporter_scale = _inverse_root(weights.sum(axis=2))
        self._importer_scale = _inverse_root(importer_total)
        self._scaled = weights * self._exporter_scale[:, :, None]
        self._scaled *= self._importer_scale[:, None, :]
        null = _null_space(np.sqrt(importer_total), importer_component)
        self._factors = [_schur_factor(scaled, n) for scaled, n in zip(self._scaled, null, strict=True)]

    def solve(self, exporter_sum: Floats, importer_sum: Floats) -> tuple[Floats, Floats]:
        """Effects whose weighted sums over each exporter-year and importer-year are those given, (..., T, N)."""
        right = exporter_sum * self._exporter_scale
        importer = importer_sum * self._importer_scale - np.einsum("tij,...ti->...tj", self._scaled, right)
        for t, factor in enumerate(self._factors):
            importer[..., t, :] = lapack.dpotrs(factor, importer[..., t, :].T, lower=1)[0].T
        exporter = right - np.einsum("tij,...tj->...ti", self._scaled, importer)
        return exporter * self._exporter_scale, importer * self._importer_scale


def _schur_factor(scaled: Floats, null: Floats) -> Floats:
    """Cholesky factor of I − B'B for scaled weights B (N, N), made definite along its null space (N, C).

    Where rounding leaves it indefinite, a ridge is added: the iterations around it correct what that costs.
    """
    schur = null @ null.T
    schur[np.diag_indices_from(schur)] += 1.0
    schur = blas.dsyrk(-1.0, scaled.T, beta=1.0, c=schur.T, lower=1)
    ridge = 0.0
    while True:
        factor, failed = lapack.dpotrf(schur, lower=1, clean=0)
        if not failed:
            return cast(Floats, factor)
        ridge = 100 * ridge or 1e-14
        schur[np.diag_indices_from(schur)] += ridge


def _inverse_root(totals: Floats) -> Floats:
    roots = np.sqrt(totals)
    return np.divide(1.0, roots, out=np.zeros_like(roots), where=roots > 0)


def _null_space(roots: Floats, component: Integers) -> Floats:
    """Orthonormal (T, N, C): one column for each component, along the root of the weights."""
    columns = np.where(component[..., None] == np.arange(component.max() + 1), roots[..., None], 0.0)
    norms = np.linalg.norm(columns, axis=1, keepdims=True)
    orthonormal: Floats = np.divide(columns, norms, out=columns, where=norms > 0)
    return orthonormal


class Projection:
    """Weighted projection on exporter-year, importer-year and, if any, pair effects.

    Args:
        weights: (T, N, N), 0 outside the sample.
        importer_component: (T, N), from `components`.
        kind: Which pair effects, None for none.
    """

    def __init__(self, weights: Floats, importer_component: Integers, kind: PairKind | None) -> None:
        self.weights = weights
        self.kind: PairKind | None = kind
        self.country_year = CountryYearProjection(weights, importer_component)
        self.cg_iterations = 0
        if kind is not None:
            totals = fold(weights.sum(axis=0), kind)
            self._diagonal = totals
            self._preconditioner = np.divide(1.0, totals, out=np.zeros_like(totals), where=totals > 0)

    def effects(self, weighted: Floats, tolerance: float, relative: float = 0.0, limit: int = 2000) -> Effects:
        """Effects that best fit variables v, given as weights · v, in weighted least squares.

        Args:
            weighted: (K, T, N, N), weights times the variable.
            tolerance: Largest residual of the pair equations that may remain, in the norm in which a variable equal
                to a pair effect has its weighted length: absolute.
            relative: The same as a share of the residual at the start; the looser of the two ends the search.
            limit: Most conjugate-gradient steps.
        """
        sums = Effects.sums(weighted, self.kind)
        exporter, importer = self.country_year.solve(sums.exporter, sums.importer)
        if self.kind is None:
            return Effects(exporter, importer, sums.pair)
        right = sums.pair - fold(self._pair_sum(exporter, importer), self.kind)
        pair = np.zeros_like(right)
        for k, one in enumerate(right):
            pair[k], absorbed = self._conjugate_gradients(one, tolerance, relative, limit)
            exporter[k] -= absorbed[0]
            importer[k] -= absorbed[1]
        return Effects(exporter, importer, pair)

    def _country_year_of(self, pair: Floats) -> Floats:
        """Exporter-year and importer-year effects (2, T, N) that best fit pair effects (N, N)."""
        sums = (np.einsum(f"tij,ij->{kept}", self.weights, pair) for kept in ("ti", "tj"))
        return np.stack(self.country_year.solve(*sums))

    def _pair_sum(self, exporter: Floats, importer: Floats) -> Floats:
        """Weighted sum over years of country-year effects (..., T, N), for every pair."""
        summed: Floats = np.einsum("tij,...ti->...ij", self.weights, exporter)
        summed += np.einsum("tij,...tj->...ij", self.weights, importer)
        return summed

    def _conjugate_gradients(
        self, right: Floats, tolerance: float, relative: float, limit: int
    ) -> tuple[Floats, Floats]:
        """Solve the pair equations from which country-year effects have been eliminated.

        Returns:
            Pair effects (N, N), and the country-year effects (2, T, N) that best fit them.
        """
        assert self.kind is not None
        solution, absorbed = np.zeros_like(right), np.zeros((2, *self.weights.shape[:2]))
        residual = right.copy()
        search = preconditioned = self._preconditioner * residual
        square = float((residual * preconditioned).sum())
        enough = max(tolerance**2, relative**2 * square)
        for _ in range(limit):
            if square <= enough:
                break
            country_year = self._country_year_of(search)
            image = self._diagonal * search - fold(self._pair_sum(*country_year), self.kind)
            curvature = float((search * image).sum())
            if curvature <= 0:  # only rounding errors are left
                break
            step = square / curvature
            solution += step * search
            absorbed += step * country_year
            residual -= step * image
            preconditioned = self._preconditioner * residual
            square, previous = float((residual * preconditioned).sum()), square
            search = preconditioned + (square / previous) * search
            self.cg_iterations += 1
        return solution, absorbed
