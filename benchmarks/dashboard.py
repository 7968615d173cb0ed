"""How fast the dashboard answers, and how much memory and wire it takes, beside minimal apps made with other tools.

    python -m benchmarks.dashboard NAME=DATABASE … [--seconds 60] [--others PYTHON]

Ten readers, each on a connection of its own, open pages, scroll and sort the ranking, choose filters, look at SQL and
download, with a pause of one second to read between two requests. Times are the server's, which it tells with each
answer, and the reader's, who also waits in its queue and unpacks. PYTHON is an interpreter that has streamlit and
vizro, which are no dependencies of ours.
Writes ``benchmarks/results/dashboard.json``, or another file with ``--out``; ``dashboard.md`` beside it says what to
make of it. ``WORKERS=2`` in the environment is passed on.
"""

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import httpx

from benchmarks.dashboard_reader import Reader

HERE = Path(__file__).resolve().parent
GEOGRAPHY = HERE.parent / "dashboard" / "assets" / "geography.js"
RESULT = HERE / "results" / "dashboard.json"
READERS, PAUSE, REPEATS = 10, 1.0, 3
FLAGS = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
TABLE_SQL = """select exporter_name, importer_name, untapped_usd, actual_usd, potential_usd, actual_to_potential_ratio,
    chance_outgrow_share, gain_median_usd, change_5y_pct, tie_index, tie_coverage_share, importer_region
from mart.opportunity order by untapped_usd desc"""
MAP_SQL = """select exporter as economy, any_value(exporter_name) as name, sum(untapped_usd) as untapped_usd
from mart.opportunity group by exporter"""
Times = defaultdict[str, list[tuple[float, float]]]  # of each request, ms: the server's, the reader's
MAP = "document.querySelector('.choroplethlayer path')"
IN_VIEW = "() => document.querySelector('.answer') && document.querySelector('.scatterlayer path')"  # without scrolling
USABLE = {
    "entente": f"() => {MAP} && document.querySelector('.ag-row .link')",
    "vizro": f"() => {MAP} && document.querySelector('.ag-row')",
    "streamlit": f"() => {MAP} && document.querySelector('[data-testid=stDataFrame] canvas')",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("worlds", nargs="+", metavar="NAME=DATABASE")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--out", type=Path, default=RESULT)
    parser.add_argument("--others", type=Path, help="Python that has streamlit and vizro")
    given = parser.parse_args()
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {load} before"
    now = datetime.now(UTC).isoformat(timespec="seconds")
    found: dict[str, Any] = {"measured_at": now, "machine": machine, "workers": int(os.environ.get("WORKERS", "1"))}
    for world in given.worlds:
        name, _, database = world.partition("=")
        print(f"{name}: {database}", flush=True)
        found[name] = measure(Path(database).resolve(), given.seconds, given.others)
        given.out.write_text(json.dumps(found, indent=1) + "\n")


def measure(database: Path, seconds: float, others: Path | None) -> dict[str, Any]:
    """Measure the dashboard, and the other apps, on one published file."""
    with duckdb.connect(str(database), read_only=True) as connection:
        pairs = connection.execute("select exporter, importer from mart.opportunity").fetchall()
        last = connection.execute("select count(distinct exporter), min(year) from mart.opportunity").fetchall()[0]
    result: dict[str, Any] = {
        "megabytes": round(database.stat().st_size / 1e6),
        "pairs": len(pairs),
        "exporters": last[0],
    }
    with tempfile.TemporaryDirectory() as folder:
        environment = _environment(database, Path(folder))
        for tool, command in commands(database, others).items():
            with served(command, environment) as (address, process):
                result[tool] = first_page(tool, address)
                if tool == "entente":
                    result["pages"] = sizes(address, pairs[0])
                    result["callbacks"] = load(address, pairs, seconds)
                result[tool]["memory_mb"] = memory(process.pid)
                print(json.dumps(result[tool]), flush=True)
    return result


def commands(database: Path, others: Path | None) -> dict[str, Callable[[int], list[str]]]:
    """Return how each app is started on a port."""
    ours = lambda port: [sys.executable, "-m", "dashboard", "--database", str(database), "--port", str(port)]  # noqa: E731
    if others is None:
        return {"entente": ours}
    streamlit = ["-m", "streamlit", "run", "--server.headless=true", "--browser.gatherUsageStats=false"]
    return {
        "entente": ours,
        "vizro": lambda port: [str(others), str(HERE / "dashboard_vizro.py"), str(port)],
        "streamlit": lambda port: [
            str(others), *streamlit, f"--server.port={port}", "--server.address=127.0.0.1",
            str(HERE / "dashboard_streamlit.py"),
        ],
    }  # fmt: skip


def _environment(database: Path, folder: Path) -> dict[str, str]:
    """Give the other apps the file, the two questions and the outlines that ours draws."""
    from dashboard.world import outlines

    with duckdb.connect(str(database), read_only=True) as connection:
        codes = dict(connection.execute("select m49, economy from ref.economy where m49 is not null").fetchall())
    shapes = [{"type": "Feature", "id": code, "geometry": shape} for code, shape in outlines(codes).items()]
    file = folder / "outlines.json"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": shapes}))
    (folder / "empty").mkdir()
    given = {"DATABASE": str(database), "OUTLINES": str(file), "TABLE_SQL": TABLE_SQL, "MAP_SQL": MAP_SQL}
    return {**os.environ, **given, "EMPTY": str(folder / "empty")}


@contextmanager
def served(
    command: Callable[[int], list[str]], environment: dict[str, str]
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run an app until it answers, and stop it afterwards."""
    port = random.randrange(20_000, 30_000)
    address = f"http://127.0.0.1:{port}"
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command(port), env=environment, stdout=quiet, stderr=quiet) as process:
        try:
            _wait(address, process)
            yield address, process
        finally:
            process.terminate()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            httpx.get(address, timeout=30)
        except httpx.TransportError:
            if process.poll() is not None:
                raise RuntimeError(f"{process.args} stopped with {process.returncode}") from None
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)


def first_page(tool: str, address: str) -> dict[str, Any]:
    """Return seconds until table and map are there: the first visit, and later ones in new windows."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        alone = [visit(browser, address, USABLE[tool]) for _ in range(1 + REPEATS)]
        shown = [visit(browser, address, IN_VIEW)[0] for _ in range(REPEATS)] if tool == "entente" else []
        browser.close()
    return {
        "first_visit_s": round(alone[0][0], 2),
        "later_visit_s": round(statistics.median(seconds for seconds, _ in alone[1:]), 2),
        "wire_mb": round(alone[0][1] / 1e6, 2),
    } | ({"in_view_s": round(statistics.median(shown), 2)} if shown else {})  # fmt: skip


def visit(browser: Any, address: str, usable: str) -> tuple[float, int]:
    """Return the seconds until a page is usable in a window without a cache, and the bytes it took."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(path=GEOGRAPHY)  # or the other tools fetch a base map from the network, and wait for it
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    received = [0]
    session.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))
    session.on("Network.webSocketFrameReceived", lambda event: received.append(len(event["response"]["payloadData"])))
    began = time.perf_counter()
    page.goto(address)
    _until(page, usable)
    seconds = time.perf_counter() - began
    context.close()
    return seconds, sum(received)


def _until(page: Any, usable: str) -> None:
    end = time.monotonic() + 60
    while not page.evaluate(usable):
        if time.monotonic() > end:
            raise TimeoutError(f"{page.url} was not usable within a minute")
        page.wait_for_timeout(10)


def sizes(address: str, pair: tuple[str, str]) -> dict[str, float]:
    """Return the megabytes of JSON that each page is."""
    exporter, importer = pair
    pages = {
        "opportunities": "/", "one economy": f"/?economy={exporter}", "pair": f"/pair/{exporter}/{importer}",
        "economy": f"/economy/{exporter}?peers={importer}", "evidence": "/evidence", "what-if": "/what-if",
        "data": "/data", "method": "/method",
    }  # fmt: skip
    with Reader(address, [pair]) as reader:
        return {name: round(len(reader.page(path).content) / 1e6, 3) for name, path in pages.items()}


def load(address: str, pairs: list[tuple[str, str]], seconds: float) -> dict[str, dict[str, float]]:
    """Let ten readers work for so long; return of each request the count and the server's and reader's times."""
    times: Times = defaultdict(list)
    end = time.monotonic() + seconds
    readers = [threading.Thread(target=_read, args=(address, pairs, end, times, seed)) for seed in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return {
        name: {
            "count": len(taken),
            "server": _summary([one for one, _ in taken]),
            "reader": _summary([r for _, r in taken]),
        }
        for name, taken in sorted(times.items())
    }


def _summary(taken: list[float]) -> dict[str, float]:
    ordered = sorted(taken)
    places = {"p50_ms": 50, "p95_ms": 95, "max_ms": 100}
    last = len(ordered) - 1
    return {name: round(ordered[min(last, len(ordered) * percent // 100)], 1) for name, percent in places.items()}


def _read(address: str, pairs: list[tuple[str, str]], end: float, times: Times, seed: int) -> None:
    chance = random.Random(seed)
    with Reader(address, pairs) as reader:
        time.sleep(PAUSE * chance.random())
        while time.monotonic() < end:
            name, ask = chance.choice(reader.habits(chance))
            began = time.perf_counter()
            response = ask()
            waited = 1000 * (time.perf_counter() - began)
            times[name].append((float(response.headers["Server-Timing"].partition("dur=")[2]), waited))
            assert response.status_code < 300, (name, response.status_code, response.text[:200])
            time.sleep(PAUSE * 2 * chance.random())


def memory(pid: int) -> int:
    """Return the megabytes that a process and its children hold."""
    status = Path(f"/proc/{pid}/status").read_text()
    held = int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) // 1024
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return held + sum(memory(int(child)) for child in children)


if __name__ == "__main__":
    main()
