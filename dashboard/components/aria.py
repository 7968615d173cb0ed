"""Names and roles for those who do not see the page."""

from typing import TypeVar

from dash.development.base_component import Component

Named = TypeVar("Named", bound=Component)


def aria(component: Named, **attributes: str) -> Named:
    """Give a component ``aria-*`` attributes, which cannot be written as keyword arguments."""
    for name, value in attributes.items():
        setattr(component, f"aria-{name}", value)
    return component
