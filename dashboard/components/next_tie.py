"""What one more tie would change between a pair: a sentence, and the way to the What-if page."""

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboard import numbers
from dashboard.components.panel import Panel
from dashboard.links import at
from dashboard.state import Selection
from dashboard.text import in_sentence, label, say

NEXT_TIE = Panel("pair", "next_tie", "pair_next_tie")


def next_tie(selection: Selection) -> Component:
    """Return the pair's best missing tie, or that none is known to help."""
    return NEXT_TIE.section(selection, _strip, say("pair.next_tie_help"), say("pair.next_tie_nothing"))


def _strip(frame: pl.DataFrame) -> Component:
    row = frame.row(0, named=True)
    sentence = say(
        "pair.next_tie_sentence", tie=label("scenario_tie", row["scenario_tie"]),
        exporter=in_sentence(row["exporter_name"]), importer=in_sentence(row["importer_name"]),
        gain=numbers.money_with_interval(row, "full_exports_gain"),
        change=numbers.change(*(1 + row[f"direct{end}_pct"] / 100 for end in ("", "_low", "_high"))),
        badge=label("badge", row["evidence_badge"]),
    )  # fmt: skip
    href = at(f"/what-if?scenario={row['scenario_line']}")
    return html.P([sentence, " ", dcc.Link(say("pair.next_tie_open"), href=href, className="link")])
