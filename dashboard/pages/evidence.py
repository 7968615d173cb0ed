"""Evidence: do ties go with market access, and how sure are we?"""

import math
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import dash_mantine_components as dmc
import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboard import numbers
from dashboard.cache import read
from dashboard.components import cards, correlations, scoreboard, tables
from dashboard.components.panel import Panel, graph
from dashboard.components.status import is_simulated
from dashboard.figures.intervals import intervals
from dashboard.figures.intervals import summary as intervals_summary
from dashboard.figures.specification import curve
from dashboard.figures.specification import summary as specification_summary
from dashboard.figures.timing import summary as timing_summary
from dashboard.figures.timing import timing
from dashboard.page import page
from dashboard.state import Selection
from dashboard.text import ENGLISH, catalogue, label, say, translated
from dashboard.theme import INWARD, MUTED, OUTWARD
from warehouse.read import AbsentError

FINDINGS = Path(__file__).resolve().parent.parent / "findings.toml"
COEFFICIENTS = Panel("evidence", "coefficients", "evidence_coefficients", picture=True)
GROWTH = Panel("evidence", "growth", "evidence_outlook", picture=True)
CORRELATION = Panel("evidence", "correlation", "evidence_correlation")
SPECIFICATION = Panel("evidence", "specification", "evidence_specification", picture=True)
TIMING = Panel("evidence", "timing", "evidence_timing", picture=True)
BACKTEST = Panel("evidence", "backtest", "evidence_backtest", picture=True)
COVERAGE = Panel("evidence", "coverage", "evidence_coverage", picture=True)
NORMAL_95, NORMAL_90 = 1.96, 1.645


@page("evidence", "/evidence", (), order=4)
def body(selection: Selection) -> Component:
    """Return the page."""
    return html.Main(
        [
            cards.head(say("evidence.title"), say("evidence.question"), answer()),
            CORRELATION.section(selection, correlations.correlations, say("evidence.correlation_help")),
            COEFFICIENTS.section(selection, _coefficients, say("evidence.coefficients_help")),
            GROWTH.section(selection, _growth, say("evidence.growth_help")),
            SPECIFICATION.section(selection, _specification, say("evidence.specification_help")),
            TIMING.section(selection, _timing, say("evidence.timing_help")),
            BACKTEST.section(selection, scoreboard.backtest, say("evidence.backtest_help")),
            COVERAGE.section(selection, scoreboard.coverage, say("evidence.coverage_help")),
            _findings(),
        ],
        id="content",
        tabIndex=-1,
    )


def answer() -> list[str]:
    """Return what ties add to growth beyond trade and distance, and whether the back-test bears it out."""
    return [*_growth_sentence(), *scoreboard.sentence()] or [say("evidence.answer_none")]


def _growth_sentence() -> list[str]:
    try:
        frame = read("evidence_outlook").frame.filter(equation="growth", term="pair")
    except AbsentError:
        return []
    if frame.is_empty():
        return []
    row = frame.row(0, named=True)
    low, high = (row["estimate"] + side * NORMAL_90 * row["std_error"] for side in (-1, 1))
    kind = "with" if low > 0 else "against" if high < 0 else "unclear"
    bounds = numbers.span(*(numbers.percent(_effect(end), signed=True) for end in (low, high)))
    return [say(f"evidence.answer_{kind}", effect=numbers.percent(_effect(row["estimate"]), True), bounds=bounds)]


def _effect(coefficient: float) -> float:
    return 100 * math.expm1(coefficient)


def _coefficients(frame: pl.DataFrame) -> list[Component]:
    judged = frame.filter(pl.col("evidence_badge").is_not_null())
    shown = (judged if judged.height else frame).rename({"low_estimate": "low", "high_estimate": "high"})
    names = [f"{label('term', row['term'])} ({_model(row)})" for row in shown.to_dicts()]
    colours = shown["specification"].replace_strict(COLOURS, default=OUTWARD, return_dtype=pl.String)
    shown = shown.with_columns(label=pl.Series(names, dtype=pl.String), colour=colours).sort("term", "model_id")
    figure = intervals(shown, say("evidence.coefficient"), is_simulated())
    text = intervals_summary(shown, COEFFICIENTS.title)
    return [graph(COEFFICIENTS.id, figure, text), coefficient_table(shown)]


COLOURS = {"between": OUTWARD, "within": INWARD, "timing": MUTED}


def _model(row: dict[str, Any]) -> str:
    return label("specification", row["specification"])


def _badge(badge: str | None) -> str:
    return label("badge", badge) if badge else numbers.DASH


COUNTS = {"switchers": "switching_pair_count", "effective": "effective_pair_count", "n": "n_obs"}


def coefficient_table(frame: pl.DataFrame) -> Component:
    """Return the coefficients with the pairs that tell them and how well they are established."""
    names = ("model", "term", "coefficient", "std_error", "effect", "switchers", "effective", "badge", "n")
    headers = {name: say(f"evidence.{name}") for name in names}
    rows = [
        {"model": _model(row), "term": label("term", row["term"]), "badge": _badge(row["evidence_badge"]),
         "coefficient": numbers.decimal(row["estimate"], 3), "std_error": numbers.decimal(row["std_error"], 3),
         "effect": numbers.percent(_effect(row["estimate"]), signed=True),
         **{name: numbers.count(row[column]) for name, column in COUNTS.items()}}
        for row in frame.to_dicts()
    ]  # fmt: skip
    return tables.plain(headers, rows, ("coefficient", "std_error", "effect", "switchers", "effective", "n"))


