"""The specification curve: each tie's coefficient under every choice an analyst could defend (methods, section 3).

The list is made before anything is estimated, from nothing but which ties are known when (Simonsohn, Simmons & Nelson
2020). A choice that cannot be estimated stays in it, with the reason.
"""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import product
from typing import get_args

import polars as pl

from warehouse.scoring.estimators import Estimator, PairEffects
from warehouse.scoring.evidence import Finding, Specification
from warehouse.scoring.gravity import CollinearWarning, GravityFit, NotConvergedWarning
from warehouse.scoring.gravity_data import GEOGRAPHY, VARIANTS, GravityData, periods
from warehouse.scoring.panel import Booleans, ImpossiblePanelError
from warehouse.scoring.records import record
from warehouse.scoring.tie_models import (
    STEP,
    Estimated,
    TieModel,
    estimated,
    later_ties,
    ties_by_coverage,
    where_known,
)

MODELS: tuple[Specification, ...] = ("between", "within")
LAGS = (0, STEP)
OTHERWISE: tuple[Estimator, ...] = get_args(Estimator)[1:]
EVERYONE = "all economies"


@dataclass(frozen=True)
class Choices:
    """One way to estimate the coefficients of some ties.

    Attributes:
        ties: Whose coefficients.
        years: On trade of which years.
        specification: Between or within pairs.
        beside: Other ties in the equation.
        estimator: How.
        pair_effects: Of which kind, within pairs.
        lag: Years from the ties to the trade.
        group: Of economies on both sides.
    """

    ties: tuple[str, ...]
    years: tuple[int, ...]
    specification: Specification
    beside: tuple[str, ...] = field(default=(), kw_only=True)
    estimator: Estimator = field(default="PPML", kw_only=True)
    pair_effects: PairEffects = field(default="directed", kw_only=True)
    lag: int = field(default=0, kw_only=True)
    group: str = field(default=EVERYONE, kw_only=True)


def curve(data: GravityData, groups: Sequence[str]) -> list[Choices]:
    """Every combination that is tried, in a fixed order.

    Args:
        data: The panel; only which ties are known in which years matters.
        groups: Of economies, all first, then the half that other estimators are tried on too.
    """
    shared, apart = ties_by_coverage(data)
    years = data.axes.years
    spans = list(dict.fromkeys([years, *periods(years)]))
    listed = [*_crossed(shared, spans, groups), *_one_by_one(data, shared)]
    for tie in apart:
        known = where_known(data.only([tie]), tie).axes.years
        listed += [replace(one, beside=shared) for one in _crossed((tie,), [known], groups)]
    for tie in later_ties(data):
        known = where_known(data.only([tie]), tie).axes.years
        listed += [Choices((tie,), known, "between", beside=shared, group=group) for group in groups]
    return listed


def _crossed(ties: tuple[str, ...], spans: Sequence[tuple[int, ...]], groups: Sequence[str]) -> Iterator[Choices]:
    """Model, lag, years and group crossed, by PPML; other estimators on half, and without lag on all economies."""
    for model, lag, span in product(MODELS, LAGS, spans):
        for group in groups:
            yield Choices(ties, span, model, lag=lag, group=group)
        half = groups[1:2]
        for estimator, group in product(OTHERWISE, half if lag else (EVERYONE, *half)):
            yield Choices(ties, span, model, lag=lag, group=group, estimator=estimator)


def _one_by_one(data: GravityData, shared: tuple[str, ...]) -> Iterator[Choices]:
    """One departure at a time: fewer years, pair effects, a tie alone, another indicator of it."""
    years = data.axes.years
    for lag in LAGS:
        yield Choices(shared, years, "within", lag=lag, pair_effects="symmetric")
        for model in MODELS:
            yield Choices(shared, years[::STEP], model, lag=lag)
    for model, tie in product(MODELS, shared):
        yield Choices((tie,), years, model)
        others = tuple(name for name in shared if name != tie)
        for variant in VARIANTS.get(tie, ()):
            if data.known_share(variant) > 0:
                yield Choices((variant,), years, model, beside=others)


@dataclass(frozen=True)
class Attempt:
    """What came of one way to estimate; no arrays, for there are hundreds.

    Attributes:
        model_id: Name of the fit.
        choices: The way.
        findings: Tie → its coefficient, where it has one.
        switching: Tie → unordered pairs that change it in the cells estimated on.
        problems: Tie → why it has no coefficient, or an unreliable one.
        record: One row of ``meta.model_fit``; None where nothing was fitted.
    """

    model_id: str
    choices: Choices
    findings: Mapping[str, Finding]
    switching: Mapping[str, int]
    problems: Mapping[str, str]
    record: pl.DataFrame | None


def attempt_all(
    data: GravityData, members: Mapping[str, Booleans], listed: Sequence[Choices], workers: int = 2
) -> list[Attempt]:
    """Try every way, on several threads; results do not depend on how many.

    Args:
        data: The panel.
        members: Group → which economies of the panel are in it, (N,).
        listed: The ways, from `curve`.
        workers: Threads.
    """
    with warnings.catch_warnings(), ThreadPoolExecutor(workers) as pool:
        warnings.simplefilter("ignore", CollinearWarning)  # both are recorded with the coefficient
        warnings.simplefilter("ignore", NotConvergedWarning)
        names = (f"curve_{number:03d}" for number in range(1, 1 + len(listed)))
        return list(pool.map(partial(_attempt, data, members), names, listed))


def _attempt(data: GravityData, members: Mapping[str, Booleans], model_id: str, choices: Choices) -> Attempt:
    try:
        found = estimated(_model(data, members[choices.group], model_id, choices))
    except ImpossiblePanelError as reason:
        return Attempt(model_id, choices, {}, {}, dict.fromkeys(choices.ties, str(reason)), None)
    stuck = isinstance(found.fit, GravityFit) and not found.fit.converged
    problems = dict.fromkeys(choices.ties, "the steps did not converge") if stuck else {}
    problems |= {tie: f"explained by {by}" for tie, by in found.fit.collinear.items() if tie in choices.ties}
    findings = {tie: finding for tie in choices.ties if (finding := found.finding(tie))}
    return Attempt(model_id, choices, findings, found.switching, problems, _record(found, choices))


def _model(data: GravityData, economies: Booleans, model_id: str, choices: Choices) -> TieModel:
    years = [year for year in choices.years if year - choices.lag in data.axes.years]
    if not years:
        raise ImpossiblePanelError(f"no year of the panel lies {choices.lag} years before; use a longer panel")
    ties = data.only((*choices.ties, *choices.beside)).at([year - choices.lag for year in years], economies)
    fixed = data.only(GEOGRAPHY if choices.specification == "between" else ()).at(years, economies)
    return TieModel(
        model_id,
        choices.specification,
        choices.ties,
        fixed,
        {**fixed.variables, **ties.variables},
        estimator=choices.estimator,
        pair_effects=choices.pair_effects,
    )


def _record(found: Estimated, choices: Choices) -> pl.DataFrame:
    axes = found.model.data.axes
    pair = f" + {choices.pair_effects} pair" if choices.specification == "within" else ""
    formula = f"trade ~ {' + '.join(found.fit.terms)} | exporter-year + importer-year{pair} ({choices.estimator})"
    sample = f"{axes.years[0]}–{axes.years[-1]}, {len(axes.economies)} economies ({choices.group}), cow_trade"
    return record(found.fit, found.model.model_id, sample, formula)
