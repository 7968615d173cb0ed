"""What a person who watches a refresh sees: a bar for all sources, and one for each file that is coming in."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol, TextIO

Advance = Callable[[int], None]
"""Takes the number of bytes that have just come."""


class Watch(Protocol):
    """Is told how a refresh gets on, also from the threads that download."""

    def expect(self, sources: int) -> None:
        """So many sources will be refreshed."""

    def finish(self) -> None:
        """One of them is done, well or ill."""

    def file(self, name: str, *, begun: int, size: int | None) -> AbstractContextManager[Advance]:
        """A file is coming in, of which ``begun`` bytes were there before; ``size`` is None where nobody knows it."""


class Unwatched:
    """Nobody looks on: a file or a pipe gets no bars."""

    def expect(self, sources: int) -> None:
        """Nothing is shown."""

    def finish(self) -> None:
        """Nothing is shown."""

    def file(self, name: str, *, begun: int, size: int | None) -> AbstractContextManager[Advance]:
        """Nothing is shown."""
        del name, begun, size
        return nullcontext(lambda count: None)


UNWATCHED = Unwatched()


@contextmanager
def watching(stream: TextIO | None = None) -> Iterator[Watch]:
    """Show bars while the block runs where ``stream`` (the standard output) is a terminal, else nothing."""
    stream = stream or sys.stdout
    if not stream.isatty():
        yield UNWATCHED
        return
    from etl.bars import Bars  # noqa: PLC0415  (most refreshes run unwatched)

    with Bars.on(stream) as bars:
        yield bars
