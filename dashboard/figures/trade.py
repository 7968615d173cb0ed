"""Trade one way over time, beside what comparable pairs trade."""

from collections import Counter
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard import numbers
from dashboard.text import say
from dashboard.theme import INK, MUTED, draw, year_step

HEIGHT = 300
CLOSE = 0.2  # of the axis; labels nearer to each other than this stand above and below their ends
LINE = 14  # pixels; the height of a label


def trade(way: pl.DataFrame, colour: str, ceiling: float, simulated: bool) -> go.Figure:
    """Draw trade one way: a line, broken where its source has no number, and the potential dashed.

    Sources count differently, so a year from another source than most is a square beside the line, not a step in it.

    Args:
        way: Rows of ``pair_trade.sql`` in one direction, by year.
        colour: Colour of this direction.
        ceiling: Highest value on the vertical axis, USD.
        simulated: Whether to mark the picture as simulated.
    """
    way = _every_year(way)
    elsewhere = from_elsewhere(way)
    line = way.with_columns(pl.when(~elsewhere).then("trade_usd"))
    others = way.filter(elsewhere, pl.col("trade_usd") > 0)
    squares = _others(others, colour)
    lines = [*_band(way, colour), _potential(way), _actual(line, colour), *squares, *_special(way, colour)]
    ticks = [share * ceiling for share in (0, 0.25, 0.5, 0.75, 1)]
    first, last = int(way["year"][0]), int(way["year"][-1])
    amounts = {"tickvals": ticks, "ticktext": [numbers.tick(tick) for tick in ticks]}
    layout = {
        "yaxis": {"range": [-0.04 * ceiling, 1.06 * ceiling], **amounts},
        "xaxis": {"dtick": year_step(first, last), "showgrid": False, "range": [first - 0.5, last + 0.5]},
        "annotations": _end_labels(line, colour, ceiling),
        "showlegend": False, "hovermode": "x unified", "margin": {"r": 74, "t": 16},
    }  # fmt: skip
    return draw(lines, layout, simulated, HEIGHT)


def ceiling(frame: pl.DataFrame) -> float:
    """Return a round value at or above everything drawn, USD."""
    columns = [name for name in ("trade_usd", "potential_usd", "potential_high_usd") if name in frame.columns]
    highest = max((value for name in columns for value in frame[name].to_list() if value), default=1e6)
    return _round_up(float(highest))


def summary(way: pl.DataFrame) -> str:
    """Describe the figure in words."""
    known, fitted = _known(way, "trade_usd"), _known(way, "potential_usd")
    names = {"exporter": way["exporter_name"][0], "importer": way["importer_name"][0]}
    if not known:
        return say("trade.summary_nothing", **names)
    (first, start), (last, end) = known[0], known[-1]
    potential = numbers.money(fitted[-1][1]) if fitted else numbers.not_reported()
    return say(
        "trade.summary", **names, first=first, from_usd=numbers.money(start), last=last, to_usd=numbers.money(end),
        missing=way.height - len(known), potential=potential,
    )  # fmt: skip


def usual_source(way: pl.DataFrame) -> str | None:
    """Return the source that most years are from."""
    known = Counter(way.drop_nulls(["trade_usd", "trade_source_id"])["trade_source_id"].to_list())
    return known.most_common(1)[0][0] if known else None


def from_elsewhere(way: pl.DataFrame) -> pl.Series:
    """Tell of each year whether its number is from another source than most years are."""
    return (way["trade_source_id"] != (usual_source(way) or "")).fill_null(False)


def _known(way: pl.DataFrame, column: str) -> list[tuple[int, float]]:
    """Years in which there is a number, and the number."""
    return [(year, value) for year, value in zip(way["year"], way[column], strict=True) if value is not None]


def _every_year(way: pl.DataFrame) -> pl.DataFrame:
    first, last = way["year"][0], way["year"][-1]
    if way.height == last - first + 1:
        return way
    years = pl.DataFrame({"year": range(first, last + 1)}, schema={"year": way.schema["year"]})
    return years.join(way, on="year", how="left").sort("year")


