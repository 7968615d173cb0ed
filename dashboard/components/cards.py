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
    heading = html.H1([title, html.Span(question, className="question")])
    lead, rest = answer[:1], answer[1:]
    sentences = [html.P(sentence, className="answer") for sentence in lead]
    return html.Header(
        [heading, *sentences, *(html.P(sentence, className="answer second") for sentence in rest)], className="head"
    )


def figures(entries: list[Figure]) -> Component:
    """Return a row of numbers."""
    row: Component = dmc.SimpleGrid(
        [_figure(entry) for entry in entries], cols={"base": 2, "md": len(entries)}, spacing="sm", my="md"
    )
    return row


def _figure(entry: Figure) -> Component:
    lines = {"kpi-name": entry.name, "kpi-value": entry.value, "kpi-note": entry.note}
    return html.Div([html.Div(text, className=style) for style, text in lines.items()], className="kpi")
