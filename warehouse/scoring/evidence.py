"""How well an association between a tie and trade is established (methods, section 3)."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import stdtr, stdtrit

from warehouse.scoring.panel import Booleans, Floats
from warehouse.scoring.scenario_terms import BADGES, Badge

__all__ = ["BADGES", "Badge", "Finding", "badge", "switching_pairs"]

SIGNIFICANCE = 0.01
"""Of G1 for an association, of G2 for a change within pairs."""
LEAST_SWITCHING = 50
"""Pairs that must change a tie before a change within pairs counts."""
LEAD_LEVEL = 0.9
LEAD_SHARE = 0.5
"""The interval of the lead, at this level, must lie within this share of the effect to either side of zero."""
Specification = Literal["between", "within", "timing"]


@dataclass(frozen=True)
class Finding:
    """A coefficient as estimated.

    Attributes:
        estimate: The coefficient.
        std_error: Its standard error.
        effective_pairs: Pairs that tell as much as all do; less one, the degrees of freedom.
        bias: What is to be taken off the estimate.
    """

    estimate: float
    std_error: float
    effective_pairs: float
    bias: float = 0.0

    @property
    def corrected(self) -> float:
        """The estimate less its bias."""
        return self.estimate - self.bias

    @property
    def _freedom(self) -> float:
        return max(self.effective_pairs - 1, 1.0)

    @property
    def p_value(self) -> float:
        """Of the two-sided t-test that there is nothing; 1 without a standard error: the sample is too small."""
        if self.std_error == 0:
            return 1.0
        return float(2 * stdtr(self._freedom, -abs(self.corrected) / self.std_error))

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Bounds around the corrected estimate."""
        reach = float(stdtrit(self._freedom, (1 + level) / 2)) * self.std_error
        return self.corrected - reach, self.corrected + reach


def badge(between: Finding | None, within: Finding | None, lead: Finding | None, switching: int) -> Badge:
    """The badge of a tie.

    Args:
        between: Its coefficient in G1; None where not estimated.
        within: In G2.
        lead: That of its value four years on, in G3. A lead that merely cannot be told from zero proves nothing: its
            interval must be narrow.
        switching: Pairs that change the tie while they trade.
    """
    if within and switching >= LEAST_SWITCHING and within.p_value < SIGNIFICANCE:
        reach = LEAD_SHARE * abs(within.corrected)
        early = lead is None or max(map(abs, lead.interval(LEAD_LEVEL))) > reach
        return "within-pair" if early else "timing holds"
    if between and between.p_value < SIGNIFICANCE:
        return "association"
    return "no evidence"


def switching_pairs(tie: Floats, estimated: Booleans) -> int:
    """Unordered pairs whose tie changes, in either direction, among the cells estimated on.

    Args:
        tie: (T, N, N).
        estimated: (T, N, N).
    """
    highest = np.where(estimated, tie, -np.inf).max(axis=0)
    lowest = np.where(estimated, tie, np.inf).min(axis=0)
    changes = highest > lowest
    return int(np.triu(changes | changes.T).sum())
