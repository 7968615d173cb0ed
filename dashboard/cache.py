"""Answers already read, kept by build, language, query and parameters: a new build has new keys."""

import threading
from collections import OrderedDict
from dataclasses import replace

from flask import current_app

from dashboard.language import translated
from dashboard.state import Selection
from dashboard.text import ENGLISH, language
from warehouse.read import Answer, Warehouse, parameters_of

KEPT = 200  # answers; the largest is every pair of a year, a few megabytes


class Reader:
    """Reads named queries for a selection and remembers the answers."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse
        self._answers: OrderedDict[tuple[object, ...], Answer] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, query: str, selection: Selection | None = None, spoken: str = ENGLISH) -> Answer:
        """Answer a query in a language; each of its parameters is the field of the selection with the same name."""
        values = {name: getattr(selection, name) for name in sorted(parameters_of(query))}
        key = (self.warehouse.version, spoken, query, *values.items())
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        if spoken == ENGLISH:
            answer = self.warehouse.read(query, **values)
        else:
            answer = self._translated(self.read(query, selection), spoken)
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > KEPT:
                self._answers.popitem(last=False)
        return answer

    def _translated(self, answer: Answer, spoken: str) -> Answer:
        return replace(answer, frame=translated(answer.frame, self.read("economies").frame, spoken))


def read(query: str, selection: Selection | None = None, spoken: str | None = None) -> Answer:
    """Answer a query from the published file of the application, in the language of the request unless told."""
    reader: Reader = current_app.extensions["entente"]
    return reader.read(query, selection, spoken or language())
