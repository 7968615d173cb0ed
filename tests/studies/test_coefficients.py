"""Do intervals of tie coefficients hold the truth, and do badges say within-pair where, and only where, ties matter?

Worlds of 30 economies and 12 years. Half of the variance of errors lasts, the other half is correlated from year to
year, and both between the two directions of a pair. Intervals and badges are those of score.gravity_coefficient.
"""

from dataclasses import dataclass
from functools import partial

import pytest

from tests.studies.worlds import WORLDS, of_all_worlds
from tests.unit.scoring.tie_worlds import COEFFICIENTS, tie_world
from warehouse.scoring.evidence import Badge
from warehouse.scoring.tie_models import badges, estimate, tie_models

pytestmark = pytest.mark.slow

EFFECT, RELATED = 0.5, 0.5
YEARS = tuple(range(2000, 2012))
ESTABLISHED: set[Badge] = {"within-pair", "timing holds"}


@dataclass(frozen=True)
class Found:
    """What one world says: (model, term) → whether the 95 % interval holds the truth; the badge of the tie."""

    held: dict[tuple[str, str], bool]
    badge: Badge


def found(seed: int, *, effect: float) -> Found:
    world = tie_world(seed, economies=30, years=YEARS, effect=effect, related=RELATED)
    truth = COEFFICIENTS | {"security": effect}
    results = estimate(tie_models(world), workers=1)
    held = {}
    for one in results:
        for term in one.model.ties:
            low, high = one.finding(term).interval()
            held[one.model.model_id, term] = low <= truth[term] <= high
    return Found(held, badges(results)["security"])


@pytest.fixture(scope="module")
def with_effect() -> list[Found]:
    return of_all_worlds(partial(found, effect=EFFECT))


@pytest.fixture(scope="module")
def without_effect() -> list[Found]:
    return of_all_worlds(partial(found, effect=0.0))


@pytest.mark.parametrize("model", ["g1", "g2"])
@pytest.mark.parametrize("term", ["security", "rta", "bit"])
def test_intervals_hold_the_truth_as_often_as_they_say(with_effect: list[Found], model: str, term: str) -> None:
    held = sum(one.held[model, term] for one in with_effect)
    print(f"95 % interval of {term} in {model}: {held} of {WORLDS}")
    assert 179 <= held <= 198


def test_ties_that_do_nothing_are_hardly_ever_said_to_work(without_effect: list[Found]) -> None:
    count = sum(one.badge in ESTABLISHED for one in without_effect)
    print(f"within-pair or better where the tie does nothing: {count} of {WORLDS}")
    assert count <= 5


def test_ties_that_work_are_found(with_effect: list[Found]) -> None:
    count = sum(one.badge in ESTABLISHED for one in with_effect)
    print(f"within-pair or better where the tie works: {count} of {WORLDS}")
    assert count >= 180
