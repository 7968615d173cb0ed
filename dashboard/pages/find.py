"""What a search may have meant, where it was not clear."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components import cards
from dashboard.components.states import empty
from dashboard.links import at
from dashboard.page import page
from dashboard.search import candidates
from dashboard.state import Selection
from dashboard.text import say


@page("find", "/find", ("words",))
def body(selection: Selection) -> Component:
    """Return links to what may have been meant."""
    words = selection.words or ""
    links = [html.Li(dcc.Link(name, href=at(href), className="link")) for href, name in candidates(words)]
    content = html.Ul(links) if links else empty(say("find.nothing"), say("find.help"))
    answer = [say("find.answer", words=words)] if links else []
    return html.Main([cards.head(say("find.title"), say("find.question"), answer), content], id="content", tabIndex=-1)
