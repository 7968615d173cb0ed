"""Ties × access: where close ties and trade below potential meet."""

import math
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard import numbers
from dashboard.text import say
from dashboard.theme import INK, MUTED, OUTWARD, draw, region_colour, region_name

DRAWN = 400  # pairs; more than that is a cloud nobody can read
NAMED = 8
LETTER = 0.0075  # width of a letter as a share of a picture as wide as most screens
LOWEST, HIGHEST = 0.01, 100.0  # ratios beyond are drawn at the edge; the table has them as they are
LARGEST, SMALLEST = 40, 7  # diameters of bubbles, pixels; a pair above its potential has no untapped trade
TICKS = (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100)


@dataclass(frozen=True)
class Frame:
    """Edges of the picture in its own units: tie index and ratio."""

    left: float
    right: float
    low: float
    high: float
    middle: float

    @classmethod
    def around(cls, shown: pl.DataFrame, middle: float) -> "Frame":
        """Leave room around the pairs, and always show where trade equals potential."""
        tie, height = shown["tie_index"].to_numpy(), shown["height"].to_numpy()
        left, right = float(tie.min()), float(tie.max())
        room = max(right - left, 0.1)
        left, right = left - 0.05 * room, right + 0.12 * room
        return cls(left, right, min(float(height.min()), 0.3) / 1.6, max(float(height.max()), 3.0) * 1.5, middle)

    def place(self, tie: float, height: float) -> tuple[float, float]:
        """Return a position as shares of width and height."""
        tall = math.log(self.high / self.low)
        return (tie - self.left) / (self.right - self.left), math.log(height / self.low) / tall


def quadrant(frame: pl.DataFrame, simulated: bool, of: str = "") -> go.Figure:
    """Draw pairs by tie index and by actual over potential trade, size by untapped trade, colour by region.

    Args:
        frame: Rows of ``opportunities.sql`` with ``label``, the name to show, ``short``, the same for use inside
            the picture, and ``href``, where a click leads. Pairs without a tie index are not drawn;
            of the others the ``DRAWN`` with most potential.
        simulated: Whether to mark the picture as simulated.
        of: What the names of its texts end with: nothing for trade, ``_held`` for investment.
    """
    shown = drawn(frame)
    if shown.is_empty():
        return _nothing(simulated)
    edges = Frame.around(shown, friendly_from(frame))
    largest = max(float(shown["untapped_usd"].to_numpy().max()), 1.0)
    bubbles = [_region(part, largest) for part in shown.partition_by("partner_region", maintain_order=True)]
    shapes, corner = _corner(edges, of)
    floor = _floor(shown)
    ticks = [tick for tick in TICKS if tick > 1.5 * floor]  # closer, it would cover the name of the line of no trade
    names = [say(f"quadrant.none{of}"), *(numbers.percent(100 * tick) for tick in ticks)]
    # Told where its axes stand, Plotly need not draw them twice to find out; this is what a reader sees first.
    left = 28 + 6.5 * max(map(len, names))
    layout = {
        "shapes": shapes, "annotations": [corner, *_names(shown, edges, largest)],
        "margin": {"l": left, "r": 12, "t": 12, "b": 48},
        "yaxis": {
            "type": "log", "range": [math.log10(edges.low), math.log10(edges.high)], "automargin": False,
            "tickvals": [floor, *ticks], "ticktext": names, "title": {"text": say(f"quadrant.y{of}")},
        },
        "xaxis": {
            "tickformat": ".1f", "dtick": 0.1, "range": [edges.left, edges.right], "automargin": False,
            "title": {"text": say("quadrant.x")},
        },
    }  # fmt: skip
    return draw(bubbles, layout, simulated, 560)


