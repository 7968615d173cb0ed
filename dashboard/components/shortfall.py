"""Where trade or investment falls short, in sentences computed from the rows."""

import polars as pl

from dashboard import numbers
from dashboard.components.view import view_of
from dashboard.figures.quadrant import friendly_and_under_traded
from dashboard.page import known
from dashboard.state import Selection
from dashboard.text import in_sentence, say

ENOUGH = 10  # pairs on either side, for a share of them to be worth a sentence


def answer(frame: pl.DataFrame, selection: Selection) -> list[str]:
    """Return the answer in sentences, computed from the rows."""
    of = view_of(selection).of
    below = frame.filter(pl.col("untapped_usd") > 0).sort("untapped_usd", descending=True, maintain_order=True)
    if selection.invests:
        below = below.filter(pl.col("gap_verdict") == "open")
    if below.is_empty():
        return [say(f"opportunities.answer_none{of}")] if frame.height else []
    top = below.row(0, named=True)
    kind = selection.direction if selection.economy else "all"
    ends = {end: in_sentence(top[f"{end}_name"]) for end in ("exporter", "importer")}
    named = ends | said(frame, selection)
    first = say(f"opportunities.answer_{kind}{of}", untapped=numbers.money_with_interval(top, "untapped"), **named)
    return [first, _friendly(frame, of), *since_then(frame)]


def _friendly(frame: pl.DataFrame, of: str) -> str:
    if not frame["tie_index"].count():
        return say("opportunities.answer_untied")
    corner = friendly_and_under_traded(frame)
    counts = {"count": numbers.count(corner.height), "total": numbers.count(frame.height)}
    return say(f"opportunities.answer_corner{of}", sum=numbers.money(float(corner["untapped_usd"].sum())), **counts)


def since_then(frame: pl.DataFrame) -> list[str]:
    """Return what became, five years on, of the pairs that fell short, and of the others, where it is known.

    Pairs that did not trade have no growth and are left out.
    """
    if "change_after_pct" not in frame.columns:
        return []
    grown = frame.drop_nulls("change_after_pct").with_columns(
        outgrew=pl.col("change_after_pct") > pl.col("change_after_pct").median()
    )
    short = pl.col("actual_to_potential_ratio") < 1
    groups = {name: grown.filter(where)["outgrew"] for name, where in (("short", short), ("others", ~short))}
    if min(group.len() for group in groups.values()) < ENOUGH:
        return []
    shares = {name: numbers.percent(round(100 * group.sum() / group.len())) for name, group in groups.items()}
    return [say("opportunities.answer_since", **shares)]


def said(frame: pl.DataFrame, selection: Selection) -> dict[str, str]:
    """Return what the texts of a view name: the years its amounts are of, and the product group."""
    year = frame["year"][0]
    product = known().products[selection.product] if selection.product else ""
    return {"year": str(year), "years": numbers.years(year - 2, year), "product": product}
