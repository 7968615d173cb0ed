"""Fixtures every test may use."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# How long one example takes depends on who else uses the machine; speed is measured in benchmarks/.
settings.register_profile("entente", deadline=None)
settings.load_profile("entente")

TESTS = Path(__file__).resolve().parent
TOGETHER = {"browser", "integration"}
"""Folders whose tests share what is slow to make: a served world, published builds."""


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where several processes share the work, each takes whole files, or a whole folder."""
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0]
        item.add_marker(pytest.mark.xdist_group(folder if folder in TOGETHER else str(item.path)))


def _folder(variable: str, what: str) -> Path:
    value = os.environ.get(variable)
    if not value:
        pytest.skip(f"{variable} is not set: {what} not at hand")
    folder = Path(value).resolve()
    if not folder.is_dir():
        pytest.skip(f"{variable}={value} is not a folder: {what} not at hand")
    return folder


@pytest.fixture(scope="session")
def mirror() -> Path:
    """The folder of real files standing in for the publishers."""
    return _folder("ENTENTE_MIRROR", "the publishers' files")


@pytest.fixture(scope="session")
def golden() -> Path:
    """The folder of published results."""
    return _folder("ENTENTE_GOLDEN", "the published results")
