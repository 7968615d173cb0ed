"""What one tie more would bring, pair by pair: the menu from which the best next tie is read.

A scenario of one tie moves one number, x = Δβ'z, of which the coefficient's uncertainty is all there is to draw besides
σ. What follows from x and σ is smooth: it is solved on a grid of three by three, in between it is a quadratic surface,
and the intervals are those of a thousand draws on the surface.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from scipy.special import ndtri

from warehouse.scoring.elasticity import SIGMA, SIGMA_RANGE
from warehouse.scoring.equilibrium import Baseline, Equilibrium, Nearby, respond
from warehouse.scoring.market_clearing import Linearisation
from warehouse.scoring.panel import Floats
from warehouse.scoring.scenario import MUTUAL, Action, Change, Scenario
from warehouse.scoring.scenario_state import State, Tie, apply
from warehouse.scoring.scenario_terms import Translation, translate
from warehouse.scoring.scenario_text import to_line
from warehouse.scoring.scenario_world import World
from warehouse.scoring.uncertainty import Pair, direct_effect, even_points

NEW_TIES: dict[Tie, tuple[Action, str | None]] = {
    "rta": ("sign-rta", None),
    "bit": ("sign-bit", None),
    "mission": ("open-mission", "embassy"),
}
"""What the menu offers a pair without, and at which level."""

ENDS = ("", "_low", "_high")
"""Estimate, and the ends of its 90 % interval."""
LEVEL = 0.9
DRAWS, SEED = 1000, 1
EFFECTS, SIGMAS = (-2.5, 0.0, 2.5), (SIGMA_RANGE[0], SIGMA, SIGMA_RANGE[1])
"""The grid: standard errors from the estimate, and σ."""

Row = dict[str, object]


def menu(world: World, candidates: Iterable[Pair]) -> list[Row]:
    """Answer what each tie that a pair lacks would bring its exporter.

    Direct effects have their interval in closed form. General equilibrium is solved for ties that may be recommended:
    those whose effect is identified within pairs and whose interval lies above zero.

    Args:
        world: Where they start from; pairs with an economy that it leaves out are passed over.
        candidates: Exporter, who would send a mission, and importer.

    Returns:
        One row per pair and missing tie, with the columns of score.scenario_effect; those of general equilibrium are
        left out where it is not solved.
    """
    solver = _Menu(world, world.baseline(), {})
    inside = set(world.state.economies)
    return [row for pair in candidates if set(pair) <= inside for row in solver.rows(pair)]


@dataclass(frozen=True)
class _Menu:
    """A world, and the grids that have been solved of it: for each exporter, log changes (9, 3)."""

    world: World
    baseline: Baseline
    solved: dict[object, dict[str, Floats]]

    @cached_property
    def answerable(self) -> set[Tie]:
        """Ties that are loaded and have a coefficient."""
        return {term.tie for term in self.world.terms.values()} & set(self.world.state.ties)

    @cached_property
    def nearby(self) -> Nearby:
        """The baseline, factorised once for each elasticity of the grid."""
        return Nearby(np.zeros_like(self.baseline.output), Linearisation.around(self.baseline.trade))

    def rows(self, pair: Pair) -> Iterator[Row]:
        """One row per missing tie."""
        at = [self.world.state.economies.index(code) for code in pair]
        state = _of_two(self.world.state, at)
        for tie, (action, level) in NEW_TIES.items():
            if tie not in self.answerable or state.ties[tie][0, 1] != 0:
                continue
            scenario = Scenario(state.year, (Change(action, pair[:1], pair[1:], level),))
            translation = translate(apply(scenario, state), self.world.terms, accept_association=True)
            effect = _DirectEffect.of(translation, self.world)
            row = {"exporter": pair[0], "importer": pair[1], "year": state.year, "scenario_tie": tie}
            row |= {"scenario_line": to_line(scenario), "evidence_badge": translation.badge}
            row |= {"is_identified": translation.identified} | effect.row(self.world.trade[at[0], at[1]])
            if translation.identified and effect.ends[1] > 1:
                key = (tie, frozenset(pair) if action in MUTUAL else pair)
                if key not in self.solved:
                    self.solved[key] = self.grid(effect, at)
                row |= self.equilibrium(self.solved[key][pair[0]], at[0])
            yield row

    def grid(self, effect: "_DirectEffect", at: list[int]) -> dict[str, Floats]:
        """Log changes of the flow, of all exports and of real GDP, (9, 3), with either economy as the exporter."""
        solved = [
            respond(self.baseline, effect.cost_change(step, at, self.baseline), "full", sigma, self.nearby)
            for step in EFFECTS
            for sigma in SIGMAS
        ]
        i, j = at
        codes = self.baseline.economies
        return {codes[a]: np.log([_changes(one, a, b) for one in solved]) for a, b in ((i, j), (j, i))}

    def equilibrium(self, grid: Floats, exporter: int) -> Row:
        """The exporter's side of a scenario."""
        tail = (1 - LEVEL) / 2
        drawn = np.quantile(_surface() @ grid, [tail, 1 - tail], axis=0)
        flow, exports, real_gdp = np.expm1(np.vstack([grid[len(grid) // 2], drawn])).T
        abroad = self.baseline.output[exporter] - self.baseline.trade[exporter, exporter]
        return {
            **_with_ends("full", "pct", 100 * flow),
            **_with_ends("full_exports_gain", "usd", abroad * exports),
            **_with_ends("full_real_gdp", "pct", 100 * real_gdp),
            "draw_count": DRAWS,
            "sigma": self.baseline.sigma,
            "reference": self.baseline.reference,
        }


@dataclass(frozen=True)
class _DirectEffect:
    """What a tie does to costs between two economies.

    Attributes:
        change: (2, 2), of the regressor.
        ends: Effect on the flow from the first to the second, and its bounds; 1 means unchanged.
    """

    change: Floats
    ends: Floats

    @classmethod
    def of(cls, translation: Translation, world: World) -> "_DirectEffect":
        ((term, change),) = translation.changes.items()
        return cls(change, np.array([float(end) for end in direct_effect({term: change[0, 1]}, world.fit, LEVEL)]))

    def row(self, trade: float) -> Row:
        percent, gain = 100 * (self.ends - 1), trade * (self.ends - 1)
        return {"fitted_usd": trade} | _with_ends("direct", "pct", percent) | _with_ends("direct_gain", "usd", gain)

    def cost_change(self, step: float, at: list[int], baseline: Baseline) -> Floats:
        """(N, N), T̂ that many standard errors from the estimate."""
        std_error = np.log(self.ends[2] / self.ends[1]) / (2 * ndtri((1 + LEVEL) / 2))
        moved = (np.log(self.ends[0]) + step * std_error) * self.change / self.change[0, 1]
        result = np.ones_like(baseline.trade)
        result[np.ix_(at, at)] = np.exp(moved)
        return result


def _of_two(state: State, at: list[int]) -> State:
    """The ties of two economies: checking a change of theirs takes no more."""
    codes = tuple(state.economies[k] for k in at)
    return State(state.year, codes, {tie: values[np.ix_(at, at)] for tie, values in state.ties.items()}, {})


def _changes(solved: Equilibrium, i: int, j: int) -> tuple[float, float, float]:
    before = solved.baseline.trade[i, j]
    flow = solved.trade[i, j] / before if before > 0 else np.nan
    return float(flow), float(solved.exports[i]), float(solved.real_gdp[i])


@cache
def _surface() -> Floats:
    """What each draw takes of the grid's nine values, (DRAWS, 9); in 1/(σ − 1) real income is nearly linear."""
    points = even_points(DRAWS, 2, SEED)
    low, high = SIGMA_RANGE
    sigma = low + (high - low) * points[:, 1]
    by_effect = _weights(ndtri(points[:, 0]), np.array(EFFECTS))
    by_sigma = _weights(1 / (sigma - 1), 1 / (np.array(SIGMAS) - 1))
    weights: Floats = np.einsum("da,db->dab", by_effect, by_sigma).reshape(DRAWS, -1)
    return weights


def _weights(at: Floats, nodes: Floats) -> Floats:
    """Lagrange's weights of the nodes (3,) in a quadratic at each point (D,), (D, 3)."""
    others = [np.delete(nodes, k) for k in range(len(nodes))]
    columns = [
        np.prod((at[:, None] - other) / (node - other), axis=1) for node, other in zip(nodes, others, strict=True)
    ]
    return np.stack(columns, axis=1)


def _with_ends(name: str, unit: str, values: Floats) -> Row:
    return {f"{name}{end}_{unit}": float(value) for end, value in zip(ENDS, values, strict=True)}
