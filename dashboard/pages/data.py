"""Data: where does it come from, and how fresh is it?"""

from typing import Any

import dash_mantine_components as dmc
import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboard import numbers
from dashboard.cache import read
from dashboard.components import cards, tables
from dashboard.components.panel import Panel, graph
from dashboard.components.status import build, is_simulated
from dashboard.figures.coverage import coverage
from dashboard.figures.coverage import summary as coverage_summary
from dashboard.page import page
from dashboard.state import Selection
from dashboard.text import ENGLISH, label, say, translated
from warehouse.read import queries, query_text

SOURCES = Panel("data", "sources", "data_sources")
COVERAGE = Panel("data", "coverage", "data_coverage", picture=True)
CHANGES = Panel("data", "changes", "data_changes")
CHECKS = Panel("data", "checks", "data_checks")
REJECTED = Panel("data", "rejected", "data_rejected")
TABLES = Panel("data", "tables", "data_tables")
LONGEST = 160  # characters of a refused record; the download has all


@page("data", "/data", ("source",), order=6)
def body(selection: Selection) -> Component:
    """Return the page, for all sources or for one."""
    return html.Main(
        [
            cards.head(say("data.title"), say("data.question"), answer(selection)),
            SOURCES.section(selection, sources, say("data.sources_help"), say("data.sources_nothing")),
            COVERAGE.section(selection, _coverage, say("data.coverage_help")),
            CHANGES.section(selection, changes, say("data.changes_help"), say("data.changes_nothing")),
            REJECTED.section(selection, rejected, say("data.rejected_help"), say("data.rejected_nothing")),
            CHECKS.section(selection, checks, say("data.checks_help")),
            TABLES.section(selection, _tables, say("data.tables_help")),
            _cookbook(),
        ],
        id="content",
        tabIndex=-1,
    )


def answer(selection: Selection) -> list[str]:
    """Return how many sources are up to date, and how many rows were refused."""
    frame = read("data_sources", selection).frame
    if frame.is_empty():
        return [say("data.answer_unknown", source=selection.source)]
    fresh = frame.filter(source_status="fresh").height
    rows, refused = (float(frame[name].sum()) for name in ("row_count", "rejected_count"))
    counts = {"fresh": fresh, "total": frame.height, "rows": numbers.amount(rows)}
    others = frame.filter(pl.col("source_status") != "fresh")["title"].to_list()
    first = say("data.answer", **counts, refused=numbers.amount(refused))
    return [first, say("data.answer_not_fresh", names="; ".join(others))] if others else [first]


def sources(frame: pl.DataFrame) -> Component:
    """Return the table of sources, each with its state in words."""
    names = ("title", "version", "licence", "status", "fetched", "rows", "refused")
    headers = {name: say(f"data.{name}") if name != "title" else say("data.source") for name in names}
    return tables.plain(headers, [_source(row) for row in frame.to_dicts()], ("rows", "refused"))


def _source(row: dict[str, Any]) -> dict[str, Any]:
    link = html.A(row["title"], href=row["page"], target="_blank", rel="noopener noreferrer", className="link")
    passed = say("data.passed_on" if row["redistributable"] else "data.not_passed_on")
    status = row["source_status"]
    badge = html.Span(label("status", status), className=f"badge {status}")
    message = html.Div(row["message"], className="small", lang=ENGLISH) if row["message"] else None
    return {
        "title": html.Div([link, html.Div(row["producer"], className="small")]),
        "version": row["version"],
        "licence": html.Div([translated("licence", row["licence"]), html.Div(passed, className="small")]),
        "status": html.Div([badge, message]),
        "fetched": numbers.day(row["fetched_at"]) if row["fetched_at"] else numbers.DASH,
        "rows": numbers.count(row["row_count"]),
        "refused": numbers.count(row["rejected_count"]),
    }


def changes(frame: pl.DataFrame) -> Component:
    """Return what moved, with the number before and after."""
    headers = {name: say(f"data.{name}") for name in ("kind", "subject", "before", "after")}
    rows = [
        {"kind": label("change", row["kind"]), "subject": row["subject"],
         **{end: numbers.by_name("", row[end]) for end in ("before", "after")}}
        for row in frame.head(100).to_dicts()
    ]  # fmt: skip
    return tables.plain(headers, rows, ("before", "after"))


def checks(frame: pl.DataFrame) -> Component:
    """Return the rules, broken ones first."""
    headers = {name: say(f"data.{name}") for name in ("rule", "severity", "found", "remedy")}
    rows = [
        {"rule": translated("rule", row["rule"]), "severity": label("severity", row["severity"]),
         "found": numbers.count(row["row_count"]),
         "remedy": translated("remedy", row["remedy"]) if row["row_count"] else ""}
        for row in frame.to_dicts()
    ]  # fmt: skip
    return tables.plain(headers, rows, ("found",))


def rejected(frame: pl.DataFrame) -> Component:
    """Return refused rows by source and reason, with one as published."""
    headers = {name: say(f"data.{name}") for name in ("source", "reason", "count", "example")}
    rows = [
        {"source": row["title"], "reason": _reason(row["reason"]), "count": numbers.count(row["row_count"]),
         "example": html.Code(row["example"][:LONGEST])}
        for row in frame.head(40).to_dicts()
    ]  # fmt: skip
    return tables.plain(headers, rows, ("count",))


def _reason(said: str) -> str:
    """A row may break several rules."""
    return "; ".join(translated("rejection", one) for one in said.split("; "))


def _coverage(frame: pl.DataFrame) -> Component:
    return graph(COVERAGE.id, coverage(frame, is_simulated()), coverage_summary(frame))


def _tables(frame: pl.DataFrame) -> list[Component]:
    file = html.P([say("data.file"), " ", html.Code(f"entente.duckdb → builds/{build()['build_id']}.duckdb")])
    headers = {name: say(f"data.{name}") for name in ("table", "columns")}
    rows = [{"table": html.Code(row["table_name"]), "columns": row["columns"]} for row in frame.to_dicts()]
    listed = html.Details([html.Summary(say("data.all_tables", count=frame.height)), tables.plain(headers, rows)])
    return [file, listed]


def recipe(name: str) -> tuple[str, str]:
    """Return what a query of the cookbook answers, which its first line says, and the rest, which runs as pasted."""
    title, _, text = query_text(name).partition("\n")
    return title.removeprefix("-- "), text


def _cookbook() -> Component:
    """Show the queries of the cookbook, each under what it answers."""
    entries = []
    for name in queries("cookbook_"):
        title, text = recipe(name)
        copy = dmc.CopyButton(
            say("panel.copy"), value=text, copiedChildren=say("panel.copied"), size="compact-xs", variant="light"
        )
        entries.append(
            html.Div([html.H3([translated("recipe", title), " ", copy]), html.Pre(text, className="code", tabIndex=0)])
        )
    heading = html.Div(html.H2(say("data.cookbook")), className="panel-head")
    return html.Section(
        [heading, html.P(say("data.cookbook_help"), className="panel-note"), *entries], className="panel"
    )
