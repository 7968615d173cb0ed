"""Bars on a terminal: one for all sources, one for each file that is coming in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, Task, TextColumn, TimeElapsedColumn
from rich.text import Text

from etl.progress import Advance


class _Done(DownloadColumn):
    """How much of a file has come; how many of the sources are done."""

    def render(self, task: Task) -> Text:
        if task.fields["is_file"]:
            return super().render(task)
        return Text(f"{task.completed:.0f}/{task.total or 0:.0f} sources")


class Bars:
    """Bars that move; what is printed meanwhile stands above them."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._all = progress.add_task("all", total=None, is_file=False)

    @classmethod
    @contextmanager
    def on(cls, terminal: TextIO) -> Iterator["Bars"]:
        """Show bars while the block runs; they vanish with it."""
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), _Done(), TimeElapsedColumn())
        with Progress(*columns, console=Console(file=terminal), transient=True) as progress:
            yield cls(progress)

    def expect(self, sources: int) -> None:
        """Begin the bar for all sources."""
        self._progress.update(self._all, total=sources)

    def finish(self) -> None:
        """Move it on by one source."""
        self._progress.advance(self._all)

    @contextmanager
    def file(self, name: str, *, begun: int, size: int | None) -> Iterator[Advance]:
        """Show a bar for one file while it comes."""
        task = self._progress.add_task(name, total=size, completed=begun, is_file=True)
        try:
            yield lambda count: self._progress.advance(task, count)
        finally:
            self._progress.remove_task(task)
