"""Ties × access: where close ties and trade below potential meet."""

import math

import plotly.graph_objects as go
import polars as pl

from dashboard import numbers
from dashboard.text import say
from dashboard.theme import INK, MUTED, OUTWARD, finish, region_colour

DRAWN = 400  # pairs; more than that is a cloud nobody can read
NAMED = 8
LOWEST, HIGHEST = 0.01, 100.0  # ratios beyond are drawn at the edge; the table has them as they are
LARGEST = 46  # diameter of the largest bubble, pixels
TICKS = (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100)


def quadrant(frame: pl.DataFrame, simulated: bool) -> go.Figure:
    """Draw pairs by tie index and by actual over potential trade, size by untapped trade, colour by region.

    Args:
        frame: Rows of ``opportunities.sql`` with ``label``, the name to show. Pairs without a tie index are not drawn;
            of the others the ``DRAWN`` with most potential.
        simulated: Whether to mark the picture as simulated.
    """
    shown = drawn(frame)
    if shown.is_empty():
        return finish(_nothing(), simulated, 200)
    figure = go.Figure([_region(part, shown) for part in shown.partition_by("partner_region", maintain_order=True)])
    middle = friendly_from(frame)
    _corner(figure, shown, middle)
    _names(figure, shown, middle)
    low, high = _limits(shown["height"])
    figure.update_yaxes(
        type="log", range=[math.log10(low), math.log10(high)], tickvals=[_floor(shown), *TICKS],
        ticktext=[say("quadrant.none"), *(f"{tick:g}×" for tick in TICKS)], title_text=say("quadrant.y"),
    )  # fmt: skip
    figure.update_xaxes(title_text=say("quadrant.x"), tickformat=".1f", dtick=0.1)
    return finish(figure, simulated, 560)


