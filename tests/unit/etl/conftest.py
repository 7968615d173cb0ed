"""A source of our own, as ``new-source`` scaffolds it, with a mirror and a data folder."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

import etl
from etl.catalog import read_catalog
from etl.registry import load_sources
from etl.scaffold import scaffold
from warehouse.paths import Paths

HEADER = "from,to,year,usd\n"
GOOD = HEADER + "DEU,VNM,2014,1.5\nVNM,DEU,2014,\n"


@dataclass
class Toy:
    """The source ``toy``: what its publisher serves, and what becomes of it."""

    folder: Path

    @property
    def paths(self) -> Paths:
        return Paths(self.folder / "data")

    @property
    def definition(self) -> Path:
        return self.folder / "sources" / "toy" / "source.toml"

    @property
    def mirror(self) -> Path:
        return self.folder / "mirror"

    def define(self, old: str, new: str) -> None:
        text = self.definition.read_text()
        assert old in text
        self.definition.write_text(text.replace(old, new))

    def publish(self, content: str | bytes, name: str = "flows.csv") -> Path:
        path = self.mirror / "toy" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def refresh(self, *, mirror: bool = True, **options) -> etl.Outcome:
        sources = load_sources(self.folder / "sources")
        return etl.refresh(self.paths, mirror=self.mirror if mirror else None, sources=sources, **options).outcomes[
            "toy"
        ]

    def rows(self) -> list[tuple]:
        return pl.read_parquet(self.paths.staged / "toy" / "flow.parquet").rows()

    def rejected(self) -> pl.DataFrame:
        return pl.read_parquet(self.paths.staged / "toy" / "flow.rejected.parquet")

    @property
    def entry(self) -> dict:
        return read_catalog(self.paths.catalog)["sources"]["toy"]


@pytest.fixture
def toy(tmp_path: Path) -> Toy:
    scaffold("toy", tmp_path / "sources", tmp_path / "tests")
    return Toy(tmp_path)
