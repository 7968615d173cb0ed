"""From publishers' servers to the published file, whatever the servers do: the sources as defined, addresses apart."""

import functools
import io
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

import etl
from entente.refresh import EXIT_FAILED, EXIT_FRESH, EXIT_GAPS
from entente.refresh import main as refresh
from etl.download import Downloader, Limits
from etl.fetch import matches
from etl.registry import Source, load_sources
from tests.unit.etl.extracts import extracts
from tests.unit.etl.publisher_server import (
    Answer,
    PublisherServer,
    cut,
    dripping,
    file,
    overstated,
    stalled,
    status,
    zipped,
)
from warehouse.check import read_checks
from warehouse.paths import REPOSITORY, Paths

SOURCES = load_sources()
SERVED = ["atop", "embassies", "wto_rta"]  # a zip of a pinned version, a table that is always the latest, a spreadsheet
LIMITS = Limits(attempts=3, first_wait_seconds=0.01, idle_seconds=0.4, total_seconds=5, longest_wait_seconds=2)
PAGE = b"<!DOCTYPE html><html><title>Sorry</title><body>We are moving house.</body></html>"


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for tenths of seconds where users wait for minutes."""
    monkeypatch.setattr("etl.download.Downloader", functools.partial(Downloader, LIMITS))


@pytest.fixture(scope="module")
def server() -> Iterator[PublisherServer]:
    with PublisherServer() as running:
        yield running


def served_as(source: Source, files: dict[str, Path], server: PublisherServer) -> Source:
    """The source with its files, by key, on the server; those that are not there are not asked for."""
    elsewhere = {
        key: source.files[key].model_copy(
            update={"name": path.name, "urls": (server.url(f"/{source.name}/{path.name}"),), "batches": None}
        )
        for key, path in files.items()
    }
    return source.model_copy(update={"files": elsewhere, "access": "keyless", "key": None})


@dataclass
class Publisher:
    """One source's publisher: what it serves, and what a refresh makes of it."""

    source: Source
    body: bytes
    path: str
    server: PublisherServer
    paths: Paths

    def serve(self, *steps: Answer) -> None:
        self.server.requests.pop(self.path, None)
        self.server.serve(self.path, *steps)

    def refresh(self) -> etl.Outcome:
        return etl.refresh(self.paths, sources={self.source.name: self.source}).outcomes[self.source.name]

    @property
    def requests(self) -> list[dict[str, str]]:
        return self.server.requests[self.path]

    def staged(self) -> dict[str, bytes]:
        tables = self.paths.staged / self.source.name
        return {path.name: path.read_bytes() for path in sorted(tables.glob("*.parquet"))}


@pytest.fixture(params=SERVED)
def publisher(request: pytest.FixtureRequest, server: PublisherServer, tmp_path: Path) -> Publisher:
    extract = extracts(request.param)[0]
    key = next(iter(SOURCES[request.param].files))
    source = served_as(SOURCES[request.param], {key: Path(extract.name)}, server)
    body = extract.files()[extract.name]
    return Publisher(source, body, f"/{source.name}/{extract.name}", server, Paths(tmp_path / "data"))


