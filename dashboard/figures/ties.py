"""One tie over time, each value with its status."""

import re
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard import numbers
from dashboard.text import label, say
from dashboard.theme import INWARD, OUTWARD, draw, year_step

HEIGHT = 240
# A value that is not an observation of its year is drawn open; one from a later year is in no index, and a diamond.
OBSERVED, LATER = "observed", "from a later year"
CARRIED = re.compile(r"carried forward (\d+) years?")


def tie(frame: pl.DataFrame, origin: str, years: tuple[int, int], simulated: bool) -> go.Figure:
    """Draw one indicator both ways, between 0 and 1; values that are not observations of their year are open.

    Args:
        frame: Rows of ``pair_ties.sql`` for one indicator.
        origin: Code of the economy whose direction is drawn first.
        years: First and last year on the axis, the same for all indicators so that they can be compared.
        simulated: Whether to mark the picture as simulated.
    """
    ways = frame.partition_by("origin", maintain_order=True)
    ways.sort(key=lambda way: way["origin"][0] != origin)
    if len(ways) == 2 and ways[0]["value_index"].equals(ways[1]["value_index"]):
        ways = ways[:1]
    colours = (OUTWARD, INWARD)
    lines = [_line(way, colour) for way, colour in zip(ways, colours, strict=False)]
    layout = {
        "yaxis": {"range": [-0.04, 1.04], "tickvals": [0, 0.5, 1], "tickformat": ".1f"},
        "xaxis": {"dtick": year_step(*years), "showgrid": False, "range": [years[0] - 1, years[1] + 1]},
        "showlegend": len(ways) > 1, "hovermode": "x unified",
    }  # fmt: skip
    return draw(lines, layout, simulated, HEIGHT)


def summary(frame: pl.DataFrame) -> str:
    """Describe the figure in words."""
    years = frame["year"].to_list()
    first = frame.row(years.index(min(years)), named=True)
    last = frame.row(len(years) - 1 - years[::-1].index(max(years)), named=True)
    return say(
        "ties.summary", indicator=name_of(frame), first=first["year"], start=numbers.index(first["value_index"]),
        last=last["year"], end=numbers.index(last["value_index"]), status=standing(last["tie_status"], last["year"]),
    )  # fmt: skip


def name_of(frame: pl.DataFrame) -> str:
    """Return the indicator's name as readers know it, or its code where the catalogue has none yet."""
    code = str(frame["indicator"][0])
    name = label("indicator", code)
    return name[:1].upper() + name[1:]


def standing(status: str, year: int) -> str:
    """Return the status of a tie in words; what is carried forward names the year it is from."""
    carried = CARRIED.fullmatch(status)
    return say("status.carried", year=year - int(carried[1])) if carried else label("status", status)


def _line(way: pl.DataFrame, colour: str) -> dict[str, Any]:
    statuses = way["tie_status"].to_list()
    counted = any(status != LATER for status in statuses)
    line = {"color": colour} | ({"width": 2} if counted else {"width": 1, "dash": "dot"})
    symbols = {OBSERVED: "circle", LATER: "diamond-open"}
    marker = {"size": 6, "color": colour, "symbol": [symbols.get(status, "circle-open") for status in statuses]}
    values, years = way["value_index"].to_list(), way["year"].to_list()
    points = zip(values, statuses, years, strict=True)
    texts = [f"{numbers.index(value)}, {standing(status, year)}" for value, status, year in points]
    return {
        "type": "scatter", "x": years, "y": values, "mode": "lines+markers",
        "line": line, "marker": marker, "name": f"{way['origin_name'][0]} → {way['destination_name'][0]}",
        "text": texts, "hovertemplate": "%{text}",
    }  # fmt: skip
