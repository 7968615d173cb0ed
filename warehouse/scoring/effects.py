"""Weighted projection on exporter-year, importer-year and pair effects of a dense panel.

For weights W (T, N, N) the exporter-year effects a and importer-year effects b solve, year by year, normal
equations whose Schur complement is an N × N matrix; they are eliminated exactly. What remains of the pair
effects p is a symmetric positive semi-definite system solved by preconditioned conjugate gradients.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from warehouse.scoring.panel import Booleans, Floats, PairKind


@dataclass(frozen=True)
class Effects:
    """Effects of K variables: exporter (K, T, N), importer (K, T, N) and pair (K, N, N)."""

    exporter: Floats
    importer: Floats
    pair: Floats

    @staticmethod
    def zero(k: int, years: int, countries: int) -> "Effects":
        """Effects of k variables that are all zero."""
        return Effects(
            np.zeros((k, years, countries)),
            np.zeros((k, years, countries)),
            np.zeros((k, countries, countries)),
        )

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

    def on_cells(self) -> Floats:
        """Their sum in every cell, (K, T, N, N)."""
        return self.exporter[..., None] + self.importer[..., None, :] + self.pair[:, None]


def fold(values: Floats, kind: PairKind) -> Floats:
    """Project (..., N, N) on the matrices a pair effect of this kind can take."""
    if kind == "directed":
        return values
    if kind == "symmetric":
        return (values + np.swapaxes(values, -1, -2)) / 2
    return values * np.eye(values.shape[-1])


def components(sample: Booleans) -> tuple[np.ndarray, np.ndarray]:
    """Connected components of each year's exporter-importer graph.

    Within a component exporter and importer effects are identified up to one constant; between two they are not.

    Args:
        sample: (T, N, N).

    Returns:
        Labels of exporters and of importers, each (T, N), counted from 0 in every year.
    """
    countries = sample.shape[1]
    labels = np.empty((sample.shape[0], 2 * countries), dtype=np.int64)
    for t, cells in enumerate(sample):
        exporter, importer = np.nonzero(cells)
        edges = csr_array(
            (np.ones(len(exporter), dtype=np.int8), (exporter, importer + countries)),
            shape=(2 * countries,) * 2,
        )
        labels[t] = connected_components(edges, directed=False)[1]
    return labels[:, :countries], labels[:, countries:]


class CountryYearProjection:
    """Exact weighted projection on exporter-year and importer-year effects.

    Args:
        weights: (T, N, N), 0 outside the sample.
        importer_component: (T, N), from `components`.
    """

    def __init__(self, weights: Floats, importer_component: np.ndarray) -> None:
        self._exporter_scale = _inverse_root(weights.sum(axis=2))
        importer_total = weights.sum(axis=1)
        self._importer_scale = _inverse_root(importer_total)
        self._scaled = weights * self._exporter_scale[:, :, None] * self._importer_scale[:, None, :]
        schur = -np.swapaxes(self._scaled, 1, 2) @ self._scaled
        diagonal = np.arange(weights.shape[1])
        schur[:, diagonal, diagonal] += 1.0
        null = _null_space(np.sqrt(importer_total), importer_component)
        self._schur_inverse: Floats = np.linalg.inv(schur + null @ np.swapaxes(null, 1, 2))

    def solve(self, exporter_sum: Floats, importer_sum: Floats) -> tuple[Floats, Floats]:
        """Effects whose weighted sums over each exporter-year and importer-year are those given, (..., T, N)."""
        right = exporter_sum * self._exporter_scale
        reduced = importer_sum * self._importer_scale - _times(np.swapaxes(self._scaled, 1, 2), right)
        importer = _times(self._schur_inverse, reduced)
        exporter = right - _times(self._scaled, importer)
        return exporter * self._exporter_scale, importer * self._importer_scale


def _times(matrices: Floats, vectors: Floats) -> Floats:
    """Matrices (T, N, N) times vectors (..., T, N)."""
    product: Floats = np.einsum("tij,...tj->...ti", matrices, vectors)
    return product


def _inverse_root(totals: Floats) -> Floats:
    roots = np.sqrt(totals)
    return np.divide(1.0, roots, out=np.zeros_like(roots), where=roots > 0)


def _null_space(roots: Floats, component: np.ndarray) -> Floats:
    """Orthonormal (T, N, C): one column for each component, along the root of the weights."""
    columns = np.where(component[..., None] == np.arange(component.max() + 1), roots[..., None], 0.0)
    norms = np.linalg.norm(columns, axis=1, keepdims=True)
    return np.divide(columns, norms, out=columns, where=norms > 0)


class Projection:
    """Weighted projection on exporter-year, importer-year and, if any, pair effects.

    Args:
        weights: (T, N, N), 0 outside the sample.
        importer_component: (T, N), from `components`.
        kind: Which pair effects, None for none.
    """

    def __init__(self, weights: Floats, importer_component: np.ndarray, kind: PairKind | None) -> None:
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
        exporter_sum, importer_sum = weighted.sum(axis=3), weighted.sum(axis=2)
        exporter, importer = self.country_year.solve(exporter_sum, importer_sum)
        if self.kind is None:
            return Effects(exporter, importer, np.zeros((len(weighted), *weighted.shape[2:])))
        right = fold(weighted.sum(axis=1) - self._pair_sum(exporter, importer), self.kind)
        pair = np.stack([self._conjugate_gradients(r, tolerance, relative, limit) for r in right])
        exporter_p, importer_p = self._country_year_of(pair)
        return Effects(exporter - exporter_p, importer - importer_p, pair)

    def _country_year_of(self, pair: Floats) -> tuple[Floats, Floats]:
        """Country-year effects that best fit pair effects (..., N, N)."""
        return self.country_year.solve(
            np.einsum("tij,...ij->...ti", self.weights, pair),
            np.einsum("tij,...ij->...tj", self.weights, pair),
        )

    def _pair_sum(self, exporter: Floats, importer: Floats) -> Floats:
        """Weighted sum over years of country-year effects (..., T, N), for every pair."""
        return np.einsum("tij,...ti->...ij", self.weights, exporter) + np.einsum(
            "tij,...tj->...ij", self.weights, importer
        )

    def _reduced(self, pair: Floats) -> Floats:
        """The pair equations after the country-year effects have been eliminated."""
        assert self.kind is not None
        return self._diagonal * pair - fold(self._pair_sum(*self._country_year_of(pair)), self.kind)

    def _conjugate_gradients(self, right: Floats, tolerance: float, relative: float, limit: int) -> Floats:
        solution = np.zeros_like(right)
        residual = right.copy()
        search = preconditioned = self._preconditioner * residual
        square = float((residual * preconditioned).sum())
        enough = max(tolerance**2, relative**2 * square)
        for _ in range(limit):
            if square <= enough:
                break
            image = self._reduced(search)
            step = square / float((search * image).sum())
            solution += step * search
            residual -= step * image
            preconditioned = self._preconditioner * residual
            square, previous = float((residual * preconditioned).sum()), square
            search = preconditioned + (square / previous) * search
            self.cg_iterations += 1
        return solution
