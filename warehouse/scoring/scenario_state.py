"""A scenario meets the world: its changes are checked against the ties that stand, and made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

import numpy as np

from warehouse.scoring.panel import Floats
from warehouse.scoring.scenario import MISSION_LEVELS, MUTUAL, WORLD, Action, Change, Scenario, ScenarioError

Tie = Literal["mission", "rta", "bit", "alignment", "sanction", "tariff"]


@dataclass(frozen=True)
class _Rule:
    """What an action needs and does."""

    tie: Tie
    needs: Literal["none", "some", "any"]
    refusal: str


_RULES: dict[Action, _Rule] = {
    "open-mission": _Rule("mission", "none", "{a} already has a mission in {b}; upgrade it instead"),
    "upgrade-mission": _Rule(
        "mission", "some", "{a} has no mission in {b} below that level; open one, or leave this out"
    ),
    "close-mission": _Rule("mission", "some", "{a} has no mission in {b} to close"),
    "sign-rta": _Rule("rta", "none", "a trade agreement between {a} and {b} already stands"),
    "leave-rta": _Rule("rta", "some", "no trade agreement stands between {a} and {b}"),
    "sign-bit": _Rule("bit", "none", "an investment treaty between {a} and {b} already stands"),
    "leave-bit": _Rule("bit", "some", "no investment treaty stands between {a} and {b}"),
    "move-alignment": _Rule("alignment", "any", "{a} and {b} are at that end of the scale already"),
    "impose-sanction": _Rule("sanction", "none", "{a} already has sanctions on {b}"),
    "lift-sanction": _Rule("sanction", "some", "{a} has no sanctions on {b} to lift"),
    "change-tariff": _Rule("tariff", "any", "{a}'s tariff on {b} would fall below zero"),
}
_REASONS: dict[str, str] = {
    "not-reported": "this tie of {a} with {b} is not reported",
    "end-of-scale": "{a} and {b} move only as far as the scale goes",
    **{str(action): rule.refusal for action, rule in _RULES.items()},
}


@dataclass(frozen=True)
class State:
    """The ties of one year, from the actor's side.

    Attributes:
        year: Calendar year.
        economies: (N,), codes.
        ties: Tie → (N, N), actor by partner, NaN where not reported: 'mission' as in `MISSION_LEVELS` (0 none), 'rta',
            'bit' and 'sanction' 0 or 1, 'alignment' an index from 0 to 1, 'tariff' an ad valorem rate (0.05 = 5 %).
        blocs: Name → codes of members.
    """

    year: int
    economies: tuple[str, ...]
    ties: Mapping[str, Floats]
    blocs: Mapping[str, tuple[str, ...]]

    def members(self, side: tuple[str, ...]) -> list[int]:
        """Return the positions of economies named alone or as a bloc, each once.

        Raises:
            ScenarioError: A name nobody has.
        """
        codes: list[str] = []
        for name in side:
            if name == WORLD:
                codes += self.economies
            elif name in self.blocs:
                codes += [code for code in self.blocs[name] if code in self.economies]
            elif name in self.economies:
                codes.append(name)
            else:
                raise self._unknown(name)
        return [self.economies.index(code) for code in dict.fromkeys(codes)]

    def _unknown(self, name: str) -> ScenarioError:
        similar = ", ".join(get_close_matches(name.upper(), [*self.economies, *self.blocs], n=3))
        remedy = f"did you mean {similar}?" if similar else "use ISO3 codes or names of blocs"
        message = f"unknown economy or bloc {name!r} in {self.year}; {remedy}"
        key = "unknown-similar" if similar else "unknown"
        return ScenarioError(message, key, name=name, year=str(self.year), similar=similar)


@dataclass(frozen=True)
class Remark:
    """A pair that a change names but does not move, or not as far as asked, and why, in words and by its key."""

    action: Action
    actor: str
    partner: str
    reason: str
    key: str


@dataclass(frozen=True)
class Applied:
    """A scenario's ties before and after, (N, N) each, for the ties it touches; and remarks on single pairs."""

    economies: tuple[str, ...]
    before: Mapping[Tie, Floats]
    after: Mapping[Tie, Floats]
    remarks: tuple[Remark, ...]