def drawn(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs that are drawn, with ``height``: actual over potential, kept on the paper."""
    shown = frame.filter(pl.col("tie_index").is_not_null()).top_k(DRAWN, by="potential_usd")
    ratio = pl.col("actual_to_potential_ratio")
    shown = shown.with_columns(height=ratio.clip(LOWEST, HIGHEST)).sort("partner_region", "untapped_usd")
    return shown.with_columns(height=pl.when(ratio > 0).then("height").otherwise(_floor(shown.filter(ratio > 0))))


def friendly_from(frame: pl.DataFrame) -> float:
    """Return the tie index from which a pair counts as friendly: the median of the pairs at hand."""
    middle = frame["tie_index"].median()
    return float(middle) if isinstance(middle, int | float) else 0.5


def friendly_and_under_traded(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs in the corner to act on."""
    return frame.filter(pl.col("tie_index") > friendly_from(frame), pl.col("actual_to_potential_ratio") < 1)


def summary(frame: pl.DataFrame) -> str:
    """Describe the figure in words."""
    corner = friendly_and_under_traded(frame).sort("untapped_usd", descending=True)
    names = [f"{row['label']} ({numbers.money(row['untapped_usd'])})" for row in corner.head(5).to_dicts()]
    return say(
        "quadrant.summary", drawn=drawn(frame).height, total=frame.height, corner=corner.height,
        names=", ".join(names) or say("quadrant.nobody"),
    )  # fmt: skip


def _region(part: pl.DataFrame, shown: pl.DataFrame) -> go.Scatter:
    largest = max(float(shown["untapped_usd"].max() or 0), 1.0)  # type: ignore[arg-type]
    colour = region_colour(part["partner_region"][0])
    return go.Scatter(
        x=part["tie_index"], y=part["height"], mode="markers", name=part["partner_region"][0] or say("quadrant.no_region"),
        marker={
            "size": part["untapped_usd"], "sizemode": "area", "sizeref": 2 * largest / LARGEST**2, "sizemin": 3.5,
            "color": colour, "opacity": 0.72, "line": {"width": 1, "color": colour},
            "symbol": ["circle-open" if row == 0 else "circle" for row in part["actual_usd"]],
        },
        customdata=part.select("exporter", "importer").rows(), text=[_hover(row) for row in part.to_dicts()],
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def _hover(row: dict[str, float | str | None]) -> str:
    return say(
        "quadrant.hover",
        label=row["label"],
        actual=numbers.money(row["actual_usd"]),  # type: ignore[arg-type]
        potential=numbers.money_with_interval(row, "potential"),
        untapped=numbers.money(row["untapped_usd"]),  # type: ignore[arg-type]
        tie=numbers.index(row["tie_index"]),  # type: ignore[arg-type]
        coverage=numbers.percent(100 * (row["tie_coverage_share"] or 0)),  # type: ignore[operator]
    )


def _corner(figure: go.Figure, shown: pl.DataFrame, middle: float) -> None:
    low, high = _limits(shown["height"])
    left, right = _width(shown)
    figure.update_xaxes(range=[left, right])
    figure.add_shape(
        type="rect", x0=middle, x1=right, y0=low, y1=1, layer="below", line_width=0, fillcolor=OUTWARD, opacity=0.08
    )
    for line in ({"x0": left, "x1": right, "y0": 1, "y1": 1}, {"x0": middle, "x1": middle, "y0": low, "y1": high}):
        figure.add_shape(type="line", layer="below", line={"color": MUTED, "width": 1, "dash": "dot"}, **line)
    figure.add_annotation(
        x=1, y=0, xref="paper", yref="paper", xanchor="right", yanchor="bottom", xshift=-8, yshift=6, showarrow=False,
        text=f"<b>{say('quadrant.corner')}</b>", font={"size": 14, "color": INK},
    )  # fmt: skip


def _names(figure: go.Figure, shown: pl.DataFrame, middle: float) -> None:
    """Name the largest pairs of the corner, leaving out a name that would cover another."""
    corner = shown.filter(pl.col("tie_index") > middle, pl.col("height") < 1).top_k(3 * NAMED, by="untapped_usd")
    low, high = _limits(shown["height"])
    left, right = _width(shown)
    taken: list[tuple[float, float]] = []
    for row in corner.sort("untapped_usd", descending=True).to_dicts():
        x = (row["tie_index"] - left) / (right - left)
        y = (math.log(row["height"]) - math.log(low)) / (math.log(high) - math.log(low))
        if len(taken) < NAMED and y > 0.1 and all(abs(x - a) > 0.24 or abs(y - b) > 0.05 for a, b in taken):
            taken.append((x, y))
            radius = LARGEST / 2 * math.sqrt(row["untapped_usd"] / max(corner["untapped_usd"].max() or 1, 1))  # type: ignore[type-var]
            figure.add_annotation(
                x=row["tie_index"], y=math.log10(row["height"]), text=row["label"], showarrow=False, font={"size": 12},
                xanchor="right" if x > 0.7 else "left", xshift=(-1 if x > 0.7 else 1) * (radius + 3),
            )  # fmt: skip


def _limits(height: pl.Series) -> tuple[float, float]:
    return min(float(height.min()), 0.3) / 1.6, max(float(height.max()), 3.0) * 1.5  # type: ignore[arg-type]


def _width(shown: pl.DataFrame) -> tuple[float, float]:
    return float(shown["tie_index"].min()) - 0.04, float(shown["tie_index"].max()) + 0.05  # type: ignore[arg-type]


def _floor(shown: pl.DataFrame) -> float:
    """Pairs without trade have no logarithm: they lie on a line of their own below the others."""
    return (float(shown["height"].min()) if shown.height else 1.0) / 2.5  # type: ignore[arg-type]


def _nothing() -> go.Figure:
    figure = go.Figure()
    figure.add_annotation(text=say("quadrant.empty"), showarrow=False, font={"color": MUTED})
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    return figure
