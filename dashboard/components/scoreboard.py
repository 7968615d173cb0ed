"""How well rankings and intervals did at past origins, and whether ties add anything."""

from typing import Any

import polars as pl
from dash.development.base_component import Component

from dashboard import numbers
from dashboard.cache import read
from dashboard.components import tables
from dashboard.components.panel import graph
from dashboard.components.states import empty
from dashboard.components.status import is_simulated
from dashboard.figures.intervals import intervals, summary
from dashboard.text import label, say
from dashboard.theme import MUTED, OUTWARD
from warehouse.read import AbsentError

# Outcome and metric of the back-test, its name in the catalogue.
MEASURES = (("outgrow", "roc_area", "roc"), ("outgrow", "precision_top_decile", "decile"),
            ("growth", "spearman", "spearman"), ("gain", "top_10_share_caught", "caught"),
            ("start", "roc_area", "start"))  # fmt: skip
OURS = "outlook"
WITHOUT = "outlook without ties"


def backtest(frame: pl.DataFrame) -> list[Component]:
    """Return the picture of the latest origin and the table of all: scores by measures, means over origins."""
    clean = frame.filter(timing="clean", origin_use="reporting")
    if clean.is_empty():
        return [empty(say("panel.nothing"), say("evidence.backtest_short"))]
    latest: Any = clean["origin_year"].max()
    shown = clean.filter(origin_year=latest, outcome="outgrow", metric="roc_area")
    shown = as_estimates(shown).sort("estimate", descending=True)
    colour = pl.when(pl.col("score") == OURS).then(pl.lit(OUTWARD)).otherwise(pl.lit(MUTED))
    shown = shown.with_columns(label=_named(shown), colour=colour)
    figure = intervals(shown, say("evidence.roc_axis", origin=latest), is_simulated(), 0.5)
    return [graph("evidence-backtest", figure, summary(shown, say("evidence.backtest"), 0.5)), _table(clean)]


def _named(frame: pl.DataFrame) -> pl.Series:
    return pl.Series([label("score", score) for score in frame["score"]], dtype=pl.String)


def as_estimates(frame: pl.DataFrame) -> pl.DataFrame:
    """Name the columns of a back-test as figures of intervals want them."""
    return frame.rename({"estimate_value": "estimate", "low_value": "low", "high_value": "high"})


def _table(clean: pl.DataFrame) -> Component:
    headers = {"score": say("evidence.score")} | {name: say(f"evidence.{name}") for _, _, name in MEASURES}
    means = clean.group_by("score", "outcome", "metric").agg(pl.col("estimate_value").mean())
    cells = {(row["score"], row["outcome"], row["metric"]): row["estimate_value"] for row in means.to_dicts()}
    order = sorted(set(clean["score"]), key=lambda score: -(cells.get((score, *MEASURES[0][:2])) or 0))
    rows = [
        {"score": label("score", score), "verdict": _verdict(clean.filter(score=score)),
         **{name: _cell(cells.get((score, outcome, metric))) for outcome, metric, name in MEASURES}}
        for score in order
        if any((score, outcome, metric) in cells for outcome, metric, _ in MEASURES)
    ]  # fmt: skip
    return tables.plain(headers | {"verdict": say("evidence.verdict")}, rows, [name for _, _, name in MEASURES])


def _verdict(frame: pl.DataFrame) -> str:
    """Say how often the outlook did better, worse, or no differently than a score, over origins and measures."""
    counts = frame.filter(pl.col("verdict").is_not_null()).group_by("verdict").len().sort("verdict").rows()
    return "; ".join(f"{label('verdict', str(verdict))} {count}" for verdict, count in counts) or numbers.DASH


def _cell(value: float | None) -> str:
    return numbers.DASH if value is None else numbers.decimal(value)


def coverage(frame: pl.DataFrame) -> Component:
    """Draw how often outcomes fell inside the 90 % interval, by tenth of trade size, at the latest origin."""
    latest: Any = frame["origin_year"].max()
    shown = as_estimates(frame.filter(origin_year=latest))
    names = [_group(*row) for row in shown.select("group_by", "group_name").iter_rows()]
    shown = shown.with_columns(label=pl.Series(names, dtype=pl.String))
    figure = intervals(shown, say("evidence.coverage_axis", origin=latest), is_simulated(), 0.9, ".0%")
    return graph("evidence-coverage", figure, summary(shown, say("evidence.coverage"), 0.9))


def _group(group: str, name: str) -> str:
    words = label("pair_group", group)
    return words if name == "all" else f"{words}: {name}"


def sentence() -> list[str]:
    """Say whether the outlook with ties led the outlook without at past origins."""
    try:
        frame = read("evidence_backtest").frame
    except AbsentError:
        return []
    chosen = frame.filter(timing="clean", origin_use="reporting", outcome="outgrow", metric="roc_area")
    level, without = chosen.filter(score=OURS), chosen.filter(score=WITHOUT)
    if level.is_empty():
        return []
    origins = ", ".join(str(origin) for origin in sorted(level["origin_year"]))
    mean: Any = level["estimate_value"].mean()
    words = say("evidence.answer_backtest", share=numbers.share(mean), origins=origins)
    if without.is_empty():
        return [words]
    better = sorted(without.filter(pl.col("lead_low_value") > 0)["origin_year"])
    years = ", ".join(str(origin) for origin in better) or numbers.DASH
    return [words, say("evidence.answer_lead", better=len(better), count=without.height, years=years)]
