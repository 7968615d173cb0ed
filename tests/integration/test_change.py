"""``make diff``: what moved, and whether the data were revised or the world changed."""

import zipfile
from pathlib import Path

import duckdb
import pytest

from entente.refresh import main as refresh
from etl.simulate import Arguments, write_mirror
from tests.integration.conftest import SMALL
from warehouse.change import main as diff
from warehouse.paths import Paths


def changes(paths: Paths, kind: str) -> dict[str, tuple[float | None, float | None]]:
    with duckdb.connect(str(paths.current.resolve()), read_only=True) as con:
        rows = con.execute("select subject, before, after from meta.change where kind = ?", [kind]).fetchall()
    return {subject: (before, after) for subject, before, after in rows}


def test_a_first_build_has_nothing_to_compare(refreshed: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    assert changes(refreshed, "value") == {}
    assert diff(refreshed) == 0
    assert "nothing moved" in capsys.readouterr().out


def test_one_revised_flow_is_the_one_value_that_moved(
    data: Paths, own_mirror: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = own_mirror / "cow_trade" / "COW_Trade_4.0.zip"
    with zipfile.ZipFile(path) as archive:
        name = archive.namelist()[0]
        header, *rows = archive.read(name).decode().splitlines()
    usa_canada = next(k for k, row in enumerate(rows) if row.startswith("2,20,2014"))
    cells = rows[usa_canada].split(",")
    cells[5] = "1234567.0"  # flow1: what the first country, the USA, imports from the second
    rows[usa_canada] = ",".join(cells)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "\n".join([header, *rows]) + "\n")
    refresh(data, mirror=str(own_mirror), update=True)
    moved = changes(data, "value")
    assert list(moved) == ["CAN → USA 2014"]
    assert moved["CAN → USA 2014"][1] == 1234567e6
    assert list(changes(data, "total")) == ["2014"]
    assert changes(data, "rank_revised")
    assert not changes(data, "rank_world")
    diff(data)
    assert "CAN → USA 2014" in capsys.readouterr().out


def test_a_new_year_is_the_world_changing(tmp_path: Path) -> None:
    """The years before have the same numbers in both worlds, so no rank of the old year moves by revision of trade."""
    paths = Paths(tmp_path / "data")
    for last in (2013, 2014):
        arguments = Arguments(**SMALL | {"last_year": last})
        refresh(paths, mirror=str(write_mirror(tmp_path / f"to-{last}", arguments)))
    assert "2014" in changes(paths, "total")
    assert changes(paths, "total")["2014"][0] is None
    assert changes(paths, "rank_world")
