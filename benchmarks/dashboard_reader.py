"""A reader of the dashboard: what a browser asks of the server, without the browser; see benchmarks/dashboard.py."""

import json
import random
from collections.abc import Callable
from typing import Any

import httpx

SECTION = "7"  # machinery, which any world trades


class Reader:
    """One reader on a connection of their own."""

    def __init__(self, address: str, pairs: list[tuple[str, str]]) -> None:
        self.client = httpx.Client(base_url=address, timeout=60)
        self.pairs = pairs

    def __enter__(self) -> "Reader":
        self.client.get("/")
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def habits(self, chance: random.Random) -> list[tuple[str, Callable[[], httpx.Response]]]:
        """Return what a reader may do next, with other economies every time."""
        one, other = chance.choice(self.pairs)
        home, start, year = f"/?economy={one}", chance.randrange(0, 100, 20), chance.randrange(2000, 2013)
        return [
            ("page: opportunities, all pairs", lambda: self.page("/")),
            ("page: opportunities, one economy", lambda: self.page(home)),
            ("page: opportunities, an earlier year", lambda: self.page(f"{home}&year={year}")),
            ("page: opportunities, a section", lambda: self.page(f"{home}&product={SECTION}")),
            ("page: pair", lambda: self.page(f"/pair/{one}/{other}")),
            ("page: pair, a section", lambda: self.page(f"/pair/{one}/{other}?product={SECTION}")),
            ("page: economy", lambda: self.page(f"/economy/{one}?peers={other}")),
            ("page: evidence", lambda: self.page("/evidence")),
            ("page: data", lambda: self.page("/data")),
            ("page: method", lambda: self.page("/method")),
            ("rows: all pairs, sorted", lambda: self.rows("/", start, "tie_index")),
            ("rows: one economy", lambda: self.rows(home, start, None)),
            ("filter: opportunities", lambda: self.choose(home)),
            ("drawer: SQL", lambda: self.drawer("sql", home)),
            ("drawer: citation", lambda: self.drawer("cite", home)),
            ("download: CSV", lambda: self.client.get(f"/download/pair-trade.csv?exporter={one}&importer={other}")),
            ("outlines of the map", lambda: self.client.get("/world.geojson")),
        ]

    def page(self, address: str) -> httpx.Response:
        """Open a page."""
        return self._call(["_pages_content.children", "_pages_store.data"], _place(address))

    def rows(self, address: str, start: int, sort: str | None) -> httpx.Response:
        """Ask for a hundred rows of the ranking."""
        order = [{"colId": sort, "sort": "desc"}] if sort else []
        request = {"startRow": start, "endRow": start + 100, "sortModel": order}
        asked = [_property("opportunities-ranking", "getRowsRequest", request)]
        return self._call(["opportunities-ranking.getRowsResponse"], asked, _place(address))

    def choose(self, address: str) -> httpx.Response:
        """Choose an economy and an order."""
        values = {"economy": "KEN", "direction": "export", "product": None, "year": None, "region": None}
        values |= {"minimum_usd": None, "confidence": "any", "order": "growth"}
        chosen = [_property(f"opportunities-{name}", "value", value) for name, value in values.items()]
        return self._call(["opportunities-url.search"], chosen, _place(address))

    def drawer(self, action: str, address: str) -> httpx.Response:
        """Open the drawer of a panel."""
        button = _property({"action": action, "panel": "opportunities-map"}, "n_clicks", 1)
        return self._call(
            [f"shell-drawer.{name}" for name in ("opened", "title", "children")], [[button]], _place(address)
        )

    def _call(self, outputs: list[str], inputs: list[Any], state: list[Any] | None = None) -> httpx.Response:
        properties = [_property(*output.split(".")) for output in outputs]
        first = inputs[0][0] if isinstance(inputs[0], list) else inputs[0]
        of = first["id"] if isinstance(first["id"], str) else json.dumps(first["id"], separators=(",", ":"))
        body = {
            "output": outputs[0] if len(outputs) == 1 else f"..{'...'.join(outputs)}..",
            "outputs": properties[0] if len(outputs) == 1 else properties, "inputs": inputs, "state": state or [],
            "changedPropIds": [f"{of}.{first['property']}"],
        }  # fmt: skip
        return self.client.post("/_dash-update-component", json=body)


def _property(identifier: Any, name: str, value: Any = None) -> dict[str, Any]:
    return {"id": identifier, "property": name, "value": value}


def _place(address: str) -> list[dict[str, Any]]:
    path, mark, query = address.partition("?")
    return [_property("_pages_location", "pathname", path), _property("_pages_location", "search", mark + query)]
