"""Many worlds on every core, one thread each."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

from threadpoolctl import threadpool_limits

Answer = TypeVar("Answer")
WORLDS = 200


def of_all_worlds(question: Callable[[int], Answer]) -> list[Answer]:
    """Ask each of the worlds 0 to 199; the seed of a world is its number, which is never changed."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(mp_context=spawn, initializer=threadpool_limits, initargs=(1,)) as pool:
        return list(pool.map(question, range(WORLDS), chunksize=4))
