"""A template while it is being written: our words in, Meta's JSON out, and back."""

from templates_app.design.parts import App, Button, Card, Design, Header, Offer, Samples
from templates_app.design.reading import from_meta, without_nul
from templates_app.design.variables import VARIABLE, variables
from templates_app.design.writing import to_meta

__all__ = [
    "VARIABLE",
    "App",
    "Button",
    "Card",
    "Design",
    "Header",
    "Offer",
    "Samples",
    "from_meta",
    "to_meta",
    "variables",
    "without_nul",
]
