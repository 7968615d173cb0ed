"""An invented world, published, and the application that shows it, driven through Flask's client."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from dash import Dash

from dashboard.app import Settings, create_app
from dashboard.cache import Reader
from tests.unit.dashboard.invented_world import publish_world
from warehouse.read import Warehouse

DRAWER = ("opened", "title", "children")


class Browser:
    """What a browser asks of the server, without the browser."""

    def __init__(self, app: Dash, base: str = "/") -> None:
        self.client, self.base = app.server.test_client(), base
        self.client.get(base)  # the router is made at the first request

    def show(self, address: str) -> str:
        """Return the page the router draws, as JSON text."""
        outputs = [_property("_pages_content", "children"), _property("_pages_store", "data")]
        return json.dumps(self._call(outputs, _place(address)), ensure_ascii=False)

    def choose(self, page: str, target: str, here: str, **values: Any) -> str | None:
        """Return the address part that results from the filters of a page, or None where nothing changes."""
        inputs = [_property(f"{page}-{name}", "value", value) for name, value in values.items()]
        response = self._call([_property(f"{page}-url", target)], inputs, _place(here))
        return response[f"{page}-url"][target] if response else None

    def rows(self, here: str, start: int, end: int, sort: list[dict[str, str]] | None = None) -> dict[str, Any]:
        """Return what the ranking shows from ``start`` to ``end``."""
        request = {"startRow": start, "endRow": end, "sortModel": sort or []}
        inputs = [_property("opportunities-ranking", "getRowsRequest", request)]
        response = self._call([_property("opportunities-ranking", "getRowsResponse")], inputs, _place(here))
        return dict(response["opportunities-ranking"]["getRowsResponse"])

    def press(self, action: str, panel: str, here: str) -> dict[str, Any]:
        """Return the drawer after a button of a panel was pressed."""
        button = _property({"action": action, "panel": panel}, "n_clicks", 1)
        outputs = [_property("shell-drawer", name) for name in DRAWER]
        return dict(self._call(outputs, [[button]], _place(here))["shell-drawer"])

    def call(
        self, outputs: list[Any], inputs: list[Any], here: str, state: Sequence[Any] = (), trigger: Any = None
    ) -> Any:
        """Return what a callback of a page answers, or None where nothing changes."""
        return self._call(outputs, inputs, [*state, *_place(here)], trigger)

    def _call(self, outputs: list[Any], inputs: list[Any], state: list[Any] | None = None, trigger: Any = None) -> Any:
        names = [f"{output['id']}.{output['property']}" for output in outputs]
        first = trigger or (inputs[0][0] if isinstance(inputs[0], list) else inputs[0])
        identifier = first["id"] if isinstance(first["id"], str) else json.dumps(first["id"], separators=(",", ":"))
        body = {
            "output": names[0] if len(names) == 1 else f"..{'...'.join(names)}..",
            "outputs": outputs[0] if len(names) == 1 else outputs,
            "inputs": inputs,
            "state": state or [],
            "changedPropIds": [f"{identifier}.{first['property']}"],
        }
        response = self.client.post(f"{self.base}_dash-update-component", json=body)
        assert response.status_code in (200, 204), response.get_data(as_text=True)[:500]
        return response.get_json()["response"] if response.status_code == 200 else None


def _property(identifier: Any, name: str, value: Any = None) -> dict[str, Any]:
    return {"id": identifier, "property": name, "value": value}


def _place(address: str) -> list[dict[str, Any]]:
    path, question, query = address.partition("?")
    return [_property("_pages_location", "pathname", path), _property("_pages_location", "search", question + query)]


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The symlink to a published, simulated world."""
    return publish_world(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="session")
def app(database: Path) -> Dash:
    return create_app(Settings(database=database))


@pytest.fixture
def serve(app: Dash, database: Path) -> Iterator[Callable[[Path], Browser]]:
    """Serve another published file for the length of a test."""

    def _serve(path: Path) -> Browser:
        app.server.extensions["entente"] = Reader(Warehouse(path))
        return Browser(app)

    yield _serve
    app.server.extensions["entente"] = Reader(Warehouse(database))


@pytest.fixture
def browser(serve: Callable[[Path], Browser], database: Path) -> Browser:
    """The application on the simulated world."""
    return serve(database)
