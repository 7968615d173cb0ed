"""Which ties are set beside which measures of access, in which years and for which exporters (methods, section 2)."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from warehouse.scoring.correlation import (
    UNKNOWN,
    Correlation,
    Weights,
    correlation,
    partial,
    partial_with_effects,
    ranks,
    within_spearman,
)
from warehouse.scoring.panel import Booleans, Floats
from warehouse.scoring.timing import known_mean

FEWEST_PAIRS = 100
ALL = "all"
CONSTANT = "access has one value for each period"
UNMOVED = "the tie does not change within pairs"


@dataclass(frozen=True)
class Scope:
    """Where two variables are compared.

    Attributes:
        period: First and last year.
        region: Of the exporters, or 'all'.
        with_zeros: Whether pairs without trade count.
        years: Rows of the period's years.
        exporters: (N,), of the region.
    """

    period: tuple[int, int]
    region: str
    with_zeros: bool
    years: slice
    exporters: Booleans


@dataclass(frozen=True)
class Compared:
    """Correlations of one tie with one measure of access in one scope; NaN with a reason where there is none."""

    scope: Scope
    tie: str
    access: str
    raw: Correlation = UNKNOWN
    partial: Correlation = UNKNOWN
    partial_effects: Correlation = UNKNOWN
    within: Correlation = UNKNOWN
    pairs: int = 0
    reason: str | None = None
    reason_within: str | None = None


@dataclass(frozen=True)
class Measures:
    """Everything on the same (T, N, N) axes.

    Attributes:
        trade: NaN where missing.
        ties: Name → values, NaN where not known.
        access: Measure → values.
        controls: Name → (T, N, N); those that stay when exporter and importer effects take the others up come first.
        pair_controls: How many these are.
        constant: Measures of access that do not move within a period.
        entangled: (tie, measure) → why the two are not compared.
    """

    trade: Floats
    ties: Mapping[str, Floats]
    access: Mapping[str, Floats]
    controls: Mapping[str, Floats]
    pair_controls: int
    constant: frozenset[str]
    entangled: Mapping[tuple[str, str], str]


def compare_all(measures: Measures, scopes: list[Scope], draws: int, seed: int) -> list[Compared]:
    """Every tie with every measure in every scope, on two threads."""
    weights = Weights.drawn(measures.trade.shape[1], draws, seed)
    with ThreadPoolExecutor(2) as pool:
        parts = pool.map(lambda scope: list(_in_scope(measures, scope, weights)), scopes)
        return [one for part in parts for one in part]


def _in_scope(measures: Measures, scope: Scope, weights: Weights) -> Iterator[Compared]:
    sample = _sample(measures, scope, weights)
    for tie, access in product(measures.ties, measures.access):
        one = Compared(scope, tie, access, reason=measures.entangled.get((tie, access)))
        values = _cut(measures.ties[tie], scope), _cut(measures.access[access], scope)
        yield one if one.reason else _compared(one, *values, sample, access in measures.constant)


@dataclass(frozen=True)
class _Sample:
    """What all comparisons in a scope share.

    Attributes:
        usable: (T, M, N), whether a flow counts and its controls are known.
        controls: (M, N) each, means over the period.
        pair_controls: How many of them stay beside exporter and importer effects.
        weights: Of M exporters and N importers.
    """

    usable: Booleans
    controls: list[Floats]
    pair_controls: int
    weights: Weights


def _sample(measures: Measures, scope: Scope, weights: Weights) -> _Sample:
    trade = _cut(measures.trade, scope)
    controls = [known_mean(_cut(x, scope)) for x in measures.controls.values()]
    return _Sample(
        usable=(trade >= 0 if scope.with_zeros else trade > 0) & ~np.isnan(sum(controls)),
        controls=controls,
        pair_controls=measures.pair_controls,
        weights=weights.of_exporters(scope.exporters),
    )


def _cut(values: Floats, scope: Scope) -> Floats:
    return values[scope.years][:, scope.exporters]


def _compared(one: Compared, tie: Floats, access: Floats, within: _Sample, constant: bool) -> Compared:
    """Correlate means over the period between pairs, and the years of the period within pairs."""
    known = within.usable & ~np.isnan(tie) & ~np.isnan(access)
    first, second = (known_mean(np.where(known, x, np.nan)) for x in (tie, access))
    pairs = ~np.isnan(first)
    one = replace(one, pairs=int(pairs.sum()))
    if reason := _too_little(first[pairs]):
        return replace(one, reason=reason)
    over_time = UNKNOWN if constant else within_spearman(tie, access, known, within.weights)
    first, second, *controls = (ranks(x, pairs) for x in (first, second, *within.controls))
    of_pairs = controls[: within.pair_controls]
    return replace(
        one,
        raw=correlation(first, second, pairs, within.weights),
        partial=partial(first, second, controls, pairs, within.weights),
        partial_effects=partial_with_effects(first, second, of_pairs, pairs, within.weights),
        within=over_time,
        reason_within=CONSTANT if constant else UNMOVED if np.isnan(over_time.value) else None,
    )


def _too_little(tie: Floats) -> str | None:
    """Why the values of a tie cannot be correlated with anything."""
    if len(tie) == 0:
        return "the tie is not known in these years"
    if len(tie) < FEWEST_PAIRS:
        return f"the tie is known for fewer than {FEWEST_PAIRS} pairs"
    return "the tie is the same for all" if np.ptp(tie) == 0 else None


def scopes(
    years: tuple[int, ...], spans: list[tuple[int, ...]], regions: Mapping[str, Booleans], economies: int
) -> list[Scope]:
    """All years and each period for all exporters, and all years for each region; with and without zero flows."""
    every = np.ones(economies, dtype=bool)
    whole = [(years, ALL, every)]
    parts = [(span, ALL, every) for span in spans] if len(spans) > 1 else []
    by_region = [(years, region, members) for region, members in regions.items()]
    return [
        Scope((span[0], span[-1]), region, zeros, slice(years.index(span[0]), years.index(span[-1]) + 1), members)
        for span, region, members in whole + parts + by_region
        for zeros in (True, False)
    ]
