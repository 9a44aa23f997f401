"""What goes into a template when it is sent: its places, where the words come from, and whether they fit."""

from templates_app.filling.filling import Filled, Filling
from templates_app.filling.fitting import misfits, shown
from templates_app.filling.making import Components, components
from templates_app.filling.places import Place, can_be_filled, places
from templates_app.filling.sources import Source, Sources
from templates_app.filling.survey import Survey, survey

__all__ = [
    "Components",
    "Filled",
    "Filling",
    "Place",
    "Source",
    "Sources",
    "Survey",
    "can_be_filled",
    "components",
    "misfits",
    "places",
    "shown",
    "survey",
]
