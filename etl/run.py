"""One refresh: fetch and stage every chosen source; what goes wrong with one never stops another."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from etl.catalog import Catalog, Entry, read_catalog, source_entry, write_catalog
from etl.errors import AbsentError, RequestError, SourceError
from etl.fetch import Fetched, Fetcher
from etl.lock import Lock
from etl.progress import UNWATCHED, Watch
from etl.registry import Source, Tier, load_sources, of_tier
from etl.stage import fingerprint, is_current, stage_source
from warehouse.paths import Paths

Status = Literal["fresh", "unchanged", "stale", "missing", "failed", "not provided", "not simulated"]
Report = Callable[[str], None]
_Files = Callable[[], Fetched]
MARK = "simulated.json"
MAX_DOWNLOADS = 8


@dataclass(frozen=True)
class Outcome:
    """How one source fared.

    ``fresh``: staged anew. ``unchanged``: its staged copy is of these very bytes. ``stale``: it failed, its last good
    copy stays. ``failed``: it failed and there is no copy. ``missing``: there is no file. ``not provided``: a drop-in
    or key source that nobody has provided. ``not simulated``: a simulated world does without it.
    """

    source: str
    status: Status
    message: str = ""
    remedy: str = ""
    rows: int = 0
    rejected: int = 0

    @property
    def is_gap(self) -> bool:
        """Whether the world is less complete or less fresh for it."""
        return self.status in ("stale", "missing", "failed")


@dataclass(frozen=True)
class RefreshResult:
    """How every chosen source fared."""

    outcomes: dict[str, Outcome]
    simulated: bool

    @property
    def gaps(self) -> list[Outcome]:
        """What a person may want to mend."""
        return [outcome for outcome in self.outcomes.values() if outcome.is_gap]

    @property
    def changed(self) -> bool:
        """Whether anything was staged anew."""
        return any(outcome.status == "fresh" for outcome in self.outcomes.values())


def refresh(
    paths: Paths,
    *,
    mirror: Path | None = None,
    tier: Tier = "core",
    update: bool = False,
    offline: bool = False,
    names: Iterable[str] = (),
    sources: dict[str, Source] | None = None,
    report: Report = lambda line: None,
    watch: Watch = UNWATCHED,
) -> RefreshResult:
    """Bring ``raw/`` and ``staged/`` up to date.

    Args:
        paths: The data folder.
        mirror: A folder ``<source>/<file>`` that stands in for the publishers.
        tier: ``"full"`` adds the large sources.
        update: Accept changed bytes under a pinned version, and ask publishers again.
        offline: Open no socket.
        names: Only these sources, whatever their tier.
        sources: The registry; the project's own by default.
        report: Takes one line per source, for a person.
        watch: Is told how the downloads get on.

    Returns:
        One outcome per chosen source.

    Raises:
        MixedWorldsError: Real and simulated data would meet in one folder.
        RegistryError: A ``source.toml`` is wrong.
        RequestError: A name is no source's, or the mirror is no folder.
    """
    sources = load_sources() if sources is None else sources
    chosen = _choose(sources, tier, list(names))
    lock = Lock.read(paths.sources_lock, paths.raw)
    simulated = _world(mirror, lock, offline=offline)
    # A simulated world is made anew at will; only real publishers promise that a version never changes.
    fetcher = Fetcher(paths, lock, mirror, update=update or simulated)
    shelf = _Shelf(paths, lock, sources, read_catalog(paths.catalog), simulated)
    shelf.save()
    outcomes = {}
    watch.expect(len(chosen))
    for source, files in _fetch_all(chosen, fetcher, None if mirror or offline else watch):
        outcome = outcomes[source.name] = _refresh_one(source, files, shelf)
        shelf.save()
        report(describe(outcome))
        watch.finish()
    return RefreshResult(outcomes, simulated)


def describe(outcome: Outcome) -> str:
    """One line for a person: source, status, rows, and what to do where something is wrong."""
    numbers = f"{outcome.rows:,} rows" + (f", {outcome.rejected:,} rejected" if outcome.rejected else "")
    advice = [] if outcome.status == "not simulated" else [outcome.message, outcome.remedy]
    parts = [numbers if outcome.rows else "", *advice]
    return f"{outcome.source:<26} {outcome.status:<13} " + "; ".join(part for part in parts if part)


@dataclass
class _Shelf:
    """What is staged: the lock and the catalogue, saved after every source so that a killed refresh loses little."""

    paths: Paths
    lock: Lock
    sources: dict[str, Source]
    catalog: Catalog
    simulated: bool

    def entry(self, source: Source) -> Entry | None:
        entry: Entry | None = self.catalog["sources"].get(source.name)
        return entry

    def put(self, source: Source, entry: Entry) -> None:
        self.catalog["sources"][source.name] = entry

    def save(self) -> None:
        known = self.catalog["sources"]
        entries = {name: known.get(name) or source_entry(source) for name, source in self.sources.items()}
        self.lock.write()
        self.catalog = write_catalog(self.paths.catalog, entries, simulated=self.simulated)


def _choose(sources: dict[str, Source], tier: Tier, names: list[str]) -> list[Source]:
    if unknown := [name for name in names if name not in sources]:
        raise RequestError(f"no source is called {', '.join(unknown)}; there are {', '.join(sources)}")
    if names:
        return [sources[name] for name in names]
    return of_tier(sources, tier)


def _world(mirror: Path | None, lock: Lock, *, offline: bool) -> bool:
    """Whether this refresh is of a simulated world; it becomes the data folder's, or is refused."""
    if mirror and not mirror.is_dir():
        raise RequestError(f"{mirror} is not a folder: MIRROR names one laid out as <source>/<file>")
    simulated = (mirror / MARK).exists() if mirror else bool(lock.simulated and offline)
    lock.become(simulated=simulated)
    return simulated


