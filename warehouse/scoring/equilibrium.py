"""What trade costs do to trade, prices and real income: one-sector Armington in exact changes.

Economies differ by what they make, tastes are CES with elasticity σ, output is an endowment (Anderson & van Wincoop
2003; Anderson, Larch & Yotov 2018). Solved in changes from observed trade, so that neither costs nor tastes need to be
known (Dekle, Eaton & Kortum 2008). A hat is the counterfactual over the baseline; T̂ = t̂^{1−σ} = exp(Δβ'z), and
π_ij = X_ij / E_j:

    P̂_j^{1−σ} = Σ_i π_ij T̂_ij p̂_i^{1−σ}             price index of j
    X′_ij = π_ij T̂_ij (p̂_i / P̂_j)^{1−σ} E′_j        trade
    p̂_i Y_i = Σ_j X′_ij                             every market clears
    E′_j = E_j p̂_j · Σ_k p̂_k Y_k / Σ_k E_k p̂_k      expenditure stays in proportion to income; ΣE′ = ΣY′
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from warehouse.scoring.effects import components
from warehouse.scoring.market_clearing import REQUIRED, Linearisation, Markets, Point, clear
from warehouse.scoring.panel import Floats

Kind = Literal["partial", "conditional", "full"]
"""What responds to trade costs: the pair alone; also multilateral resistances; also prices, output and expenditure."""


class ImpossibleBaselineError(ValueError):
    """The baseline, or a change of trade costs, describes no world to be solved; the message names the remedy."""


class MarketsDoNotClearError(ArithmeticError):
    """No prices were found at which every market clears; the message names the markets that fail."""


@dataclass(frozen=True)
class Baseline:
    """The world before anything changes.

    Attributes:
        trade: (N, N), exporter by importer, in one currency; the diagonal holds domestic sales.
        economies: (N,), codes.
        sigma: σ > 1, elasticity of substitution between economies' goods.
        reference: The economy whose price index P is the unit of account.
    """

    trade: Floats
    economies: tuple[str, ...]
    sigma: float
    reference: str

    def __post_init__(self) -> None:
        _check_shape(self.trade, len(self.economies), "trade")
        if self.reference not in self.economies:
            raise ImpossibleBaselineError(f"reference {self.reference!r} is not among the economies")
        if not 1 < self.sigma < np.inf:
            raise ImpossibleBaselineError(f"sigma is {self.sigma}; the elasticity of substitution must exceed 1")
        unknown = np.asarray(np.isnan(np.diagonal(self.trade)))
        self.refuse(unknown, "have no domestic sales; take them from data or from `domestic_sales`, or leave them out")
        bad = ~np.isfinite(self.trade) | (self.trade < 0)
        self.refuse(np.asarray((bad | bad.T).any(axis=1)), "have trade that is missing, negative or infinite; use zero")
        self.refuse(self.output == 0, "sell nothing, not even at home; leave them out")
        self.refuse(self.expenditure == 0, "buy nothing, not even at home; leave them out")
        self.refuse_cut_off(self.trade)

    @cached_property
    def output(self) -> Floats:
        """Y (N,), what each economy sells anywhere."""
        return np.asarray(self.trade.sum(axis=1), dtype=np.float64)

    @cached_property
    def expenditure(self) -> Floats:
        """E (N,), what each economy buys anywhere."""
        return np.asarray(self.trade.sum(axis=0), dtype=np.float64)

    def refuse(self, affected: npt.NDArray[np.bool_], reason: str) -> None:
        """Raise if any economy is affected, and name them."""
        if affected.any():
            names = ", ".join(np.asarray(self.economies)[affected])
            raise ImpossibleBaselineError(f"{names} {reason}")

    def refuse_cut_off(self, trade: Floats) -> None:
        """Raise if chains of trade leave some economies out: their prices against the rest would be arbitrary."""
        sellers, buyers = (labels[0] for labels in components(trade[None] > 0))
        home = sellers[self.economies.index(self.reference)]
        self.refuse((sellers != home) | (buyers != home), f"are cut off from {self.reference}; leave them out")


@dataclass(frozen=True)
class Equilibrium:
    """The world afterwards. Changes are ratios to the baseline, (N,): 1 means unchanged.

    Attributes:
        baseline: The world before.
        kind: What was allowed to respond.
        sigma: σ it was solved with; the baseline's, unless drawn.
        trade: (N, N), X′.
        prices: p̂, factory-gate prices; 1 unless the kind is full.
        inward: P̂, inward multilateral resistance, the consumer's price index; 1 for the reference economy.
        outward: Π̂, outward multilateral resistance, the seller's average cost of reaching buyers.
        output: Ŷ, value of output.
        expenditure: Ê.
        residuals: The larger relative imbalance of each economy: sales against output, purchases against expenditure.
            NaN in partial equilibrium, where markets need not clear.
        steps: Newton steps taken.
    """

    baseline: Baseline
    kind: Kind
    sigma: float
    trade: Floats
    prices: Floats
    inward: Floats
    outward: Floats
    output: Floats
    expenditure: Floats
    residuals: Floats
    steps: int

    @property
    def exports(self) -> Floats:
        """Change of exports, domestic sales excluded; NaN where there were none."""
        return _ratio(_abroad(self.trade).sum(axis=1), _abroad(self.baseline.trade).sum(axis=1))

    @property
    def imports(self) -> Floats:
        """Change of imports; NaN where there were none."""
        return _ratio(_abroad(self.trade).sum(axis=0), _abroad(self.baseline.trade).sum(axis=0))

    @property
    def real_gdp(self) -> Floats:
        """Change of output at consumers' prices, Ŷ / P̂."""
        return self.output / self.inward

    @property
    def welfare(self) -> Floats:
        """λ̂^{1/(1−σ)}, λ the share of spending on domestic goods (Arkolakis, Costinot & Rodríguez-Clare 2012, eq. 1).

        It equals `real_gdp` where domestic trade costs are unchanged. NaN where nothing is sold at home, and in partial
        and conditional equilibrium, whose incomes do not respond.
        """
        if self.kind != "full":
            return np.full(len(self.prices), np.nan)
        shares = (np.diagonal(world.trade) / world.trade.sum(axis=0) for world in (self, self.baseline))
        return _ratio(*shares) ** (1 / (1 - self.sigma))


