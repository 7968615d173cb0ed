"""One tie over time, each value with its status."""

import re
from typing import Any, NamedTuple

import plotly.graph_objects as go
import polars as pl

from dashboard import numbers
from dashboard.text import label, say
from dashboard.theme import INWARD, OUTWARD, draw, year_step

HEIGHT = 240
# A value that is not an observation of its year is drawn open; one from a later year is in no index, and a diamond.
OBSERVED, LATER = "observed", "from a later year"
CARRIED = re.compile(r"carried forward (\d+) years?")


class Tie(NamedTuple):
    """One indicator of a pair: its rows by direction, and whether one line stands for both."""

    ways: list[pl.DataFrame]
    mutual: bool


def both_ways(frame: pl.DataFrame, origin: str) -> Tie:
    """Return the directions of one indicator's rows of ``pair_ties.sql``, the one from ``origin`` first."""
    ways = frame.partition_by("origin", maintain_order=True)
    ways.sort(key=lambda way: way["origin"][0] != origin)
    mutual = len(ways) == 2 and all(ways[0][name].equals(ways[1][name]) for name in ("year", "value_index"))
    return Tie(ways[:1] if mutual else ways, mutual)


def tie(frame: pl.DataFrame, origin: str, years: tuple[int, int], simulated: bool) -> go.Figure:
    """Draw one indicator both ways, between 0 and 1; values that are not observations of their year are open.

    Args:
        frame: Rows of ``pair_ties.sql`` for one indicator.
        origin: Code of the economy whose direction has the first colour.
        years: First and last year on the axis, the same for all indicators so that they can be compared.
        simulated: Whether to mark the picture as simulated.
    """
    shown = both_ways(frame, origin)
    lines = [_line(way, colour_of(way, origin)) for way in shown.ways]
    layout = {
        "yaxis": {"range": [-0.04, 1.04], "tickvals": [0, 0.5, 1], "tickformat": ".1f"},
        "xaxis": {"dtick": year_step(*years), "showgrid": False, "range": [years[0] - 1, years[1] + 1]},
        "showlegend": not shown.mutual, "hovermode": "x unified",
    }  # fmt: skip
    return draw(lines, layout, simulated, HEIGHT)


def summary(frame: pl.DataFrame, origin: str) -> str:
    """Describe the figure in words, one direction after the other."""
    shown, name = both_ways(frame, origin), name_of(frame)
    return " ".join(
        say("ties.summary", indicator=name if shown.mutual else f"{name}, {direction(way)}", first=way["year"][0],
            start=numbers.index(way["value_index"][0]), end=latest(way))
        for way in shown.ways
    )  # fmt: skip


def colour_of(way: pl.DataFrame, origin: str) -> str:
    """Return the colour of a direction, the same in all pictures of the pair."""
    return OUTWARD if way["origin"][0] == origin else INWARD


def direction(way: pl.DataFrame) -> str:
    """Return from whom to whom."""
    return f"{way['origin_name'][0]} → {way['destination_name'][0]}"


def latest(way: pl.DataFrame) -> str:
    """Return the latest value with its year and status."""
    return say("ties.latest", value=numbers.index(way["value_index"][-1]), **_known(way))


def when(way: pl.DataFrame) -> str:
    """Return the year and status of the latest value, to stand before it."""
    return say("ties.when", **_known(way))


def _known(way: pl.DataFrame) -> dict[str, Any]:
    year = way["year"][-1]
    return {"year": year, "status": standing(way["tie_status"][-1], year)}


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
        "line": line, "marker": marker, "name": direction(way),
        "text": texts, "hovertemplate": "%{text}",
    }  # fmt: skip
