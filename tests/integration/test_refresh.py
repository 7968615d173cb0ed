"""A refresh never leaves a worse state than it found."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from entente.refresh import EXIT_FAILED, EXIT_FRESH, EXIT_GAPS
from entente.refresh import main as refresh
from warehouse.paths import REPOSITORY, Paths

KILLS = 20


def published(paths: Paths, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(paths.current.resolve()), read_only=True) as con:
        return con.execute(sql).fetchall()


def world_trade(paths: Paths) -> float:
    ((total,),) = published(paths, "select sum(value_usd) from core.trade")
    assert isinstance(total, float)
    return total


def test_a_refresh_publishes_a_world_that_adds_up(refreshed: Paths) -> None:
    assert published(refreshed, "select simulated from meta.build") == [(True,)]
    assert (
        published(refreshed, "select check_name from meta.check_result where severity = 'error' and row_count > 0")
        == []
    )
    ranking = "select untapped_usd from mart.opportunity order by rank_untapped, untapped_usd desc"
    untapped = [row[0] for row in published(refreshed, ranking)]
    assert untapped == sorted(untapped, reverse=True)  # type: ignore[type-var]
    assert len(untapped) == 12 * 11
    undocumented = published(refreshed, "select table_name, column_name from meta.column where description is null")
    assert undocumented == []


def test_unchanged_publishes_nothing_new(data: Paths, worlds: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    before = data.current.resolve()
    refresh(data, mirror=str(worlds[0]))
    assert data.current.resolve() == before
    assert "unchanged:" in capsys.readouterr().out


def test_a_changed_world_replaces_the_old_one(data: Paths, worlds: list[Path]) -> None:
    before = world_trade(data)
    refresh(data, mirror=str(worlds[1]))
    assert world_trade(data) != before


def corrupt_zip(mirror: Path) -> None:
    path = mirror / "cow_trade" / "COW_Trade_4.0.zip"
    path.write_bytes(path.read_bytes()[:2000])


def change_header(mirror: Path) -> None:
    path = mirror / "world_bank" / "gdp.csv"
    path.write_text(path.read_text().replace("Country Code", "Land", 1))


def wrong_encoding(mirror: Path) -> None:
    path = mirror / "embassies" / "database_of_embassies.csv"
    path.write_bytes(path.read_text().encode("cp500"))


def missing_file(mirror: Path) -> None:
    shutil.rmtree(mirror / "un_ideal_points")


@pytest.mark.parametrize(
    ("damage", "source"),
    [
        (corrupt_zip, "cow_trade"),
        (change_header, "world_bank"),
        (wrong_encoding, "embassies"),
        (missing_file, "un_ideal_points"),
    ],
)
def test_a_broken_source_is_named_and_its_last_good_copy_kept(
    data: Paths, own_mirror: Path, damage: Callable[[Path], None], source: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = world_trade(data)
    damage(own_mirror)
    assert refresh(data, mirror=str(own_mirror)) == EXIT_GAPS
    last_words = capsys.readouterr().out.split("built with")[1]
    assert source in last_words
    assert "Traceback" not in last_words
    assert world_trade(data) == before
    ((status, message),) = published(
        data, f"select source_status, message from meta.source where source_id = '{source}'"
    )
    assert status == "stale"
    assert message


def test_an_unknown_country_code_costs_its_rows_and_is_listed(data: Paths, own_mirror: Path) -> None:
    path = own_mirror / "cow_trade" / "COW_Trade_4.0.zip"
    with zipfile.ZipFile(path) as archive:
        name = archive.namelist()[0]
        lines = archive.read(name).decode().splitlines()
    first = lines[1].split(",")
    lines[1] = ",".join(["999", *first[1:]])
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "\n".join(lines) + "\n")
    before = published(data, "select count(*) from core.trade")
    refresh(data, mirror=str(own_mirror), update=True)
    assert published(data, "select count(*) from core.trade") == [(before[0][0] - 2,)]  # type: ignore[operator]
    reasons = published(data, "select distinct reason from meta.rejected_row where source_id = 'cow_trade'")
    assert reasons == [("unknown cow code 999",)]
    assert published(data, "select row_count from meta.unmapped_code where reason = 'unknown cow code 999'") == [(2,)]


def test_without_any_trade_nothing_is_published(
    tmp_path: Path, own_mirror: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(own_mirror / "cow_trade")
    paths = Paths(tmp_path / "new")
    assert refresh(paths, mirror=str(own_mirror)) == EXIT_FAILED
    assert not paths.current.exists()
    assert "nothing is published yet" in capsys.readouterr().out


def test_the_second_of_two_refreshes_leaves_with_a_clear_line(
    data: Paths, worlds: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    with FileLock(data.lock):
        assert refresh(data, mirror=str(worlds[1])) == EXIT_FAILED
    assert "another refresh is running" in capsys.readouterr().out


def test_killed_at_any_point_the_published_file_is_whole_and_the_next_run_finishes(
    data: Paths, worlds: list[Path]
) -> None:
    totals = {world_trade(data)}
    started = time.monotonic()
    assert _start(data, worlds[1]).wait() == EXIT_FRESH
    takes = time.monotonic() - started
    totals.add(world_trade(data))
    moments = random.Random(20261122)
    for kill in range(KILLS):
        process = _start(data, worlds[kill % 2])
        time.sleep(moments.uniform(0, takes))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert world_trade(data) in totals
    assert _start(data, worlds[0]).wait() == EXIT_FRESH
    assert len(totals) == 2
    assert world_trade(data) in totals
    assert not [path for path in data.builds.iterdir() if path.name.startswith(".")]


def _start(paths: Paths, mirror: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "entente", "refresh", "--mirror", str(mirror)]
    environment = os.environ | {"ENTENTE_DATA": str(paths.root)}
    return subprocess.Popen(
        command, cwd=REPOSITORY, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