def _fetch_all(chosen: list[Source], fetcher: Fetcher, online: Watch | None) -> Iterator[tuple[Source, _Files]]:
    """Each source as soon as it has been fetched; the call that gives its files says what went wrong."""
    if online is None:
        yield from ((source, partial(fetcher.fetch, source)) for source in chosen)
        return
    from etl.download import Downloader  # noqa: PLC0415  (a mirror needs no network)

    with closing(Downloader(watch=online)) as downloader, ExitStack() as stack:
        pool = ThreadPoolExecutor(MAX_DOWNLOADS)
        # Ctrl-C waits for no download: what has come of a file is resumed next time.
        stack.callback(pool.shutdown, wait=False, cancel_futures=True)
        futures = {pool.submit(replace(fetcher, downloader=downloader).fetch, source): source for source in chosen}
        yield from ((futures[future], future.result) for future in _in_order_of_end(set(futures)))


def _in_order_of_end(pending: set[Future[Fetched]]) -> Iterator[Future[Fetched]]:
    """The futures as they end, looked for twice a second: where polars is loaded, Ctrl-C does not wake who waits."""
    while pending:
        ended, pending = wait(pending, timeout=0.5, return_when=FIRST_COMPLETED)
        yield from ended


def _refresh_one(source: Source, files: _Files, shelf: _Shelf) -> Outcome:
    try:
        return _stage(source, files(), shelf)
    except SourceError as error:
        return _without(source, error, shelf)
    except OSError as error:
        return _without(source, SourceError(str(error), "see that there is room, and leave to read and write"), shelf)


def _stage(source: Source, fetched: Fetched, shelf: _Shelf) -> Outcome:
    """Stage what was fetched, unless that has been done."""
    taken = [shelf.lock.known(source.name, path) for paths in fetched.files.values() for path in paths]
    mark = fingerprint(source, [f"{locked.file} {locked.sha256}" for locked in taken])
    entry = shelf.entry(source)
    done = entry if is_current(entry, mark, shelf.paths.staged) else None
    fetched_at = max(locked.fetched_at for locked in taken)
    entry = done or stage_source(source, fetched.files, fetched_at, mark, shelf.paths)
    if fetched.problem:
        return _keep(source, entry, fetched.problem, shelf)
    shelf.put(source, entry | {"status": "fresh", "message": None})
    return _outcome(source, "unchanged" if done else "fresh", entry)


def _without(source: Source, error: SourceError, shelf: _Shelf) -> Outcome:
    """Keep the last good copy, or note that there is none."""
    entry = shelf.entry(source)
    if entry and any(table["path"] for table in entry["tables"].values()):
        return _keep(source, entry, error, shelf)
    shelf.put(source, source_entry(source) | {"message": _advice(error, shelf)})
    return Outcome(source.name, _absence(source, error, shelf), error.message, error.remedy)


def _absence(source: Source, error: SourceError, shelf: _Shelf) -> Status:
    if not isinstance(error, AbsentError):
        return "failed"
    if shelf.simulated:
        return "not simulated"
    return "missing" if source.access == "keyless" else "not provided"


def _keep(source: Source, entry: Entry, error: SourceError, shelf: _Shelf) -> Outcome:
    shelf.put(source, entry | {"status": "stale", "message": _advice(error, shelf)})
    return _outcome(source, "stale", entry, error)


def _advice(error: SourceError, shelf: _Shelf) -> str:
    """What readers of the published file are told: no path of this machine, which also may be moved."""
    return f"{error.message}; {error.remedy}".replace(str(shelf.paths.root), "data")


def _outcome(source: Source, status: Status, entry: Entry, error: SourceError | None = None) -> Outcome:
    tables = entry["tables"].values()
    rows, rejected = (sum(table[key] for table in tables) for key in ("rows", "rejected"))
    message, remedy = (error.message, error.remedy) if error else ("", "")
    return Outcome(source.name, status, message, remedy, rows, rejected)
