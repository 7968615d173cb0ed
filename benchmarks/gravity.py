"""Three-way PPML: ours against pyfixest and econhdfe, side by side, one thread each.

    python -m benchmarks.gravity > benchmarks/results/gravity.md

Every fit runs in a process of its own, after a small fit that compiles what is compiled at first use; packages take
turns, and the best of the rounds counts. A package that is not installed is left out.
"""

import importlib.util
import json
import os
import platform
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from importlib.metadata import version

ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL", "NUMBA", "RAYON", "POLARS", "VECLIB")}
ROUNDS = 2
CASES = {
    "simulated": "Simulated 220 × 220 × 25, directed pair effects",
    "domestic": "The same with domestic sales",
    "guide": "Advanced Guide 69 × 69 × 6, symmetric pair effects, domestic sales, RTA and 3 lags",
}
TARGETS = {
    "simulated": (3, ("pyfixest",)),
    "domestic": (15, ("pyfixest", "econhdfe")),
    "guide": (20, ("pyfixest",)),
}
HOW = """Best of {rounds} rounds, packages taking turns, each fit in a process of its own. Processor seconds, because
the machine is shared; wall time beside them. Tolerances are each package's defaults. Standard errors are clustered by
unordered pair; econhdfe counts degrees of freedom in its own way."""
Answer = tuple[list[float], list[float], int]


def case(name: str):
    from benchmarks.gravity_panels import guide, simulated

    return guide() if name == "guide" else simulated(25, 220, domestic=name == "domestic")


def entente(panel) -> Callable[[], Answer]:
    from warehouse.scoring.gravity import fit_ppml

    def run() -> Answer:
        fit = fit_ppml(panel.trade, panel.regressors, pair_effects=panel.pair_effects)
        return list(fit.estimates), list(fit.std_errors), fit.n_obs

    return run


def pyfixest(panel) -> Callable[[], Answer]:
    import pyfixest as pf

    data, formula = panel.long(), f"trade ~ {' + '.join(panel.regressors)} | exporter_year + importer_year + pair"

    def run() -> Answer:
        fit = pf.fepois(
            formula,
            data,
            vcov={"CRV1": "cluster"},
            ssc=pf.ssc(k_adj=False, G_adj=True),
            fixef_rm="none",
            separation_check=["fe"],
            iwls_maxiter=100,
        )
        return list(fit.coef()), list(fit.se()), fit._N

    return run


def econhdfe(panel) -> Callable[[], Answer]:
    from econhdfe import ppmlhdfe

    data = panel.long()
    effects = [data[name].to_numpy() for name in ("exporter_year", "importer_year", "pair")]
    trade, regressors = data["trade"].to_numpy(), data[list(panel.regressors)].to_numpy()

    def run() -> Answer:
        fit = ppmlhdfe(trade, regressors, absorb=effects, vce="cluster", clusters=[data["cluster"].to_numpy()])
        return list(fit.params.values()), list(fit.stderr), int(fit.nobs)

    return run


PACKAGES = {"entente": entente, "pyfixest": pyfixest, "econhdfe": econhdfe}


def one(package: str, name: str) -> None:
    """Fit once in this process and print time, peak memory and answer."""
    from benchmarks.gravity_panels import simulated

    warnings.simplefilter("ignore")
    PACKAGES[package](simulated(4, 15, domestic=True))()
    run = PACKAGES[package](case(name))
    wall, cpu = time.perf_counter(), time.process_time()
    estimates, errors, n = run()
    seconds = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(json.dumps(seconds | {"peak_gb": peak, "estimates": estimates, "errors": errors, "n": n}))


def measured(package: str, name: str) -> dict:
    command = [sys.executable, "-m", "benchmarks.gravity", package, name]
    done = subprocess.run(command, env=os.environ | ONE_THREAD, capture_output=True, text=True, check=True)
    result = json.loads(done.stdout.splitlines()[-1])
    print(f"{name}, {package}: {result['cpu']:.2f} s of processor time", file=sys.stderr)
    return result


def machine() -> str:
    with open("/proc/cpuinfo") as lines:
        model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "unknown")
    packages = [f"{name} {version(name)}" for name in ("numpy", "scipy", "pyfixest", "econhdfe") if installed(name)]
    return (
        f"Machine: {model}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start; Linux "
        f"{platform.release()}, Python {platform.python_version()}, {', '.join(packages)}; one thread for every "
        f"package; {time.strftime('%Y-%m-%d')}."
    )


def installed(package: str) -> bool:
    return package == "entente" or importlib.util.find_spec(package) is not None


def report() -> None:
    packages = [name for name in PACKAGES if installed(name)]
    print(f"# Three-way PPML\n\n{machine()}\n\n{HOW.format(rounds=ROUNDS)}\n")
    for name, title in CASES.items():
        if name == "guide" and case(name) is None:
            print(f"## {title}\n\nLeft out: ENTENTE_GOLDEN is not set.\n")
            continue
        rounds = [{package: measured(package, name) for package in packages} for _ in range(ROUNDS)]
        best = {p: min((r[p] for r in rounds), key=lambda result: result["cpu"]) for p in packages}
        print(f"## {title}\n")
        table(best)
        print(f"\n{verdict(best, *TARGETS[name])}\n")


def table(best: dict[str, dict]) -> None:
    print("| package | processor s | times ours | wall s | peak GB | first coefficient | standard error | cells |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for package, result in best.items():
        times = result["cpu"] / best["entente"]["cpu"]
        print(
            f"| {package} | {result['cpu']:.3g} | {times:.1f} | {result['wall']:.3g} | {result['peak_gb']:.2f} "
            f"| {result['estimates'][0]:.8f} | {result['errors'][0]:.8f} | {result['n']} |"
        )


def verdict(best: dict[str, dict], target: float, against: tuple[str, ...]) -> str:
    theirs = [best[package]["cpu"] for package in against if package in best]
    if not theirs:
        return "Nothing to compare with."
    reached = min(theirs) / best["entente"]["cpu"]
    return f"Target: {target:g} times as fast as {' and '.join(against)}; reached: {reached:.1f}."


if __name__ == "__main__":
    one(*sys.argv[1:]) if len(sys.argv) == 3 else report()
