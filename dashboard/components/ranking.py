"""The ranking of pairs: its columns, its rows as texts, and how well each of its orders did at past origins."""

from typing import Any

import polars as pl

from dashboard import numbers
from dashboard.cache import read
from dashboard.components import tables
from dashboard.figures.ties import LATER
from dashboard.links import at
from dashboard.state import Selection
from dashboard.text import label, say
from dashboard.theme import region_name
from warehouse.read import AbsentError

# Column, its name in the catalogue, its width in pixels.
UNTAPPED = (("untapped_usd", "untapped", 98), ("actual_usd", "actual", 90), ("potential_usd", "potential", 190),
            ("actual_to_potential_ratio", "ratio", 98))  # fmt: skip
OUTLOOK = (("chance_outgrow_share", "chance", 104), ("gain_median_usd", "gain", 214))
REST = (("change_5y_pct", "change", 98), ("tie_index", "tie", 78), ("tie_coverage_share", "coverage", 94),
        ("tie_premium_pct", "premium", 104), ("alignment_index", "alignment", 102),
        ("representation_index", "mission", 88))  # fmt: skip
HELD = UNTAPPED + REST[1:3]
KEPT = ("rank", "exporter", "importer", "exporter_name", "importer_name", "partner_name")
# The score of the back-test that stands for each order, and the one it should beat.
RECORDS = {
    "untapped": ("outgrow", "gravity gap", "persistence"),
    "growth": ("outgrow", "outlook", "outlook without ties"),
    "dollar": ("gain", "outlook", "current size"),
}


def row(values: dict[str, Any]) -> dict[str, Any]:
    """Return a row of the ranking as texts."""
    mission = values["representation_index"]
    counted = mission is None or values["representation_status"] != LATER
    gain = numbers.with_interval(values["gain_median_usd"], values["gain_low_usd"], values["gain_high_usd"])
    texts = {
        **{name: numbers.amount(values[name]) for name in ("actual_usd", "untapped_usd")},
        "potential_usd": numbers.amount_with_interval(values, "potential"),
        "gain_median_usd": gain,
        "chance_outgrow_share": numbers.share(values["chance_outgrow_share"]),
        "actual_to_potential_ratio": numbers.share(values["actual_to_potential_ratio"]),
        "tie_index": numbers.index(values["tie_index"]),
        "tie_coverage_share": numbers.share(values["tie_coverage_share"] or 0),
        "tie_premium_pct": numbers.percent(values["tie_premium_pct"], signed=True),
        "partner_region": region_name(values["partner_region"]),
        "alignment_index": numbers.index(values["alignment_index"]),
        "representation_index": numbers.index(mission) if counted else f"({numbers.index(mission)})",
        "change_5y_pct": numbers.percent(values["change_5y_pct"], signed=True),
    }
    blank = {name: numbers.DASH if text == numbers.not_reported() else text for name, text in texts.items()}
    href = at(f"/pair/{values['exporter']}/{values['importer']}")
    return {name: values[name] for name in KEPT} | blank | {"href": href}


def holding(values: dict[str, Any]) -> dict[str, Any]:
    """Return a row of the ranking of investment as texts."""
    return {name: values[name] for name in KEPT} | {
        **{name: numbers.amount(values[name]) for name in ("actual_usd", "untapped_usd")},
        "potential_usd": numbers.amount_with_interval(values, "potential"),
        "actual_to_potential_ratio": numbers.share(values["actual_to_potential_ratio"]),
        "tie_index": numbers.DASH if values["tie_index"] is None else numbers.index(values["tie_index"]),
        "tie_coverage_share": numbers.share(values["tie_coverage_share"] or 0),
        "gap_verdict": label("investment_verdict", values["gap_verdict"]),
        "partner_region": region_name(values["partner_region"]),
        "href": at(f"/pair/{values['exporter']}/{values['importer']}"),
    }


def columns(selection: Selection) -> list[dict[str, Any]]:
    """Return the columns, those of the chosen order first; with no economy chosen both ends are named."""
    link = {"cellRenderer": "PairLink", "pinned": "left"}
    if selection.economy:
        ends = [tables.column("partner_name", say("opportunities.partner"), 150, **link)]
    else:
        ends = [
            tables.column("exporter_name", say("opportunities.exporter"), 140, **link),
            tables.column("importer_name", say("opportunities.importer"), 140, cellRenderer="PairLink"),
        ]
    region = say("opportunities.region" if selection.economy else "opportunities.importer_region")
    ordered = {"untapped": UNTAPPED + OUTLOOK, "growth": OUTLOOK + UNTAPPED, "dollar": OUTLOOK[::-1] + UNTAPPED}
    shown = HELD if selection.invests else ordered[selection.order] + REST
    verdict = [tables.column("gap_verdict", say("opportunities.verdict"), 190)] if selection.invests else []
    return [
        tables.number("rank", say("opportunities.rank"), 62, sortable=False, pinned="left"),
        *ends,
        *(tables.number(field, say(f"opportunities.{name}"), width) for field, name, width in shown),
        *verdict,
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