def apply(scenario: Scenario, state: State) -> Applied:
    """Make the changes one after the other.

    A pair named by its two codes must be changeable. Pairs named through a bloc are passed over with a remark where
    they are not, as long as one is.

    Raises:
        ScenarioError: Another year, an unknown economy, a mission that is open, a treaty that stands, a tie that is not
            reported, a change without any effect.
    """
    if scenario.year != state.year:
        raise ScenarioError(f"the scenario is about {scenario.year}, the ties at hand are of {state.year}")
    after: dict[Tie, Floats] = {}
    remarks: list[Remark] = []
    for change in scenario.changes:
        tie = _RULES[change.action].tie
        if tie not in state.ties:
            message = f"{change.action}: no source of this tie is loaded ({tie}, {state.year})"
            raise ScenarioError(message, "no-source", year=str(state.year))
        after.setdefault(tie, state.ties[tie].copy())
        remarks += _make(change, after[tie], state)
    return Applied(state.economies, {tie: state.ties[tie] for tie in after}, after, tuple(remarks))


def _make(change: Change, values: Floats, state: State) -> list[Remark]:
    """Change the values of a tie in place."""
    unit = _unit(change, state)
    named = {*change.actors, *change.partners}
    remarks, moved = [], False
    for actor, partner in _pairs(change, state):
        new, key = _outcome(change, float(values[actor, partner]), unit)
        a, b = state.economies[actor], state.economies[partner]
        reason = _REASONS[key].format(a=a, b=b) if key else ""
        if new is None and {a, b} <= named:
            raise ScenarioError(f"{change.action}: {reason}", key, a=a, b=b)
        if reason:
            remarks.append(Remark(change.action, a, b, reason, key))
        if new is not None:
            moved = True
            values[actor, partner] = new
            if change.action in MUTUAL:
                values[partner, actor] = new
    if not moved:
        raise _nothing(change, remarks)
    return remarks


def _nothing(change: Change, remarks: list[Remark]) -> ScenarioError:
    start = f"{change.action} changes nothing"
    if not remarks:
        return ScenarioError(f"{start}: both sides are the same economy", "same-economy")
    first = remarks[0]
    return ScenarioError(f"{start}: {first.reason}", first.key, a=first.actor, b=first.partner)


def _pairs(change: Change, state: State) -> Iterator[tuple[int, int]]:
    """Each pair once; in mutual changes whichever way round comes first."""
    actors = state.members(change.actors)
    partners = state.members(change.partners) if change.partners else actors
    seen = set()
    for actor in actors:
        for partner in partners:
            key = frozenset((actor, partner)) if change.action in MUTUAL else (actor, partner)
            if actor != partner and key not in seen:
                seen.add(key)
                yield actor, partner


def _unit(change: Change, state: State) -> float:
    """What one of the change's amount is on the tie's own scale."""
    if change.action == "change-tariff":
        return 0.01
    if change.action == "move-alignment":
        abroad = ~np.eye(len(state.economies), dtype=bool)
        return float(np.nanstd(state.ties["alignment"][abroad]))
    return 1.0


def _outcome(change: Change, current: float, unit: float) -> tuple[float | None, str]:
    """The tie's new value, None if the change cannot be made, and the key of a remark."""
    rule = _RULES[change.action]
    if np.isnan(current):
        return None, "not-reported"
    target = MISSION_LEVELS[change.level] if change.level else 1.0
    if change.by is not None:
        target = current + change.by * unit
        bounded = float(np.clip(target, 0.0, 1.0)) if change.action == "move-alignment" else target
        if bounded < 0 or bounded == current:
            return None, change.action
        return bounded, "" if bounded == target else "end-of-scale"
    if rule.needs == "none":
        return (target, "") if current == 0 else (None, change.action)
    if change.action == "upgrade-mission":
        return (target, "") if 0 < current < target else (None, change.action)
    return (0.0, "") if current > 0 else (None, change.action)
