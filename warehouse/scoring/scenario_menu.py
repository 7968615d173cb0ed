"""What one tie more would bring, pair by pair: the menu from which the best next tie is read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from warehouse.scoring.equilibrium import Baseline
from warehouse.scoring.scenario import MUTUAL, Action, Change, Scenario
from warehouse.scoring.scenario_state import State, Tie, apply
from warehouse.scoring.scenario_terms import IDENTIFIED, Translation, translate
from warehouse.scoring.scenario_text import to_line
from warehouse.scoring.scenario_world import SIGMA_RANGE, World
from warehouse.scoring.uncertainty import Draws, Pair, Precision, direct_effect, simulate

NEW_TIES: dict[Tie, tuple[Action, str | None]] = {
    "rta": ("sign-rta", None),
    "bit": ("sign-bit", None),
    "mission": ("open-mission", "embassy"),
}
"""What the menu offers a pair without, and at which level."""

ENDS = ("", "_low", "_high")
Row = dict[str, object]


@dataclass(frozen=True)
class Candidate:
    """A pair that may get a tie.

    Attributes:
        exporter: Whose gain is asked for; the sender of a mission.
        importer: The partner.
        draws: For the interval of its general equilibrium.
    """

    exporter: str
    importer: str
    draws: int


def menu(world: World, candidates: Iterable[Candidate]) -> list[Row]:
    """Answer what each tie that a pair lacks would bring its exporter.

    The direct effect has its interval in closed form. General equilibrium is solved for ties whose effect is identified
    within pairs, once for both directions of a treaty; its numbers are those of `what_if.answer` with as many draws.

    Args:
        world: Where they start from; pairs with an economy that it leaves out are passed over.
        candidates: Pairs.

    Returns:
        One row per candidate and missing tie, with the columns of score.scenario_effect; general equilibrium and bounds
        are left out where they are not known.
    """
    one_by_one = _Menu(world, world.baseline(), {})
    inside = set(world.state.economies)
    return [
        row
        for candidate in sorted(candidates, key=lambda one: -one.draws)  # a treaty is solved once, for both directions
        if {candidate.exporter, candidate.importer} <= inside
        for row in one_by_one.rows(candidate)
    ]


@dataclass(frozen=True)
class _Menu:
    """A world, and what has been solved of it so far."""

    world: World
    baseline: Baseline
    solved: dict[object, Draws]

    @property
    def answerable(self) -> set[Tie]:
        """Ties that are loaded and have a coefficient."""
        return {term.tie for term in self.world.terms.values()} & set(self.world.state.ties)

    def rows(self, candidate: Candidate) -> Iterator[Row]:
        pair = candidate.exporter, candidate.importer
        at = [self.world.state.economies.index(code) for code in pair]
        state = _of_two(self.world.state, at)
        for tie, (action, level) in NEW_TIES.items():
            if tie not in self.answerable or state.ties[tie][0, 1] != 0:
                continue
            scenario = Scenario(state.year, (Change(action, pair[:1], pair[1:], level),))
            translation = translate(apply(scenario, state), self.world.terms, accept_association=True)
            row = self._direct(translation, self.world.trade[at[0], at[1]])
            if translation.badge in IDENTIFIED:
                key = tie, frozenset(pair) if action in MUTUAL else pair
                if key not in self.solved:
                    self.solved[key] = self._solve(translation, at, candidate.draws)
                row |= _equilibrium(self.solved[key], pair)
            yield {
                "exporter": pair[0],
                "importer": pair[1],
                "year": state.year,
                "scenario_tie": tie,
                "scenario_line": to_line(scenario),
                **row,
            }

    def _direct(self, translation: Translation, trade: float) -> Row:
        change = {name: values[0, 1] for name, values in translation.changes.items()}
        effects = [float(effect) - 1 for effect in direct_effect(change, self.world.fit)]
        return {
            "evidence_badge": translation.badge,
            "is_identified": translation.badge in IDENTIFIED,
            "fitted_usd": trade,
            **_with_ends("direct", "pct", [100 * effect for effect in effects]),
            **_with_ends("direct_gain", "usd", [trade * effect for effect in effects]),
        }

    def _solve(self, translation: Translation, at: list[int], draws: int) -> Draws:
        changes = {}
        for name, values in translation.changes.items():
            changes[name] = np.zeros_like(self.baseline.trade)
            changes[name][np.ix_(at, at)] = values
        here = [self.baseline.economies[k] for k in at]
        precision = Precision(draws=draws, sigma_range=SIGMA_RANGE)
        return simulate(
            self.baseline, changes, self.world.fit, precision, pairs=[(here[0], here[1]), (here[1], here[0])]
        )


def _of_two(state: State, at: list[int]) -> State:
    """The ties of two economies: checking a change of theirs takes no more."""
    codes = tuple(state.economies[k] for k in at)
    return State(state.year, codes, {tie: values[np.ix_(at, at)] for tie, values in state.ties.items()}, {})


def _equilibrium(draws: Draws, pair: Pair) -> Row:
    """The exporter's side of a solved scenario."""
    central, which = draws.central, draws.pairs.index(pair)
    i, j = (central.baseline.economies.index(code) for code in pair)
    trade, abroad = central.baseline.trade, central.baseline.output[i] - central.baseline.trade[i, i]
    own = central.trade[i, j] / trade[i, j] if trade[i, j] > 0 else np.nan
    flow, exports, real_gdp = (
        [estimate - 1, *(float(bound[at]) - 1 for bound in draws.interval(name))]
        for name, estimate, at in (
            ("flows", float(own), which),
            ("exports", float(central.exports[i]), i),
            ("real_gdp", float(central.real_gdp[i]), i),
        )
    )
    return {
        **_with_ends("full", "pct", [100 * change for change in flow]),
        **_with_ends("full_exports_gain", "usd", [abroad * change for change in exports]),
        **_with_ends("full_real_gdp", "pct", [100 * change for change in real_gdp]),
        "draw_count": len(draws.sigmas),
        "sigma": central.sigma,
        "reference": central.baseline.reference,
    }


def _with_ends(name: str, unit: str, values: Iterable[float]) -> Row:
    return {f"{name}{end}_{unit}": value for end, value in zip(ENDS, values, strict=True)}
