"""Simulated worlds, written once, and a data folder to refresh from them."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

import etl
from entente import refresh as conductor
from etl.simulate import Arguments, write_mirror
from warehouse.build import attach_work, build
from warehouse.catalog import Catalog
from warehouse.paths import Paths

Ask = Callable[..., list[tuple]]
SMALL = {"economies": 12, "first_year": 2006, "last_year": 2014}


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two mirrors of small simulated worlds that differ in every number."""
    root = tmp_path_factory.mktemp("worlds")
    return [write_mirror(root / str(seed), Arguments(**SMALL, seed=seed)) for seed in (1, 2)]


@pytest.fixture(scope="session")
def refreshed(worlds: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Paths:
    """A data folder with the first world published; tests copy it."""
    paths = Paths(tmp_path_factory.mktemp("published") / "data")
    assert conductor.main(paths, mirror=str(worlds[0])) == conductor.EXIT_FRESH
    return paths


@pytest.fixture
def data(refreshed: Paths, tmp_path: Path) -> Paths:
    """A copy of the published data folder, to be broken."""
    shutil.copytree(refreshed.root, tmp_path / "data", symlinks=True)
    return Paths(tmp_path / "data")


@pytest.fixture
def own_mirror(worlds: list[Path], tmp_path: Path) -> Path:
    """A copy of the first world's mirror, to be broken."""
    shutil.copytree(worlds[0], tmp_path / "mirror")
    return tmp_path / "mirror"


@pytest.fixture(scope="session")
def real_core(mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the real world with its core tables and ``meta``; tests read it, or copy it."""
    paths = Paths(tmp_path_factory.mktemp("real") / "data")
    outcomes = etl.refresh(paths, mirror=mirror, tier="full").outcomes
    given = {folder.name for folder in mirror.iterdir() if folder.is_dir()}
    assert {outcomes[name].status for name in given & outcomes.keys()} == {"fresh"}, outcomes
    build(paths, schemas={"ref", "core", "meta"}, report=lambda line: None)
    with closing(duckdb.connect(str(paths.work))) as con:  # publishing writes it, and checks ask for it
        con.execute("create table meta.build as select false as simulated")
    return paths.work


@pytest.fixture(scope="module")
def con(real_core: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The real world, to be read; a module about another world has its own."""
    paths = Paths(real_core.parent)
    with closing(duckdb.connect()) as opened:
        attach_work(opened, paths, Catalog.load(paths.catalog))
        opened.execute("use work")
        yield opened


@pytest.fixture
def ask(con: duckdb.DuckDBPyConnection) -> Ask:
    """What a query with these values returns."""
    return lambda query, *values: con.execute(query, values).fetchall()