def truncated_zip(body: bytes) -> Answer:
    return file(body[: len(body) // 2], etag=None)


GOOD_IN_THE_END: dict[str, Callable[[Publisher], list[Answer]]] = {
    "slow": lambda it: [dripping(it.body, 0.0001)],
    "stalled": lambda it: [stalled(0.6), file(it.body)],
    "truncated": lambda it: [cut(it.body, len(it.body) // 2), file(it.body)],
    "truncated without a validator": lambda it: [cut(it.body, 9, etag=None), file(it.body, etag=None)],
    "wrong length": lambda it: [overstated(it.body, 10), file(it.body)],
    "429 with Retry-After": lambda it: [status(429, Retry_After="1"), file(it.body)],
    "500 then 200": lambda it: [status(500), file(it.body)],
    "gzip": lambda it: [zipped(it.body)],
    "redirects": lambda it: [
        status(301, Location=it.server.serve("/hop", status(307, Location=it.server.serve("/end", file(it.body)))))
    ],
}
BAD_TO_THE_END: dict[str, tuple[Callable[[Publisher], list[Answer]], str]] = {
    "stalled": (lambda _: [stalled(0.6)], "timed out"),
    "truncated": (lambda it: [cut(it.body, 5)], "peer closed connection"),
    "wrong length": (lambda it: [overstated(it.body, 10)], "peer closed connection"),
    "404": (lambda _: [status(404)], "404 Not Found"),
    "429 for hours": (lambda _: [status(429, Retry_After="7200")], "asks to wait 7200 s"),
    "500": (lambda _: [status(500)], "500 Internal Server Error"),
    "redirects in a circle": (lambda it: [status(302, Location=it.path)], "redirect"),
    "a web page with status 200": (lambda _: [file(PAGE)], "a web page instead of the file"),
}


@pytest.mark.parametrize("case", GOOD_IN_THE_END)
def test_what_ends_well_is_staged_as_if_nothing_had_been(publisher: Publisher, case: str) -> None:
    publisher.serve(file(publisher.body))
    assert publisher.refresh().status == "fresh"
    expected = publisher.staged()
    shutil.rmtree(publisher.paths.root)
    publisher.serve(*GOOD_IN_THE_END[case](publisher))
    started = time.monotonic()
    assert publisher.refresh().status == "fresh"
    assert publisher.staged() == expected
    if "Retry-After" in case:
        assert time.monotonic() - started >= 1
    if case == "truncated":
        assert publisher.requests[1]["Range"] == f"bytes={len(publisher.body) // 2}-"


@pytest.mark.parametrize("case", BAD_TO_THE_END)
def test_what_ends_badly_is_named_and_the_last_good_copy_stays(publisher: Publisher, case: str) -> None:
    steps, said = BAD_TO_THE_END[case]
    publisher.serve(*steps(publisher))
    outcome = publisher.refresh()
    assert (outcome.status, outcome.is_gap) == ("failed", True)
    assert said in outcome.message
    assert f"visit {publisher.source.page} and put {Path(publisher.path).name} into" in outcome.remedy
    assert publisher.staged() == {}
    publisher.serve(file(publisher.body, etag='"good"'))
    assert publisher.refresh().status == "fresh"
    before = publisher.staged()
    publisher.serve(*steps(publisher))
    outcome = publisher.refresh()
    assert (outcome.status, outcome.is_gap) == ("stale", True)
    assert said in outcome.message
    assert publisher.staged() == before


def test_not_modified_is_not_sent_or_staged_again(publisher: Publisher) -> None:
    publisher.serve(file(publisher.body))
    publisher.refresh()
    before = publisher.staged()
    assert publisher.refresh().status == "unchanged"
    assert publisher.requests[-1]["If-None-Match"] == '"one"'
    assert publisher.staged() == before


def test_a_change_is_an_error_under_a_pinned_version_only(publisher: Publisher) -> None:
    publisher.serve(file(publisher.body))
    publisher.refresh()
    publisher.serve(file(publisher.body + b"\n", etag='"two"'))
    outcome = publisher.refresh()
    if publisher.source.pinned:
        assert outcome.status == "stale"
        assert outcome.message.count("sha256") == 1
        assert "UPDATE=1" in outcome.remedy
    else:
        assert outcome.status == "fresh"


def test_a_zip_cut_short_behind_a_length_that_fits_is_fetched_again(server: PublisherServer, tmp_path: Path) -> None:
    extract = extracts("atop")[0]
    source = served_as(SOURCES["atop"], {"dyads": Path(extract.name)}, server)
    body = extract.files()[extract.name]
    assert zipfile.is_zipfile(io.BytesIO(body))
    server.serve(f"/atop/{extract.name}", truncated_zip(body), file(body))
    assert etl.refresh(Paths(tmp_path), sources={"atop": source}).outcomes["atop"].status == "fresh"


# The conductor, on a whole world.


def registry(mirror: Path, server: PublisherServer) -> dict[str, Source]:
    """Every source; those that the simulated mirror holds are on the server, the others nobody has provided."""
    sources = {}
    for name, source in SOURCES.items():
        found = {key: matches(mirror / name, each) for key, each in source.files.items()}
        files = {key: paths[0] for key, paths in found.items() if paths}
        for path in files.values():
            server.serve(f"/{name}/{path.name}", file(path.read_bytes()))
        absent = source.model_copy(update={"access": "drop-in", "key": None})
        sources[name] = served_as(source, files, server) if files else absent
    return sources


@pytest.fixture(scope="module")
def served(worlds: list[Path], server: PublisherServer) -> dict[str, Source]:
    return registry(worlds[0], server)


@pytest.fixture
def world(served: dict[str, Source], monkeypatch: pytest.MonkeyPatch) -> dict[str, Source]:
    monkeypatch.setattr("etl.run.load_sources", lambda: served)
    # Invented numbers that publishers serve would rightly be refused: China does not sell the United States so little.
    known = [check for check in read_checks() if not check.name.startswith("trade_misses_")]
    monkeypatch.setattr("warehouse.check.read_checks", lambda: known)
    return served


def total(paths: Paths) -> float:
    with duckdb.connect(str(paths.current.resolve()), read_only=True) as con:
        return float(con.execute("select sum(value_usd) from core.trade").fetchall()[0][0])


def test_all_fresh_is_0_with_gaps_is_3_and_nothing_published_is_1(
    world: dict[str, Source],
    server: PublisherServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    paths = Paths(tmp_path / "data")
    assert refresh(paths) == EXIT_FRESH
    assert "built with" not in capsys.readouterr().out
    before = total(paths)

    trade, votes = (
        f"/{name}/{world[name].files[key].name}"
        for name, key in (("cow_trade", "trade"), ("un_ideal_points", "estimates"))
    )
    server.serve(trade, status(404))
    server.serve(votes, file(PAGE, etag='"two"'))
    assert refresh(paths) == EXIT_GAPS
    *_, heading, first, second = capsys.readouterr().out.rstrip().splitlines()
    assert heading == "built with 2 gaps:"
    last_words = dict(line.strip().split(":", 1) for line in (first, second))
    assert set(last_words) == {"cow_trade", "un_ideal_points"}
    assert "404 Not Found" in last_words["cow_trade"]
    assert f"visit {world['cow_trade'].page} and put COW_Trade_4.0.zip into" in last_words["cow_trade"]
    assert "web page instead of the file" in last_words["un_ideal_points"]
    assert total(paths) == before

    empty = Paths(tmp_path / "empty")
    assert refresh(empty) == EXIT_FAILED
    assert capsys.readouterr().out.rstrip().endswith("nothing is published yet")
    assert not empty.current.exists()


@pytest.mark.parametrize(("status_of_python", "status_of_make"), [(0, 0), (3, 0), (1, 2)])
def test_make_etl_takes_gaps_for_success(status_of_python: int, status_of_make: int) -> None:
    command = ["make", "etl", "--old-file=.venv/.runtime", f"PY=sh -c 'exit {status_of_python}'"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=False)
    assert done.returncode == status_of_make
