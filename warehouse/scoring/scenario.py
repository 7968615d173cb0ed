"""What a reader may ask for: a list of changes of ties, in a year.

A scenario is data. `scenario_text` reads and writes it, `scenario_state` checks it against a world and turns it into
changes of regressors, `equilibrium` and `uncertainty` answer it.
"""

import math
import re
from dataclasses import dataclass
from typing import Literal, get_args

Action = Literal[
    "open-mission",
    "upgrade-mission",
    "close-mission",
    "sign-rta",
    "leave-rta",
    "sign-bit",
    "leave-bit",
    "move-alignment",
    "impose-sanction",
    "lift-sanction",
    "change-tariff",
]
ACTIONS: tuple[Action, ...] = get_args(Action)

MISSION_LEVELS = {"honorary-consulate": 0.25, "consulate": 0.5, "office": 0.75, "embassy": 1.0}
"""The indicator of representation, by the highest standing channel of communication."""

WORLD = "world"
"""Stands for every economy."""

WITH_LEVEL: tuple[Action, ...] = ("open-mission", "upgrade-mission")
WITH_AMOUNT: tuple[Action, ...] = ("move-alignment", "change-tariff")
MUTUAL: tuple[Action, ...] = ("sign-rta", "leave-rta", "sign-bit", "leave-bit", "move-alignment")

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
LONGEST_TITLE = 200


class ScenarioError(ValueError):
    """A scenario that cannot be read or does not fit the world; the message names the remedy.

    Attributes:
        key: Name of the reason, for those who say it in another language; empty where one has to misspell to meet it.
        values: What the message names: codes of economies, a year.
    """

    def __init__(self, message: str, key: str = "", **values: str) -> None:
        super().__init__(message)
        self.key = key
        self.values = values


@dataclass(frozen=True)
class Change:
    """One change of ties between two sides.

    Attributes:
        action: What is done.
        actors: Who acts: codes of economies, names of blocs, or 'world'. The sender of a mission, who imposes a
            sanction, who levies a tariff.
        partners: Towards whom; empty where the actors do it among themselves. Treaties and alignment are mutual, so the
            two sides may be swapped.
        level: Of the mission that is opened, or upgraded to; one of `MISSION_LEVELS`.
        by: How far alignment moves closer, in standard deviations over pairs, or a tariff rises, in percentage points.

    Raises:
        ScenarioError: An unknown action, a name that is none, a level or an amount that is missing or does not belong.
    """

    action: Action
    actors: tuple[str, ...]
    partners: tuple[str, ...] = ()
    level: str | None = None
    by: float | None = None

    def __post_init__(self) -> None:
        if self.action not in ACTIONS:
            raise ScenarioError(f"unknown action {self.action!r}; there are {', '.join(ACTIONS)}")
        self._check_sides()
        self._check_level()
        self._check_amount()

    def _check_sides(self) -> None:
        if not self.actors:
            raise ScenarioError(f"{self.action}: nobody acts; name an economy, a bloc or {WORLD!r}")
        for name in self.actors + self.partners:
            if not _NAME.fullmatch(name):
                raise ScenarioError(f"{self.action}: {name!r} is no name; use letters, digits and hyphens")

    def _check_level(self) -> None:
        known = ", ".join(MISSION_LEVELS)
        if self.action in WITH_LEVEL and self.level not in MISSION_LEVELS:
            raise ScenarioError(f"{self.action}: level is {self.level!r}; give one of {known}")
        if self.action not in WITH_LEVEL and self.level is not None:
            raise ScenarioError(f"{self.action} takes no level")

    def _check_amount(self) -> None:
        if self.action not in WITH_AMOUNT:
            if self.by is not None:
                raise ScenarioError(f"{self.action} takes no amount 'by'")
        elif self.by is None or not math.isfinite(self.by) or self.by == 0:
            raise ScenarioError(f"{self.action}: by is {self.by}; give a number other than zero", "no-amount")


@dataclass(frozen=True)
class Scenario:
    """Changes made one after the other to the ties of one year.

    Raises:
        ScenarioError: No change, a year that is none, a title that is too long or holds unprintable characters.
    """

    year: int
    changes: tuple[Change, ...]
    title: str = ""

    def __post_init__(self) -> None:
        if not 1900 <= self.year <= 2199:
            raise ScenarioError(f"year is {self.year}; give a calendar year")
        if not self.changes:
            raise ScenarioError("the scenario changes nothing; add a change")
        if len(self.title) > LONGEST_TITLE or not self.title.isprintable():
            raise ScenarioError(f"the title is longer than {LONGEST_TITLE} characters or holds unprintable ones")
