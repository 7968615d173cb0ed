"""A scenario asked and answered: checked, translated, solved, with what the number rests on beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from warehouse.scoring.equilibrium import Baseline, Kind
from warehouse.scoring.panel import Floats
from warehouse.scoring.scenario import Scenario, ScenarioError
from warehouse.scoring.scenario_state import Remark, State, apply
from warehouse.scoring.scenario_terms import Badge, Term, translate
from warehouse.scoring.uncertainty import Draws, Estimates, Pair, Precision, Progress, simulate

AS_ON_THE_PAGE = Precision()
MOST_FLOWS = 1000
"""Of the flows whose costs change the largest are kept: a bloc touches tens of thousands."""

ORDERED_BY: Mapping[Kind, str] = {"conditional": "exports", "full": "real_gdp"}


@dataclass(frozen=True)
class Answer:
    """What a scenario does, and what that rests on.

    Attributes:
        scenario: The question.
        draws: The equilibrium at the estimates, and the draws around it.
        precision: How they were drawn.
        badge: How well the weakest effect involved is established.
        caption: What to write beside the numbers.
        remarks: Pairs the scenario names but does not move, or not as far as asked.
    """

    scenario: Scenario
    draws: Draws
    precision: Precision
    badge: Badge
    caption: str
    remarks: tuple[Remark, ...]

    @property
    def ordered_by(self) -> str | None:
        """The indicator that tells winners from losers; none in partial equilibrium, where there are neither."""
        return ORDERED_BY.get(self.draws.central.kind)

    def economies(self, level: float = 0.9) -> pl.DataFrame:
        """Return one row per economy and indicator: estimate, lower, upper, and the assumptions in columns."""
        return self._with_assumptions(self.draws.economies_table(level))

    def flows(self, level: float = 0.9) -> pl.DataFrame:
        """Return one row per flow whose costs change: exporter, importer, estimate, lower, upper, assumptions."""
        return self._with_assumptions(self.draws.flows_table(level))

    def _with_assumptions(self, table: pl.DataFrame) -> pl.DataFrame:
        central = self.draws.central
        low, high = self.precision.sigma_range or (central.sigma, central.sigma)
        return table.with_columns(
            pl.lit(central.kind).alias("kind"),
            pl.lit(central.sigma).alias("sigma"),
            pl.lit(low).alias("sigma_low"),
            pl.lit(high).alias("sigma_high"),
            pl.lit(central.baseline.reference).alias("reference"),
            pl.lit(self.badge).alias("evidence_badge"),
            pl.lit(self.caption).alias("evidence_caption"),
        )


def answer(
    scenario: Scenario,
    state: State,
    baseline: Baseline,
    terms: Mapping[str, Term],
    fit: Estimates,
    *,
    kind: Kind = "full",
    precision: Precision = AS_ON_THE_PAGE,
    accept_association: bool = False,
    progress: Progress | None = None,
) -> Answer:
    """Answer a scenario.

    Args:
        scenario: The question.
        state: The ties of its year.
        baseline: Trade of its year, for the same economies in the same order.
        terms: Regressor of the fit → how it follows from a tie.
        fit: The estimates.
        kind: What responds; see `equilibrium.solve`.
        precision: How many draws, and of what.
        accept_association: The reader's explicit choice to see what rests on no more than an association.
        progress: Called after each draw.

    Raises:
        ScenarioError: What `apply` and `translate` refuse, or a baseline of other economies.
        MarketsDoNotClearError: At the estimates.
    """
    if state.economies != baseline.economies:
        raise ScenarioError("ties and trade are of different economies; select the same ones in the same order")
    applied = apply(scenario, state)
    translation = translate(applied, terms, accept_association=accept_association)
    draws = simulate(
        baseline,
        translation.changes,
        fit,
        precision,
        kind=kind,
        pairs=_touched(translation.changes, baseline),
        progress=progress,
    )
    return Answer(scenario, draws, precision, translation.badge, translation.caption, applied.remarks)


def _touched(changes: Mapping[str, Floats], baseline: Baseline) -> list[Pair]:
    cells = np.argwhere(np.any(list(changes.values()), axis=0))
    largest = np.argsort(-baseline.trade[tuple(cells.T)], kind="stable")[:MOST_FLOWS]
    return [(baseline.economies[i], baseline.economies[j]) for i, j in cells[largest]]
