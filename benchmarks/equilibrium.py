"""General equilibrium of trade: ours against gegravity, and against our own limits.

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.equilibrium [gegravity's python] > benchmarks/results/equilibrium.md

gegravity is for benchmarks only and lives in an environment of its own; without it its rows are left out. Worlds are
random, so that nobody's data are needed; the best of the rounds counts.
"""

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import numpy as np

from warehouse.scoring.equilibrium import Baseline, Equilibrium, solve
from warehouse.scoring.panel import Floats
from warehouse.scoring.uncertainty import Precision, simulate

ROUNDS = 5
SIGMA = 7.0
BLOC = [1, 2, 3]


class Fit:
    """One coefficient, as large and as uncertain as that of trade agreements."""

    terms = ("rta",)
    estimates = np.array([0.5])
    covariance = np.array([[0.01]])


def world(economies: int, balanced: bool) -> Baseline:
    """Sizes over four orders of magnitude, two flows in five zero, home sales of some two thirds of output."""
    rng = np.random.default_rng(economies)
    size = np.sort(np.exp(rng.normal(0, 2, economies)))[::-1]
    trade = size[:, None] * size / size.sum() * np.exp(rng.normal(0, 1.5, (economies, economies)))
    trade *= rng.random(trade.shape) > 0.4 * (economies > 100)
    if balanced:
        trade = trade + trade.T
    np.fill_diagonal(trade, trade.sum(axis=0) + trade.sum(axis=1))
    return Baseline(trade, tuple(f"E{k:03d}" for k in range(economies)), SIGMA, "E000")


def agreement(economies: int) -> Floats:
    shocked = np.zeros((economies, economies))
    shocked[np.ix_(BLOC, BLOC)] = 1.0
    np.fill_diagonal(shocked, 0.0)
    return shocked


def no_borders(economies: int) -> Floats:
    return 5.0 * (1 - np.eye(economies))


def best(run: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds of the fastest of the rounds."""
    rounds = []
    for _ in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        run()
        rounds.append((time.perf_counter() - wall, time.process_time() - cpu))
    return min(rounds)


def ours(baseline: Baseline, change: Floats) -> tuple[float, float, Equilibrium]:
    wall, cpu = best(lambda: [solve(baseline, np.exp(change), kind) for kind in ("conditional", "full")])
    return wall, cpu, solve(baseline, np.exp(change))


def gegravity(python: str, baseline: Baseline, change: Floats) -> dict[str, Floats]:
    """Solve the same world there: costs that make every baseline resistance 1, hence the same baseline trade."""
    with tempfile.TemporaryDirectory() as folder:
        given, answer = Path(folder, "given.npz"), Path(folder, "answer.npz")
        np.savez(given, trade=baseline.trade, change=change, sigma=SIGMA)
        script = Path(__file__).with_name("equilibrium_gegravity.py")
        subprocess.run([python, str(script), str(given), str(answer)], check=True, capture_output=True)
        with np.load(answer, allow_pickle=False) as held:
            return dict(held)


def machine(python: str | None) -> str:
    with open("/proc/cpuinfo") as lines:
        model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "unknown")
    other = ""
    if python:
        ask = "from importlib.metadata import version; print('gegravity', version('gegravity'))"
        other = ", " + subprocess.run([python, "-c", ask], check=True, capture_output=True, text=True).stdout.strip()
    return (
        f"Machine: {model}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start; Linux "
        f"{platform.release()}, Python {platform.python_version()}, numpy {version('numpy')}, scipy "
        f"{version('scipy')}{other}; one thread per linear algebra call; {time.strftime('%Y-%m-%d')}."
    )


def imbalance(trade: Floats, baseline: Baseline, prices: Floats) -> float:
    """The largest relative gap between what an economy sells and what its output is worth."""
    return float(np.abs(trade.sum(axis=1) / (prices * baseline.output) - 1).max())


def against_gegravity(python: str | None) -> None:
    print("## 69 economies: an agreement among three of the largest, conditional and full equilibrium\n")
    print("| world | package | wall s | processor s | largest imbalance of a market | largest price gap to ours |")
    print("|---|---|---:|---:|---:|---:|")
    for name, balanced in {"balanced": True, "with deficits": False}.items():
        baseline, change = world(69, balanced), 0.5 * agreement(69)
        wall, cpu, solved = ours(baseline, change)
        print(f"| {name} | entente | {wall:.4f} | {cpu:.4f} | {solved.residuals.max():.0e} | |")
        if python:
            other = gegravity(python, baseline, change)
            gap = np.abs(other["prices"] / solved.prices - 1).max()
            print(
                f"| {name} | gegravity | {other['wall']:.2f} | {other['cpu']:.2f} "
                f"| {imbalance(other['trade'], baseline, other['prices']):.0e} | {gap:.0e} |"
            )
            print(f"{name}: {other['wall'] / wall:.0f} times ours", file=sys.stderr)


def alone() -> None:
    print("\n## 220 economies\n\n| task | wall | processor | limit | largest imbalance |\n|---|---:|---:|---:|---:|")
    baseline = world(220, balanced=False)
    for name, change in {
        "an agreement among three of the largest": 0.5 * agreement(220),
        "every border removed (e⁵)": no_borders(220),
    }.items():
        for kind in ("conditional", "full"):
            wall, cpu = best(lambda change=change, kind=kind: solve(baseline, np.exp(change), kind))
            residual = solve(baseline, np.exp(change), kind).residuals.max()
            print(f"| {name}, {kind} | {1e3 * wall:.1f} ms | {1e3 * cpu:.1f} ms | 50 ms | {residual:.0e} |")
    for draws, limit in ((100, "8 s"), (500, "30 s")):
        for workers in (1, 2):
            wall, cpu = best(lambda d=draws, w=workers: drawn(baseline, d, w))
            print(f"| {draws} draws of β and σ, full, {workers} thread(s) | {wall:.2f} s | {cpu:.2f} s | {limit} | |")


def drawn(baseline: Baseline, draws: int, workers: int) -> None:
    change = {"rta": agreement(220)}
    result = simulate(baseline, change, Fit(), Precision(1, draws, (4.0, 9.0), workers))
    if result.failures:
        raise SystemExit(f"{len(result.failures)} draws failed")


def report(python: str | None) -> None:
    print(f"# General equilibrium of trade\n\n{machine(python)}\n\nBest of {ROUNDS} rounds.\n")
    against_gegravity(python)
    print(
        "\ngegravity 0.3 holds the shares of output and spending in its resistances at their baseline values while "
        "prices change, so its markets clear to about that imbalance. Its time is `simulate()` alone, after its "
        "baseline is built."
    )
    alone()


if __name__ == "__main__":
    report(sys.argv[1] if len(sys.argv) > 1 else None)
