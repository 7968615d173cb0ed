"""An invented world, published, for every test of the dashboard."""

from pathlib import Path

import pytest
from invented_world import publish_world


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The symlink to a published, simulated world."""
    return publish_world(tmp_path_factory.mktemp("world"))
