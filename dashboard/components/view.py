"""The questions the Opportunities page takes: today's trade, an earlier year's, a product group's, and investment."""

from dataclasses import dataclass
from typing import Self

from dashboard.components.panel import Panel
from dashboard.page import known
from dashboard.state import Selection


@dataclass(frozen=True)
class View:
    """One of the questions the page answers: its panels, and what the names of its texts end with."""

    of: str
    quadrant: Panel
    ranking: Panel
    map: Panel

    @classmethod
    def over(cls, of: str, pairs: str, places: str = "") -> Self:
        """Return the view over a query of pairs, and one of places where the map is not made of the pairs."""
        queries = {"quadrant": pairs, "ranking": pairs, "map": places or pairs}
        return cls(of, **{
            name: Panel("opportunities", f"{name}{of}", query, picture=name != "ranking")
            for name, query in queries.items()
        })  # fmt: skip


TODAY = View.over("", "opportunities", "opportunity_map")
PAST = View.over("_past", "past_opportunities")
GOODS = View.over("_goods", "product_opportunities")
HELD = View.over("_held", "investment_opportunities")


def view_of(selection: Selection) -> View:
    """Return the view a selection asks for."""
    if selection.invests:
        return HELD
    if selection.product:
        return GOODS
    return TODAY if selection.year in (None, known().years[0]) else PAST