def _actual(way: pl.DataFrame, colour: str) -> dict[str, Any]:
    return _line(way, "trade_usd") | {
        "mode": "lines+markers", "name": say("trade.actual"), "line": {"color": colour, "width": 2.4},
        "marker": {"size": 4, "color": colour},
    }  # fmt: skip


def _others(way: pl.DataFrame, colour: str) -> list[dict[str, Any]]:
    square = {"symbol": "square-open", "size": 7, "color": colour}
    marks = {"mode": "markers", "name": say("trade.elsewhere"), "marker": square, "cliponaxis": False}
    return [_line(way, "trade_usd") | marks] if way.height else []


def _potential(way: pl.DataFrame) -> dict[str, Any]:
    return _line(way, "potential_usd") | {
        "mode": "lines",
        "name": say("trade.potential"),
        "line": {"color": MUTED, "width": 1.8, "dash": "dash"},
    }


def _line(way: pl.DataFrame, column: str) -> dict[str, Any]:
    values = way[column].to_list()
    return {
        "type": "scatter", "x": way["year"].to_list(), "y": values, "connectgaps": False,
        "text": [numbers.money(value) for value in values], "hovertemplate": "%{text}",
    }  # fmt: skip


def _band(way: pl.DataFrame, colour: str) -> list[dict[str, Any]]:
    """The interval of the potential, where the warehouse has one."""
    if "potential_low_usd" not in way.columns:
        return []
    edge = {"type": "scatter", "x": way["year"].to_list(), "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    return [
        {**edge, "y": way["potential_low_usd"].to_list()},
        {**edge, "y": way["potential_high_usd"].to_list(), "fill": "tonexty", "fillcolor": colour, "opacity": 0.12},
    ]


def _special(way: pl.DataFrame, colour: str) -> list[dict[str, Any]]:
    """Zero is a number and missing is none: rings on the axis for zeros, crosses for years without a number."""
    marks = {"zero": ("circle-open", colour, say("trade.zero")), "missing": ("x-thin", MUTED, say("trade.missing"))}
    years: dict[str, list[int]] = {name: [] for name in marks}
    for year, status in zip(way["year"], way["trade_status"], strict=True):
        years.get(status, []).append(year)
    return [
        {
            "type": "scatter", "x": years[name], "y": [0] * len(years[name]), "mode": "markers",
            "marker": {"symbol": symbol, "size": 8, "color": tint, "line": {"width": 1.6, "color": tint}},
            "name": text, "hovertemplate": text + "<extra></extra>",
        }
        for name, (symbol, tint, text) in marks.items() if years[name]
    ]  # fmt: skip


def _end_labels(way: pl.DataFrame, colour: str, ceiling: float) -> list[dict[str, Any]]:
    """Name the lines where they end, pushed apart where they end close together."""
    ends = [
        (known[-1][1], known[-1][0], say(text), tint)
        for column, text, tint in (("trade_usd", "trade.actual", colour), ("potential_usd", "trade.potential", MUTED))
        if (known := _known(way, column))
    ]
    close = len(ends) == 2 and abs(ends[0][0] - ends[1][0]) < CLOSE * ceiling
    upper, lower = (ends.index(max(ends)), min(ends)[0]) if close else (None, 0)
    lift = LINE if close and lower < CLOSE / 2 * ceiling else 0  # off the axis and its years
    return [
        {"x": year, "y": value, "text": text, "showarrow": False, "xanchor": "left", "xshift": 8, "yshift": lift,
         "yanchor": "middle" if not close else "bottom" if place == upper else "top",
         "font": {"size": 12, "color": tint if tint != MUTED else INK}}
        for place, (value, year, text, tint) in enumerate(ends)
    ]  # fmt: skip


def _round_up(value: float) -> float:
    """Return the next value whose quarters read well."""
    power = 10.0 ** (len(str(int(value))) - 1)
    return next(step * power for step in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10) if step * power >= value)
