"""The world whose numbers the pages show."""

import pytest

from tests.docs import pages
from warehouse.paths import Paths


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Paths:
    """A data folder with that world published."""
    return pages.simulated(tmp_path_factory.mktemp("pages"))