def with_interval(frame: pl.DataFrame, width: float = NORMAL_95) -> pl.DataFrame:
    """Add ``low`` and ``high`` from the standard error; none where there is no standard error."""
    half = width * pl.col("std_error")
    return frame.with_columns(low=pl.col("estimate") - half, high=pl.col("estimate") + half)


def _growth(frame: pl.DataFrame) -> Component:
    ties = one_at_a_time(frame)
    main = frame.filter(pl.col("equation") == "growth", pl.col("term").is_in(["pair", "economy"]))
    shown = with_interval(pl.concat([main, ties]), NORMAL_90)
    names = [_growth_name(row) for row in shown.to_dicts()]
    shown = shown.with_columns(label=pl.Series(names, dtype=pl.String))
    figure = intervals(shown, say("evidence.growth_axis"), is_simulated())
    return graph(GROWTH.id, figure, intervals_summary(shown, GROWTH.title))


def one_at_a_time(frame: pl.DataFrame) -> pl.DataFrame:
    """Return what each dimension adds to growth in an equation of its own."""
    equations = [f"growth with {dimension}" for dimension in catalogue(ENGLISH)["dimension"]]
    return frame.filter(pl.col("equation").is_in(equations), pl.col("term") == "pair")


def _growth_name(row: dict[str, Any]) -> str:
    if row["equation"] == "growth":
        return say(f"evidence.all_{row['term']}")
    return label("dimension", row["equation"].removeprefix("growth with "))


def _specification(frame: pl.DataFrame) -> Component:
    """One picture for each tie: every way to estimate it, from the smallest coefficient to the largest."""
    known = frame.filter(pl.col("estimate").is_not_null()).rename({"low_estimate": "low", "high_estimate": "high"})
    ways = [name for name, kind in known.schema.items() if kind == pl.String and name not in ("dimension", "tie")]
    known = known.with_columns(way=pl.concat_str(ways, separator=" · ", ignore_nulls=True))
    cells = [_tie_specification(part) for part in known.partition_by("tie", maintain_order=True)]
    grid: Component = dmc.SimpleGrid(cells, cols={"base": 1, "sm": 2, "lg": 3}, spacing="lg")
    return grid


def _tie_specification(part: pl.DataFrame) -> Component:
    tie, texts = part["tie"][0], specification_summary(part)
    picture = graph(f"{SPECIFICATION.id}-{tie}", curve(part, is_simulated()), "; ".join(texts))
    return html.Div([html.H3(label("term", tie)), *(html.P(text, className="small") for text in texts), picture])


def _timing(frame: pl.DataFrame) -> Component:
    shown = frame.rename({"low_estimate": "low", "high_estimate": "high"})
    cells = [_tie_timing(part) for part in shown.partition_by("tie", maintain_order=True)]
    grid: Component = dmc.SimpleGrid(cells, cols={"base": 1, "sm": 2, "lg": 3}, spacing="lg")
    return grid


def _tie_timing(part: pl.DataFrame) -> Component:
    name = label("term", part["tie"][0])
    picture = graph(f"{TIMING.id}-{part['tie'][0]}", timing(part, is_simulated()), timing_summary(part, name))
    return html.Div([html.H3(name), picture])


@cache
def findings() -> list[dict[str, str]]:
    """Return what others found, from the file in the repository."""
    return list(tomllib.loads(FINDINGS.read_text(encoding="utf-8"))["finding"])


def _findings() -> Component:
    ours = _ours()
    headers = {name: say(f"evidence.{name}") for name in ("tie", "reference", "found", "ours")}
    rows = [
        {"tie": label("dimension", entry["tie"]), "found": translated("finding", entry["finding"]),
         "ours": ours.get(entry["tie"], numbers.DASH),
         "reference": html.Span([entry["reference"], html.Div(entry["citation"], className="small", lang=ENGLISH)])}
        for entry in findings()
    ]  # fmt: skip
    heading = html.Div(html.H2(say("evidence.findings")), className="panel-head")
    note = html.P(say("evidence.findings_help"), className="panel-note")
    return html.Section([heading, note, tables.plain(headers, rows)], className="panel")


def _ours() -> dict[str, str]:
    """What each tie adds to five years' growth in this build, by dimension, with its 90 % interval."""
    try:
        frame = read("evidence_outlook").frame
    except AbsentError:
        return {}
    frame = with_interval(one_at_a_time(frame), NORMAL_90)
    return {
        row["equation"].removeprefix("growth with "): say(
            "evidence.our_growth", effect=numbers.percent(_effect(row["estimate"]), True),
            low=numbers.percent(_effect(row["low"]), True), high=numbers.percent(_effect(row["high"]), True),
        )
        for row in frame.to_dicts()
    }  # fmt: skip
