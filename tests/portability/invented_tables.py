"""Rows for the sources that no simulated world has, so that every model meets rows: invented, seeded."""

import json
import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl

from warehouse.paths import Paths

ROWS = 400
PAIRS = [("exporter", "importer"), ("origin", "destination"), ("sender", "receiver"), ("home", "host"),
         ("economy_1", "economy_2")]  # fmt: skip
WORDS: dict[str, Sequence[Any]] = {
    "role": ["sender", "target"], "exports": ["complete", "partial", None], "imports": ["complete", "partial", None],
    "requirement": ["visa free", "eta", "visa on arrival", "e-visa", "visa required", "no admission", "covid ban"],
    "measure": ["stock", "flow"], "bloc": ["EU", "African Union", None],
    "product_code": ["01", "0101", "010121", "85", "8517"],
    "nomenclature": ["HS1992", "HS2017"], "scope": ["WTO-plus", "WTO-X"], "vintage": ["2015", "2016"],
}  # fmt: skip
TYPES = {"str": pl.String, "int": pl.Int64, "float": pl.Float64, "bool": pl.Boolean, "date": pl.Date}


def fill(paths: Paths, seed: int = 1) -> list[str]:
    """Give each table of the catalogue that has no file one with invented rows; return their names."""
    content = json.loads(paths.catalog.read_text())
    trade = pl.read_parquet(paths.staged / "cow_trade" / "flow.parquet")
    draw = Draw(seed, sorted(set(trade["exporter"])), sorted(set(trade["year"])))
    filled = []
    for source_id, source in content["sources"].items():
        for name, table in source["tables"].items():
            if table.get("path") is None:
                path = paths.staged / source_id / f"{name}.parquet"
                path.parent.mkdir(exist_ok=True)
                frame = draw.table(name, table)
                frame.write_parquet(path)
                table |= {
                    "path": f"{source_id}/{name}.parquet",
                    "rows": frame.height,
                    "fingerprint": f"invented {seed}",
                }
                filled.append(f"{source_id}.{name}")
    paths.catalog.write_text(json.dumps(content))
    return filled


class Draw:
    """Rows by the names and types of the columns."""

    def __init__(self, seed: int, economies: list[str], years: list[int]) -> None:
        self.random = random.Random(seed)
        self.economies, self.years = economies, years

    def table(self, name: str, table: dict[str, Any]) -> pl.DataFrame:
        """Return ``ROWS`` rows less repeated keys; ten times as many of investment, to which a model is fitted."""
        kinds = {column: what["type"] for column, what in table["columns"].items()}
        frame = pl.DataFrame(
            [self._row(name, kinds, set(table["grain"])) for _ in range(10 * ROWS if "home" in kinds else ROWS)],
            schema={column: TYPES[kind] for column, kind in kinds.items()},
            orient="row",
        )
        return frame.drop_nulls(table["grain"]).unique(table["grain"], keep="first", maintain_order=True)

    def _row(self, name: str, kinds: dict[str, str], grain: set[str]) -> list[Any]:
        row = {column: self._cell(column, kind, column in grain) for column, kind in kinds.items()}
        for one, other in PAIRS:
            if one in row and other in row:
                row[one], row[other] = sorted(self.random.sample(self.economies, 2), reverse=self.random.random() < 0.5)
                if "reported_by" in row:
                    row["reported_by"] = self.random.choice((one, other))
        if name == "case":
            row["begin_year"], row["end_year"] = sorted(self.random.choices(self.years, k=2))
        return list(row.values())

    def _cell(self, column: str, kind: str, is_key: bool) -> Any:
        if not (is_key or column == "year") and self.random.random() < 0.1:
            return None
        words: dict[str, Sequence[Any]] = WORDS | {"economy": self.economies, "case_id": range(200)}
        if column.endswith("year"):
            return self.random.choice(self.years)
        return self.random.choice(words[column]) if column in words else self._of_kind(kind)

    def _of_kind(self, kind: str) -> Any:
        first = date(self.years[0], 1, 1)
        makers: dict[str, Callable[[], Any]] = {
            "str": lambda: str(self.random.randrange(40)),
            "int": lambda: self.random.randrange(40),
            "float": lambda: round(self.random.lognormvariate(0, 2), 3),
            "bool": lambda: self.random.random() < 0.4,
            "date": lambda: first + timedelta(days=self.random.randrange(3000)),
        }
        return makers[kind]()
