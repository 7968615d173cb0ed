"""One refresh: fetch and stage, build, score, publish. Never leaves a worse state than it found."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

import etl
from etl.errors import EtlError
from etl.progress import watching
from etl.registry import Tier
from warehouse.build import BuildError, build
from warehouse.catalog import CatalogError
from warehouse.model import ModelError
from warehouse.paths import Paths
from warehouse.publish import publish

EXIT_FRESH, EXIT_FAILED, EXIT_GAPS = 0, 1, 3
EXPECTED = (EtlError, BuildError, CatalogError, ModelError)  # each message names the remedy


def main(
    paths: Paths, *, mirror: str | None = None, tier: Tier = "core", update: bool = False, offline: bool = False
) -> int:
    """Bring the published file up to date.

    Args:
        paths: The world to refresh.
        mirror: Folder laid out as ``<source>/<file>`` that stands in for the publishers.
        tier: ``core``, or ``full`` for the large sources too.
        update: Accept files that changed under a pinned version.
        offline: Use what was downloaded before; open no connection.

    Returns:
        0 when every source is fresh, 3 when it was built with gaps, 1 when nothing was published.
    """
    paths.root.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(paths.lock, timeout=0):
            with stage("fetch and stage"), watching() as watch:
                folder = Path(mirror).resolve() if mirror else None
                result = etl.refresh(
                    paths, mirror=folder, tier=tier, update=update, offline=offline, report=say, watch=watch
                )
            build_and_publish(paths)
    except Timeout:
        say(f"another refresh is running (it holds {paths.lock}); try again when it has finished")
        return EXIT_FAILED
    except EXPECTED as error:
        say(f"failed: {error}")
        say(f"still published: {paths.current}" if paths.current.exists() else "nothing is published yet")
        return EXIT_FAILED
    return _tell_gaps(result)


def build_and_publish(paths: Paths) -> None:
    """Build, score and publish what is staged, printing each stage with its time."""
    with stage("build"):
        build(paths, {"ref", "core"}, say)
    with stage("score"):
        build(paths, None, say)
    with stage("publish"):
        published = publish(paths, say)
    for warning in published.warnings:
        say(f"  {warning}")
    say(f"{'published' if published.is_new else 'unchanged'}: {published.path}")


def _tell_gaps(result: etl.RefreshResult) -> int:
    if not result.gaps:
        return EXIT_FRESH
    say(f"built with {len(result.gaps)} gap{'s' if len(result.gaps) > 1 else ''}:")
    for gap in result.gaps:
        say(f"  {gap.source}: {gap.message} {gap.remedy}")
    return EXIT_GAPS


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Print a stage's name when it starts and its time when it ends."""
    say(f"{name} …")
    started = time.perf_counter()
    yield
    say(f"{name}: {time.perf_counter() - started:.1f} s")


def say(line: str) -> None:
    """Print a line at once, also into a pipe."""
    print(line, flush=True)