def drawn(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs that are drawn, with ``height``: actual over potential, kept on the paper."""
    ratio = pl.col("actual_to_potential_ratio")
    shown = frame.filter(pl.col("tie_index").is_not_null()).top_k(DRAWN, by="potential_usd")
    shown = shown.with_columns(height=ratio.clip(LOWEST, HIGHEST)).sort("partner_region", "untapped_usd")
    return shown.with_columns(height=pl.when(ratio > 0).then("height").otherwise(_floor(shown)))


def off_the_paper(shown: pl.DataFrame) -> int:
    """Count the drawn pairs that trade, but too little or too much for the paper: they are drawn at its edge."""
    ratio = shown["actual_to_potential_ratio"]
    return int(((ratio > 0) & ~ratio.is_between(LOWEST, HIGHEST)).sum())


def friendly_from(frame: pl.DataFrame) -> float:
    """Return the tie index from which a pair counts as friendly: the median of the pairs at hand."""
    middle: Any = frame["tie_index"].median()
    return 0.5 if middle is None else float(middle)


def friendly_and_under_traded(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs in the corner to act on, most untapped first."""
    corner = frame.filter(pl.col("tie_index") > friendly_from(frame), pl.col("actual_to_potential_ratio") < 1)
    return corner.sort("untapped_usd", descending=True)


def summary(frame: pl.DataFrame, of: str = "") -> str:
    """Describe the figure in words."""
    if not frame["tie_index"].count():
        return say("quadrant.empty")
    corner = friendly_and_under_traded(frame)
    largest = [f"{row['label']} ({numbers.money(row['untapped_usd'])})" for row in corner.head(5).to_dicts()]
    return say(
        f"quadrant.summary{of}", drawn=drawn(frame).height, total=frame.height, corner=corner.height,
        names=", ".join(largest) or say("quadrant.nobody"),
    )  # fmt: skip


def _region(part: pl.DataFrame, largest: float) -> dict[str, Any]:
    region = part["partner_region"][0]
    colour = region_colour(region)
    marker = {
        "size": part["untapped_usd"].clip(largest * (SMALLEST / LARGEST) ** 2).to_list(), "sizemode": "area",
        "sizeref": 2 * largest / LARGEST**2, "color": colour, "opacity": 0.72, "line": {"width": 1, "color": colour},
        "symbol": ["circle-open" if actual == 0 else "circle" for actual in part["actual_usd"]],
    }  # fmt: skip
    return {
        "type": "scatter", "x": part["tie_index"].to_list(), "y": part["height"].to_list(), "mode": "markers",
        "name": region_name(region), "marker": marker, "customdata": part["href"].to_list(),
        "text": [_hover(row) for row in part.to_dicts()], "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip


def _hover(row: dict[str, Any]) -> str:
    return say(
        "quadrant.hover",
        label=row["label"],
        actual=numbers.money(row["actual_usd"]),
        potential=numbers.money_with_interval(row, "potential"),
        untapped=numbers.money(row["untapped_usd"]),
        tie=numbers.index(row["tie_index"]),
        coverage=numbers.percent(100 * row["tie_coverage_share"]),
    )


def _corner(edges: Frame, of: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the tinted corner to act on with the lines that bound it, and its name."""
    acting = {"type": "rect", "x0": edges.middle, "x1": edges.right, "y0": edges.low, "y1": 1}
    parity = {"type": "line", "x0": edges.left, "x1": edges.right, "y0": 1, "y1": 1}
    halves = {"type": "line", "x0": edges.middle, "x1": edges.middle, "y0": edges.low, "y1": edges.high}
    dotted = {"layer": "below", "line": {"color": MUTED, "width": 1, "dash": "dot"}}
    tint = {"layer": "below", "line": {"width": 0}, "fillcolor": OUTWARD, "opacity": 0.08}
    name = {
        "x": 1, "y": 0, "xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "bottom", "xshift": -8,
        "yshift": 6, "showarrow": False, "text": f"<b>{say(f'quadrant.corner{of}')}</b>", "align": "right",
        "font": {"size": 14, "color": INK},
    }  # fmt: skip
    return [acting | tint, parity | dotted, halves | dotted], name


def _names(shown: pl.DataFrame, edges: Frame, largest: float) -> list[dict[str, Any]]:
    """Name the largest pairs of the corner, each on its emptier side, leaving out a name that would cover another."""
    corner = shown.filter(pl.col("tie_index") > edges.middle, pl.col("height") < 1, pl.col("actual_usd") > 0)
    points = [edges.place(*position) for position in shown.select("tie_index", "height").rows()]
    taken: list[tuple[float, float]] = []
    names: list[dict[str, Any]] = []
    for row in corner.top_k(4 * NAMED, by="untapped_usd").sort("untapped_usd", descending=True).to_dicts():
        x, y = edges.place(row["tie_index"], row["height"])
        width = LETTER * len(row["short"]) + 0.02
        side = min((1, -1), key=lambda side: _crowd(points, x, y, side * width))
        centre = (x + side * width / 2, y)
        free = all(abs(centre[0] - a) > width or abs(centre[1] - b) > 0.05 for a, b in taken)
        if free and y > 0.1 and len(names) < NAMED:
            taken.append(centre)
            names.append(_name(row, side, largest))
    return names


def _name(row: dict[str, Any], side: int, largest: float) -> dict[str, Any]:
    radius = max(LARGEST * math.sqrt(row["untapped_usd"] / largest), SMALLEST) / 2
    return {
        "x": row["tie_index"], "y": math.log10(row["height"]), "text": row["short"], "showarrow": False,
        "xanchor": "right" if side < 0 else "left", "xshift": side * (radius + 3),
        "font": {"size": 12, "shadow": "auto"},
    }  # fmt: skip


def _crowd(points: list[tuple[float, float]], x: float, y: float, width: float) -> float:
    """Count the points a name would cover; beyond the edge of the picture is worse than any crowd."""
    if not 0 < x + width < 1:
        return math.inf
    return sum(0 < (other - x) / width < 1 and abs(level - y) < 0.02 for other, level in points)


def _floor(shown: pl.DataFrame) -> float:
    """Pairs without trade have no logarithm: they lie on a line of their own below the others."""
    trading = shown.filter(pl.col("actual_to_potential_ratio") > 0)["height"].to_list()
    return min(trading, default=1.0) / 2.5


def _nothing(simulated: bool) -> go.Figure:
    said = {"text": say("quadrant.empty"), "showarrow": False, "font": {"color": MUTED}}
    layout = {"annotations": [said], "xaxis": {"visible": False}, "yaxis": {"visible": False}}
    return draw([], layout, simulated, 200)
