"""The question, the answer in a sentence, and the few numbers that carry it."""

from dataclasses import dataclass

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component


@dataclass(frozen=True)
class Figure:
    """One number with its name and what it is of."""

    name: str
    value: str
    note: str


def head(title: str, question: str, answer: list[str]) -> Component:
    """Return the top of a page: its title, its question, and the answer computed from the data."""
    return html.Header(
        [
            html.H1([title, html.Span(question, className="question")]),
            *(html.P(sentence, className="answer" if first == 0 else "answer second") for first, sentence in enumerate(answer)),
        ],
        className="head",
    )  # fmt: skip


def figures(entries: list[Figure]) -> Component:
    """Return a row of numbers."""
    return dmc.SimpleGrid([_figure(entry) for entry in entries], cols={"base": 2, "md": len(entries)}, spacing="sm", my="md")


def _figure(entry: Figure) -> Component:
    return html.Div(
        [
            html.Div(entry.name, className="kpi-name"),
            html.Div(entry.value, className="kpi-value"),
            html.Div(entry.note, className="kpi-note"),
        ],
        className="kpi",
    )
