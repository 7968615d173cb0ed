"""What was read or drawn already, kept by build, language and what was asked: a new build has new keys."""

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import wraps
from typing import Any, Generic, ParamSpec, TypeVar, cast

from flask import current_app, g

from dashboard.language import translated
from dashboard.state import Selection
from dashboard.text import ENGLISH, language
from warehouse.read import AbsentError, Answer, Warehouse, parameters_of

ANSWERS = 200  # the largest is every pair of a year, a few megabytes
PAGES = 60  # drawn; each some megabytes
FACTS = 100  # small: names, the row of the build
Thing = TypeVar("Thing")
AHEAD = os.cpu_count() or 1  # queries read side by side
Asked = ParamSpec("Asked")


class Kept(Generic[Thing]):
    """The latest things that were made, at most so many; safe to share between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: OrderedDict[Hashable, Thing] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Thing]) -> Thing:
        """Return the thing of a key, made now if it is not kept; two threads may both make it."""
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
        thing = make()
        with self._lock:
            self._things[key] = thing
            while len(self._things) > self._most:
                self._things.popitem(last=False)
        return thing


class Reader:
    """Reads named queries for a selection and remembers the answers, and what was drawn from them."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse
        self._answers: Kept[Answer] = Kept(ANSWERS)
        self._drawn: Kept[object] = Kept(PAGES)
        self._facts: Kept[object] = Kept(FACTS)
        self._ahead = ThreadPoolExecutor(AHEAD)

    @property
    def version(self) -> str:
        """Name of the build that the current request is answered from: one request, one build."""
        if "version" not in g:
            g.version = self.warehouse.version
        return str(g.version)

    def read(self, query: str, selection: Selection | None = None, spoken: str = ENGLISH) -> Answer:
        """Answer a query in a language; each of its parameters is the field of the selection with the same name."""
        values = _values(query, selection)
        if spoken == ENGLISH:
            return self._answer(self.version, query, values)
        key = (self.version, spoken, query, *values.items())
        return self._answers.get(key, lambda: self._translated(self.read(query, selection), spoken))

    def read_ahead(self, queries: Iterable[str], selection: Selection) -> None:
        """Read queries side by side, so that a page that reads them one after the other finds them answered."""
        version = self.version
        reading = [self._ahead.submit(self._answer, version, query, _values(query, selection)) for query in queries]
        for one in reading:
            with suppress(AbsentError):  # the page says so when it comes to it
                one.result()

    def draw(self, make: Callable[[Selection], Thing], selection: Selection) -> Thing:
        """Return what ``make`` makes of a selection and of this build; whoever gets it must not change it."""
        return cast("Thing", self._drawn.get((self.version, make, selection), lambda: make(selection)))

    def keep(self, make: Callable[Asked, Thing], *asked: Asked.args, **named: Asked.kwargs) -> Thing:
        """Return what ``make`` makes of this build, in the language of the request; see ``kept``."""
        key = (self.version, language(), make, asked, *named.items())
        return cast("Thing", self._facts.get(key, lambda: make(*asked, **named)))

    def _answer(self, version: str, query: str, values: dict[str, Any]) -> Answer:
        key = (version, ENGLISH, query, *values.items())
        return self._answers.get(key, lambda: self.warehouse.read(query, **values))

    def _translated(self, answer: Answer, spoken: str) -> Answer:
        return replace(answer, frame=translated(answer.frame, self.read("economies").frame, spoken))


def _values(query: str, selection: Selection | None) -> dict[str, Any]:
    return {name: getattr(selection, name) for name in sorted(parameters_of(query))}


def reader() -> Reader:
    """Return the reader of the application that is serving the current request."""
    found: Reader = current_app.extensions["entente"]
    return found


def kept(make: Callable[Asked, Thing]) -> Callable[Asked, Thing]:
    """Make a function of the build remember what it returned; whoever gets it must not change it."""

    @wraps(make)
    def remembered(*asked: Asked.args, **named: Asked.kwargs) -> Thing:
        return reader().keep(make, *asked, **named)

    return remembered


def read(query: str, selection: Selection | None = None, spoken: str | None = None) -> Answer:
    """Answer a query from the published file of the application, in the language of the request unless told."""
    return reader().read(query, selection, spoken or language())
