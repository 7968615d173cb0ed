"""From changes of ties to changes of regressors, and what may be claimed about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from warehouse.scoring.panel import Floats
from warehouse.scoring.scenario import ScenarioError
from warehouse.scoring.scenario_state import Applied, Tie

Badge = Literal["no evidence", "association", "within-pair", "timing holds"]
BADGES: tuple[Badge, ...] = get_args(Badge)
"""How well an effect is established, from least to best."""

CAPTIONS: dict[Badge, str] = {
    "no evidence": "Association only: no effect of this tie has been found.",
    "association": "Association only: pairs that have this tie trade so; nothing shows that the tie is why.",
    "within-pair": "Effect within pairs: their trade moved when the tie changed; it may have moved before.",
    "timing holds": "Effect within pairs that starts with the tie, not before it.",
}
"""What stands beside a number that rests on such an effect."""

View = Literal["exporter", "importer", "mean", "either"]
"""Whose act a regressor of i → j counts: i's towards j, j's towards i, their mean, or the larger."""


class NotIdentifiedError(ScenarioError):
    """The scenario rests on ties whose effect is not identified within pairs, and the reader has not accepted that."""


@dataclass(frozen=True)
class Term:
    """How a regressor of the gravity model follows from a tie.

    Attributes:
        tie: Which.
        view: Whose act counts.
        badge: How well its effect is established.
        as_log: Whether the regressor is ln(1 + tie), as for tariffs.
        identified: Whether the effect is estimated within pairs, from enough of them that change the tie.
    """

    tie: Tie
    view: View
    badge: Badge
    as_log: bool = False
    identified: bool = True

    def value(self, tie: Floats) -> Floats:
        """Return the regressor (N, N), exporter by importer, for a tie (N, N), actor by partner."""
        seen = {
            "exporter": tie,
            "importer": tie.T,
            "mean": (tie + tie.T) / 2,
            "either": np.maximum(tie, tie.T),
        }[self.view]
        return np.log1p(seen) if self.as_log else seen


@dataclass(frozen=True)
class Translation:
    """A scenario in the gravity model's terms.

    Attributes:
        changes: Regressor → Δz (N, N), zero where nothing changes.
        badge: The weakest among the effects it rests on.
        identified: Whether all of them are identified within pairs.
    """

    changes: dict[str, Floats]
    badge: Badge
    identified: bool

    @property
    def caption(self) -> str:
        """What to write beside its numbers."""
        return CAPTIONS[self.badge]


def translate(applied: Applied, terms: Mapping[str, Term], *, accept_association: bool = False) -> Translation:
    """Turn changes of ties into changes of regressors.

    Args:
        applied: The ties before and after.
        terms: Regressor of the fit → how it follows from a tie.
        accept_association: The reader's explicit choice to see what rests on no more than an association.

    Raises:
        ScenarioError: A tie that no regressor follows from.
        NotIdentifiedError: An effect not identified within pairs, and no such choice.
    """
    changes: dict[str, Floats] = {}
    weakest: Badge = BADGES[-1]
    for tie in applied.after:
        following = {name: term for name, term in terms.items() if term.tie == tie}
        if not following:
            message = f"no fitted model has a regressor for this tie ({tie}), so its effect is unknown"
            raise ScenarioError(message, "no-regressor")
        for name, term in following.items():
            changes[name] = _change(applied, tie, term)
            weakest = min(weakest, term.badge, key=BADGES.index)
            if not term.identified and not accept_association:
                raise NotIdentifiedError(
                    f"the effect of this tie ({tie}) is not identified: too few pairs have changed it while they were "
                    "observed. Leave it out, or choose to take the number as an association"
                )
    return Translation(changes, weakest, all(terms[name].identified for name in changes))


def _change(applied: Applied, tie: Tie, term: Term) -> Floats:
    before, after = applied.before[tie], applied.after[tie]
    difference = term.value(after) - term.value(before)
    moved = np.nan_to_num(after) != np.nan_to_num(before)
    lost = np.argwhere(np.isnan(difference) & (term.value(moved.astype(np.float64)) > 0))
    if len(lost):
        one, other = (applied.economies[k] for k in lost[0])
        message = (
            f"{tie} between {one} and {other} is reported in one direction only, and its effect on trade takes both"
        )
        raise ScenarioError(message, "one-direction", a=one, b=other)
    return np.nan_to_num(difference)
