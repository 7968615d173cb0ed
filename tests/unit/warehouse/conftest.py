"""A tiny staged world and a folder of models to build from it."""

import json
from pathlib import Path

import polars as pl
import pytest

from warehouse import build as build_module
from warehouse import model as model_module
from warehouse import publish as publish_module
from warehouse.paths import Paths

MODELS = {
    "core/trade.sql": """/*
description = "Trade."
grain = ["exporter", "importer", "year"]
[columns]
exporter = "From"
importer = "To"
year = "Year"
value_usd = "Value"
status = "Status"
*/
select exporter, importer, year, value_usd, 'reported' as status from staged.toy_flow""",
    "score/toy_fit.sql": """/*
description = "A fit."
grain = ["model_id"]
[columns]
model_id = "Which"
n_obs = "Cells"
*/
select 'toy' as model_id, count(*) as n_obs from core.trade""",
}


class Toy:
    """A data folder with one staged table, and the models built from it."""

    def __init__(self, root: Path) -> None:
        self.paths = Paths(root / "data")
        self.models = root / "models"
        for name, text in MODELS.items():
            self.write_model(name, text)
        self.stage([("AAA", "BBB", 2000, 1.5), ("NAM", "AAA", 2000, 2.0)])

    def write_model(self, name: str, text: str) -> None:
        path = self.models / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def stage(self, rows: list[tuple[str, str, int, float]], fingerprint: str = "one") -> None:
        folder = self.paths.staged / "toy"
        folder.mkdir(parents=True, exist_ok=True)
        names = ["exporter", "importer", "year", "value_usd"]
        pl.DataFrame(rows, schema=names, orient="row").write_parquet(folder / "flow.parquet")
        columns = {name: {"description": name, "type": "str", "unit": None} for name in names}
        table = {"description": "t", "grain": names[:3], "path": "toy/flow.parquet", "fingerprint": fingerprint}
        source = {
            "title": "Toy",
            "citation": "@misc{toy}",
            "tables": {"flow": table | {"rows": len(rows), "columns": columns}},
        }
        self.paths.catalog.write_text(json.dumps({"simulated": True, "sources": {"toy": source}}))


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Toy:
    world = Toy(tmp_path)
    for module in (build_module, publish_module):
        monkeypatch.setattr(module, "load_models", lambda: model_module.load_models(world.models))
    return world
