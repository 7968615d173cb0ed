"""One file a tie: ``draw(setting, rng) -> Tie``. The file's name is the tie's name and its term in the equation."""

from importlib import import_module
from pathlib import Path

from etl.simulation.world import Setting, Tie, stream


def draw_all(setting: Setting) -> dict[str, Tie]:
    """Draw every tie that has a file in this folder, each from its own random stream."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    return {
        name: import_module(f"{__name__}.{name}").draw(setting, stream(setting.seed, f"ties.{name}")) for name in names
    }
