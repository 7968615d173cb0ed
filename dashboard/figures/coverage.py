"""Which years each source covers, and how many economies in each."""

import plotly.graph_objects as go
import polars as pl

from dashboard.text import say
from dashboard.theme import MUTED, SEQUENTIAL, above, draw, steps, year_step

ROW, FRAME = 36, 120
FIRST = 1950
MOST = 220  # economies; the darkest colour


def coverage(frame: pl.DataFrame, simulated: bool) -> go.Figure:
    """Draw a row a source, a column a year, the colour the number of economies; what is not covered stays empty.

    Args:
        frame: Rows of ``data_coverage.sql``.
        simulated: Whether to mark the picture as simulated.
    """
    shown = frame.filter(pl.col("year") >= FIRST)
    sources = [_short(title) for title in shown["title"].unique(maintain_order=True)]
    years = shown["year"].unique().sort().to_list()
    bar = {
        "thickness": 10, "outlinewidth": 0, "tickfont": {"size": 12, "color": MUTED},
        "title": {"text": say("coverage.economies"), "side": "top", "font": {"size": 13, "color": MUTED}},
        "orientation": "h", "y": -0.08, "yanchor": "top", "len": 0.6,
    }  # fmt: skip
    counts = {
        "color": shown["economy_count"].to_list(), "colorscale": steps(SEQUENTIAL), "cmin": 0, "cmax": MOST,
        "symbol": "square", "size": 11, "colorbar": bar,
    }  # fmt: skip
    cells = {
        "type": "scatter", "mode": "markers", "marker": counts, "x": shown["year"].to_list(),
        "y": [_short(title) for title in shown["title"]], "text": counts["color"],
        "hovertemplate": "%{y}, %{x}: %{text}<extra></extra>",
    }  # fmt: skip
    layout = {
        "xaxis": {"showgrid": False, "dtick": year_step(years[0], years[-1]), "range": [years[0] - 1, years[-1] + 1]},
        "yaxis": {"range": [len(sources) - 0.5, -0.9], "showgrid": False, "showticklabels": False},
        "annotations": [above(source, source) for source in sources],
    }  # fmt: skip
    return draw([cells], layout, simulated, FRAME + ROW * len(sources))


def summary(frame: pl.DataFrame) -> str:
    """Describe the figure in words."""
    spans = frame.group_by("title").agg(first=pl.col("year").min(), last=pl.col("year").max()).sort("title")
    return "; ".join(say("coverage.span", **row) for row in spans.to_dicts())


def _short(title: str, most: int = 44) -> str:
    return title if len(title) <= most else f"{title[: most - 1].rstrip()}…"
