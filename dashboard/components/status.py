"""What is being shown: the build, its years, its sources' freshness, and whether its values are invented."""

from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard import numbers
from dashboard.cache import kept, read
from dashboard.text import label, say


@kept
def build() -> dict[str, Any]:
    """Return the row of ``build.sql``: build_id, built_at, simulated, first_year, last_year."""
    return read("build").frame.row(0, named=True)


def is_simulated() -> bool:
    """Tell whether the published values are invented."""
    return bool(build()["simulated"])


def notices() -> list[Component]:
    """Return the lines above a page: simulated data."""
    return [html.Div(say("notice.simulated"), className="notice", role="note")] if is_simulated() else []


def edition(title: str, version: str | None) -> str:
    """Return a source's title with its version, once."""
    named = version is None or version in title or version == "latest"
    return title if named else say("panel.version", title=title, version=version)


def footer() -> Component:
    """Return the footer: build, time, years, simulated or not, sources, and which of these are not up to date."""
    row = build()
    facts = [
        say("footer.build", build=row["build_id"].removeprefix("entente-")),
        say("footer.built", when=numbers.moment(row["built_at"])),
        say("footer.years", years=numbers.years(row["first_year"], row["last_year"])),
        *([say("footer.simulated")] if row["simulated"] else []),
    ]
    about = dmc.Text(" · ".join(facts), size="sm", c="dimmed")
    return html.Footer([about, html.P(_sources(), className="sources"), *_stale()], className="footer")


@kept
def _sources() -> str:
    """Return what the build is made from, for those who have it on paper only."""
    rows = [row for row in read("sources").frame.to_dicts() if row["source_status"] != "missing"]
    return say("footer.sources", sources="; ".join(edition(row["title"], row["version"]) for row in rows))


def _stale() -> list[Component]:
    rows = [row for row in read("sources").frame.to_dicts() if row["source_status"] != "fresh"]
    if not rows:
        return []
    summary = html.Summary(say("footer.stale_count", count=len(rows)))
    return [html.Details([summary, html.Ul([html.Li(_freshness(row)) for row in rows])], className="stale")]


def _freshness(row: dict[str, Any]) -> str:
    message = row["message"] or say("footer.not_there" if row["source_status"] == "missing" else "footer.no_message")
    return say("footer.stale", title=row["title"], status=label("status", row["source_status"]), message=message)