def solve(baseline: Baseline, cost_change: npt.ArrayLike, kind: Kind = "full") -> Equilibrium:
    """Solve for the world after trade costs change.

    Args:
        baseline: The world before.
        cost_change: (N, N), T̂ = exp(Δβ'z), the direct effect on each flow as a ratio; 1 where nothing changes, 0 where
            trade becomes impossible.
        kind: 'partial' (each flow alone), 'conditional' (multilateral resistances respond, output and expenditure are
            fixed) or 'full' (prices, output and expenditure respond).

    Raises:
        ImpossibleBaselineError: A change that is negative, infinite or missing, or that cuts an economy off.
        MarketsDoNotClearError: Names the markets without a clearing price.
    """
    change = np.asarray(cost_change, dtype=np.float64)
    _check_shape(change, len(baseline.economies), "cost_change")
    if not (np.isfinite(change) & (change >= 0)).all():
        raise ImpossibleBaselineError("cost_change is negative, infinite or missing in some cells; 1 means no change")
    direct = baseline.trade * change
    if not np.array_equal(direct > 0, baseline.trade > 0):  # else the links are the baseline's, which was checked
        baseline.refuse_cut_off(direct)
    return respond(baseline, change, kind, baseline.sigma)


@dataclass(frozen=True)
class Nearby:
    """A solved world from which similar ones are reached in a few cheap steps: its v and its Jacobian."""

    v: Floats
    linearisation: Linearisation

    @classmethod
    def to(cls, solved: Equilibrium) -> "Nearby":
        """Return where to start from a conditional or full equilibrium."""
        world_output = solved.trade.sum() / solved.baseline.trade.sum()
        v = np.log(solved.output / world_output) + (solved.sigma - 1) * np.log(solved.outward)
        return cls(v, Linearisation.around(solved.trade))


def respond(baseline: Baseline, change: Floats, kind: Kind, sigma: float, nearby: Nearby | None = None) -> Equilibrium:
    """Solve as `solve` does with any σ, unchecked, and from a nearby world where one is known."""
    if kind == "partial":
        return _partial(baseline, change, sigma)
    theta = 1 / (1 - sigma) if kind == "full" else 0.0
    markets = Markets(baseline.trade, change, baseline.output, baseline.expenditure, theta)
    if nearby:
        point, steps = clear(markets, nearby.v, nearby.linearisation)
    else:
        point, steps = clear(markets, np.zeros_like(baseline.output))
    _refuse_uncleared(baseline, point)
    reference = baseline.economies.index(baseline.reference)
    point = markets.at(point.v - np.log(point.index[reference] / baseline.expenditure[reference]))
    trade, output = markets.flows(point), point.income / baseline.output
    world_output = point.income.sum() / baseline.output.sum()
    sales, purchases = trade.sum(axis=1) / point.income, trade.sum(axis=0) / point.spending
    return Equilibrium(
        baseline,
        kind,
        sigma,
        trade,
        prices=np.exp(theta * point.v),
        inward=(point.index / baseline.expenditure) ** (1 / (1 - sigma)),
        outward=(output / world_output * np.exp(-point.v)) ** (1 / (1 - sigma)),
        output=output,
        expenditure=point.spending / baseline.expenditure,
        residuals=np.maximum(np.abs(sales - 1), np.abs(purchases - 1)),
        steps=steps,
    )


def _partial(baseline: Baseline, change: Floats, sigma: float) -> Equilibrium:
    same = np.ones_like(baseline.output)
    nothing = np.full_like(same, np.nan)
    trade = baseline.trade * change
    return Equilibrium(baseline, "partial", sigma, trade, same, same, same, same, same, residuals=nothing, steps=0)


def _refuse_uncleared(baseline: Baseline, point: Point) -> None:
    excess = np.where(np.isnan(point.excess), np.inf, point.excess)
    failed = np.flatnonzero(np.abs(excess) > REQUIRED)
    if len(failed):
        worst = failed[np.argsort(-np.abs(excess[failed]))][:5]
        named = ", ".join(f"{baseline.economies[i]} (demand over income {np.expm1(excess[i]):+.1e})" for i in worst)
        raise MarketsDoNotClearError(
            f"{len(failed)} of {len(excess)} markets do not clear: {named}; change trade costs by less"
        )


def _check_shape(values: Floats, economies: int, name: str) -> None:
    if np.shape(values) != (economies, economies):
        raise ImpossibleBaselineError(f"{name} has shape {np.shape(values)}; give ({economies}, {economies})")


def _abroad(trade: Floats) -> Floats:
    return trade - np.diag(np.diagonal(trade))


def _ratio(after: Floats, before: Floats) -> Floats:
    return np.divide(after, before, out=np.full_like(after, np.nan), where=before > 0)
