"""Why a scenario cannot be answered, or not for every pair it names, in the reader's language."""

from dashboard.components.builder import named
from dashboard.text import say
from warehouse.scoring.equilibrium import MarketsDoNotClearError
from warehouse.scoring.scenario import ScenarioError


def why(error: Exception) -> str:
    """Return the reason of a refusal; what one has to misspell an address to meet stays as the engine says it."""
    if isinstance(error, MarketsDoNotClearError):
        return say("refusal.markets")
    return reason(error.key, **error.values) if isinstance(error, ScenarioError) and error.key else str(error)


def reason(key: str, **values: str) -> str:
    """Return a reason of the engine's by its key, with names of the economies it names."""
    return say(f"refusal.{key}", **{name: named((value,))[0] for name, value in values.items()})
