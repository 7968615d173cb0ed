"""A page: one address, one question. The registry of pages gives the router, the navigation and the checks."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash import State, html
from dash.development.base_component import Component
from dash.exceptions import UnsupportedRelativePath

from dashboard import numbers
from dashboard.cache import kept, read, reader
from dashboard.components.states import failed, not_published, problem
from dashboard.components.status import footer, notices
from dashboard.links import within
from dashboard.state import Known, Selection, SelectionError, fields_of
from dashboard.text import ENGLISH, folded, label, say
from warehouse.read import AbsentError, NotPublishedError

# The address of the page a callback is called from.
HERE = {name: State("_pages_location", name) for name in ("pathname", "search")}
log = logging.getLogger(__name__)
VARIABLE = re.compile(r"<([a-z_]+)>")


@dataclass(frozen=True)
class Page:
    """One page.

    Attributes:
        name: Section of the text catalogue and prefix of the page's component ids.
        path: Address, with ``<field>`` where a field of the selection stands in it.
        accepts: Fields of the selection the page understands.
        body: Makes the content for a checked selection.
        order: Place in the navigation; ``None`` keeps the page out of it.
    """

    name: str
    path: str
    accepts: tuple[str, ...]
    body: Callable[[Selection], Component]
    order: int | None = None

    def layout(self, **query: Any) -> Component:
        """Return the page for the values in its address; whatever is wrong with them is said on the page."""
        try:
            selection = self.select(query)
            content = [*notices(), reader().draw(self.written, selection), footer()]
        except SelectionError as error:
            content = [problem(str(error)), footer()]
        except NotPublishedError:
            content = [not_published()]
        except Exception:  # the frame around the page stays, so that the reader can go on from it
            log.exception("page %s failed", self.name)
            content = [failed()]
        return html.Div(content, className="page", id=f"{self.name}-page")

    def written(self, selection: Selection) -> Any:
        """Return the content as what is sent: written once, it is kept for the next reader."""
        return _written(self.body(selection))

    def select(self, query: dict[str, Any]) -> Selection:
        """Return the selection for the values of an address, checked against what the warehouse knows."""
        selection = Selection.parse(query, self.accepts)
        selection.check(known())
        return selection

    def title(self, **variables: str) -> str:
        """Return the title of the browser's tab."""
        place = f" {'–'.join(variables.values())}" if variables else ""
        return f"{say(f'{self.name}.title')}{place} · {say('app.name')}"


PAGES: list[Page] = []


def page(name: str, path: str, accepts: tuple[str, ...], order: int | None = None) -> Callable[..., Any]:
    """Register the function below as the body of a page."""

    def register(body: Callable[[Selection], Component]) -> Callable[[Selection], Component]:
        PAGES.append(Page(name, path, accepts, body, order))
        return body

    return register


def find(pathname: str) -> tuple[Page, dict[str, str]] | None:
    """Return the page at an address and the values that stand in its path."""
    for candidate in PAGES:
        pattern = VARIABLE.sub(r"(?P<\1>[^/]+)", candidate.path.rstrip("/"))
        if matched := re.fullmatch(pattern, within(pathname).rstrip("/")):
            return candidate, matched.groupdict()
    return None


def drawn(pathname: str, search: str) -> tuple[Component, str] | None:
    """Return the page at an address and its title, or None where there is none."""
    try:
        found, query = find(pathname), fields_of(search)
    except (SelectionError, UnsupportedRelativePath):
        return None
    return found and (found[0].layout(**query | found[1]), found[0].title(**found[1]))


def selection_at(pathname: str, search: str | None) -> Selection:
    """Return what the reader has chosen, from the address.

    Raises:
        SelectionError: the address is not one of ours, or asks for what does not exist.
    """
    found = find(pathname)
    if found is None:
        raise SelectionError(say("error.not_found"))
    here, variables = found
    query = Selection.parse(search or "", [name for name in here.accepts if name not in variables])
    return here.select({**{name: str(getattr(query, name)) for name in _chosen(query)}, **variables})


@kept
def names(spoken: str | None = None) -> dict[str, str]:
    """Return the name of each economy by its code, in the language of the request unless told."""
    frame = read("economies", spoken=spoken).frame
    return dict(zip(frame["economy"], frame["name"], strict=True))


@kept
def economies() -> dict[str, str]:
    """Return what a reader chooses from: names by code, with the last year of those that are no more."""
    rows = sorted(read("economies").frame.to_dicts(), key=lambda row: folded(row["name"]))
    return {
        row["economy"]: say("filter.until", name=row["name"], year=row["last_year"])
        if row["last_year"]
        else row["name"]
        for row in rows
    }


@kept
def known() -> Known:
    """Return what the warehouse has to choose from; nothing of what it was built without."""
    regions = sorted(read("economies").frame["region"].drop_nulls().unique())
    return Known(names(), names(ENGLISH), regions, products(), [row["year"] for row in _built("potential_years")])


def mean_years() -> str:
    """Return the three years of which potentials and gaps of today are means."""
    years = known().years
    return numbers.years(years[0] - 2, years[0]) if years else numbers.DASH


@kept
def products(spoken: str | None = None) -> dict[str, str]:
    """Return the name of each product group by its code, in the language of the request or, if told, in English."""
    name = product_in_english if spoken == ENGLISH else product_name
    return {row["product_code"]: name(row) for row in _built("products")}


def product_name(row: dict[str, Any]) -> str:
    """Return the name of a row's product group in the language of the request."""
    return label("product", product_in_english(row))


def product_in_english(row: dict[str, Any]) -> str:
    """Return the name of a row's product group or, where no source gives one, its classification and code."""
    return str(row["product_name"] or f"{row['nomenclature']} {row['product_code']}")


def _built(query: str) -> list[dict[str, Any]]:
    try:
        return read(query).frame.to_dicts()
    except AbsentError:
        return []


def _written(content: Any) -> Any:
    """Replace components by what they are in JSON."""
    if isinstance(content, list | tuple):
        return [_written(part) for part in content]
    if not isinstance(content, Component):
        return content
    write: Any = content.to_plotly_json
    written = write()
    if "children" in written["props"]:
        written["props"]["children"] = _written(written["props"]["children"])
    return written


def _chosen(selection: Selection) -> list[str]:
    empty = Selection()
    return [name for name in vars(selection) if getattr(selection, name) != getattr(empty, name)]
