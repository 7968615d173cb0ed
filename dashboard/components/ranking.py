"""The ranking of pairs: its columns, its rows as texts, and how well each of its orders did at past origins."""

from collections.abc import Callable
from functools import partial
from typing import Any

import polars as pl

from dashboard import numbers
from dashboard.cache import read
from dashboard.components import tables
from dashboard.figures.ties import LATER
from dashboard.links import pair
from dashboard.state import Selection
from dashboard.text import label, say
from dashboard.theme import region_name
from warehouse.read import AbsentError

# Column, its name in the catalogue, its width in pixels.
AMOUNTS = (("untapped_usd", "untapped", 98), ("actual_usd", "actual", 90))
RATIO = ("actual_to_potential_ratio", "ratio", 98)
UNTAPPED = (*AMOUNTS, ("potential_usd", "potential", 190), RATIO)
WITHOUT_RANGE = (*AMOUNTS, ("potential_usd", "potential", 90), RATIO)
OUTLOOK = (("chance_outgrow_share", "chance", 104), ("gain_median_usd", "gain", 214))
CHANGE = ("change_5y_pct", "change", 98)
TIES = (("tie_index", "tie", 78), ("tie_coverage_share", "coverage", 94))
PREMIUM = ("tie_premium_pct", "premium", 104)
KINDS = (("alignment_index", "alignment", 102), ("representation_index", "mission", 88))
GOODS = (("comparative_advantage", "advantage", 120), ("ease_of_trade_ratio", "ease", 90),
         ("complementarity_index", "complementarity", 130))  # fmt: skip
ACCESS = ("trade_intensity", "access", 96)
REST = (CHANGE, *TIES, PREMIUM, ACCESS, *KINDS)
# Numbers of pairs today by order, and of the page's other views by what the names of their texts end with.
ORDERED = {
    "untapped": UNTAPPED + OUTLOOK + REST,
    "growth": OUTLOOK + UNTAPPED + REST,
    "dollar": OUTLOOK[::-1] + UNTAPPED + REST,
}
NUMBERS = {
    "_past": (*WITHOUT_RANGE, ("change_after_pct", "after", 110), CHANGE, *TIES, *KINDS),
    "_goods": (*WITHOUT_RANGE, *GOODS, *TIES),
    "_held": UNTAPPED + TIES,
}
WORDS = {"_goods": (("potential_basis", "basis", 210),), "_held": (("gap_verdict", "verdict", 190),)}
KEPT = ("rank", "exporter", "importer", "exporter_name", "importer_name", "partner_name")
Shown = Callable[[dict[str, Any]], str]
# The score of the back-test that stands for each order, and the one it should beat.
RECORDS = {
    "untapped": ("outgrow", "gravity gap", "persistence"),
    "growth": ("outgrow", "outlook", "outlook without ties"),
    "dollar": ("gain", "outlook", "current size"),
}


def row(values: dict[str, Any], product: str | None = None) -> dict[str, Any]:
    """Return a row of a ranking as texts, whichever columns it has; its link keeps the chosen product group."""
    texts = {name: shown(values) for name, shown in SHOWN.items() if name in values}
    blank = {name: numbers.DASH if text == numbers.not_reported() else text for name, text in texts.items()}
    href = pair(values["exporter"], values["importer"], product)
    return {name: values[name] for name in KEPT} | blank | {"href": href}


def _each(shown: Callable[[Any], str], *names: str) -> dict[str, Shown]:
    def of(name: str) -> Shown:
        return lambda values: shown(values[name])

    return {name: of(name) for name in names}


def _gain(values: dict[str, Any]) -> str:
    return numbers.with_interval(values["gain_median_usd"], values["gain_low_usd"], values["gain_high_usd"])


def _mission(values: dict[str, Any]) -> str:
    level = numbers.index(values["representation_index"])
    return f"({level})" if values["representation_status"] == LATER else level


SHOWN: dict[str, Shown] = {
    **_each(numbers.amount, "actual_usd", "untapped_usd"),
    **_each(numbers.share, "actual_to_potential_ratio", "chance_outgrow_share"),
    **_each(partial(numbers.percent, signed=True), "change_5y_pct", "change_after_pct", "tie_premium_pct"),
    **_each(numbers.index, "tie_index", "alignment_index", "complementarity_index"),
    **_each(numbers.decimal, "trade_intensity", "comparative_advantage", "ease_of_trade_ratio"),
    **_each(region_name, "partner_region"),
    **_each(lambda verdict: label("investment_verdict", verdict), "gap_verdict"),
    **_each(lambda basis: label("product_basis", basis), "potential_basis"),
    "tie_coverage_share": lambda values: numbers.share(values["tie_coverage_share"] or 0),
    "potential_usd": lambda values: numbers.amount_with_interval(values, "potential"),
    "gain_median_usd": _gain,
    "representation_index": _mission,
}


def columns(selection: Selection, of: str) -> list[dict[str, Any]]:
    """Return the columns of a view, those of the chosen order first; with no economy chosen both ends are named."""
    link = {"cellRenderer": "PairLink", "pinned": "left"}
    if selection.economy:
        ends = [tables.column("partner_name", say("opportunities.partner"), 150, **link)]
    else:
        ends = [
            tables.column("exporter_name", say("opportunities.exporter"), 140, **link),
            tables.column("importer_name", say("opportunities.importer"), 140, cellRenderer="PairLink"),
        ]
    region = say("opportunities.region" if selection.economy else "opportunities.importer_region")
    shown = NUMBERS.get(of) or ORDERED[selection.order]
    return [
        tables.number("rank", say("opportunities.rank"), 62, sortable=False, pinned="left"),
        *ends,
        *(tables.number(field, say(f"opportunities.{name}"), width) for field, name, width in shown),
        *(tables.column(field, say(f"opportunities.{name}"), width) for field, name, width in WORDS.get(of, ())),
        tables.column("partner_region", region, 180, flex=1, minWidth=180),
    ]


def record(order: str) -> str:
    """Return in a line how well an order did at past origins, beside the score it should beat."""
    try:
        frame = read("ranking_record").frame
    except AbsentError:
        return say("opportunities.record_none")
    outcome, *scores = RECORDS[order]
    ours, other = (_by_origin(frame.filter(outcome=outcome, score=score)) for score in scores)
    if not ours:
        return say("opportunities.record_none")
    return say(f"opportunities.record_{order}", ours=ours, other=other or numbers.not_reported())


def _by_origin(frame: pl.DataFrame) -> str:
    texts = [
        f"{numbers.share(row['estimate_value'])} ({row['origin_year']})" for row in frame.sort("origin_year").to_dicts()
    ]
    return ", ".join(texts)
