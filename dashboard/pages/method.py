"""Method: how is it computed? The methods in a reader's words, with the fitted numbers of this build."""

from typing import Any

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboard import numbers
from dashboard.cache import read
from dashboard.components import cards, tables
from dashboard.components.panel import Panel
from dashboard.components.status import build
from dashboard.page import page
from dashboard.state import Selection
from dashboard.text import label, say, translated
from warehouse.read import AbsentError

POTENTIAL = Panel("method", "potential", "method_potential")
GAP = Panel("method", "gap", "method_gap")
OUTLOOK = Panel("method", "outlook", "method_outlook")
FITS = Panel("method", "fits", "evidence_fits")
FIT_COUNTS = ("n_obs", "n_clusters", "n_dropped", "iterations")


@page("method", "/method", (), order=7)
def body(selection: Selection) -> Component:
    """Return the page."""
    return html.Main(
        [
            cards.head(say("method.title"), say("method.question"), answer()),
            _words("ties"),
            POTENTIAL.section(selection, _potential, say("method.potential_help")),
            GAP.section(selection, _gap, say("method.gap_help")),
            OUTLOOK.section(selection, _sample, say("method.outlook_help")),
            *(_words(name) for name in ("decomposition", "what_if", "backtest", "limits")),
            FITS.section(selection, _fits, say("method.fits_help")),
        ],
        id="content",
        tabIndex=-1,
    )


def answer() -> list[str]:
    """Return in a sentence what the potential of this build was fitted on."""
    try:
        frame = read("method_potential").frame
    except AbsentError:
        frame = pl.DataFrame()
    if frame.is_empty():
        return [say("method.answer_none")]
    row = frame.row(0, named=True)
    years = numbers.years(build()["first_year"], build()["last_year"])
    return [say("method.answer", year=row["year"], n=numbers.count(row["n_obs"]), years=years)]


def _potential(frame: pl.DataFrame) -> Component:
    headers = {name: say(f"method.{name}") for name in ("term", "estimate", "std_error", "n")}
    rows = [
        {"term": label("term", row["term"]), "estimate": numbers.decimal(row["estimate"], 3),
         "std_error": numbers.decimal(row["std_error"], 3), "n": numbers.count(row["n_obs"])}
        for row in frame.to_dicts()
    ]  # fmt: skip
    return tables.plain(headers, rows, ("estimate", "std_error", "n"))


def _gap(frame: pl.DataFrame) -> Component:
    shares = {row["component"]: numbers.share(row["share"]) for row in frame.to_dicts()}
    parts = {name: shares.get(name, numbers.not_reported()) for name in ("persistent", "transient")}
    return html.P(say("method.gap_words", **parts), className="prose")


def _sample(frame: pl.DataFrame) -> Component:
    return tables.facts([(translated("outlook", row["item"]), _fact(row["value"])) for row in frame.to_dicts()])


def _fact(value: str) -> str:
    """Name the ties whose codes a fact begins with, and say the rest in the reader's language."""
    codes, colon, rest = value.partition(":")
    names = ", ".join(label("dimension", code) for code in codes.split(", "))
    return translated("outlook", f"{names}{colon}{rest}")


def _fits(frame: pl.DataFrame) -> Component:
    names = ("model_id", "formula", "sample", *FIT_COUNTS, "is_converged")
    headers = {name: say(f"method.{name}") for name in names}
    return tables.plain(headers, [_fit(row) for row in frame.to_dicts()], FIT_COUNTS)


def _fit(row: dict[str, Any]) -> dict[str, Any]:
    conventions = say("method.conventions", words=translated("fit", row["conventions"]))
    return {
        "model_id": row["model_id"],
        "formula": html.Code(row["formula"]),
        "sample": html.Div([translated("fit", row["sample"]), html.Div(conventions, className="small")]),
        **{name: numbers.count(row[name]) for name in FIT_COUNTS},
        "is_converged": say("pair.yes" if row["is_converged"] else "pair.no"),
    }


def _words(name: str) -> Component:
    heading = html.Div(html.H2(say(f"method.{name}")), className="panel-head")
    text = dcc.Markdown(say(f"method.{name}_words"), className="prose", link_target="_blank")
    return html.Section([heading, text], className="panel")
