"""What goes into a template when it is sent: its places, where the words come from, and whether they fit."""

from templates_app.filling import asking, suggesting
from templates_app.filling.filling import Filled, Filling
from templates_app.filling.fitting import misfits, shown
from templates_app.filling.making import Components, components, filled_in
from templates_app.filling.places import Place, can_be_filled, places
from templates_app.filling.sources import Source, Sources, as_json, read
from templates_app.filling.survey import Survey, survey

__all__ = [
    "Components",
    "Filled",
    "Filling",
    "Place",
    "Source",
    "Sources",
    "Survey",
    "as_json",
    "asking",
    "can_be_filled",
    "components",
    "filled_in",
    "misfits",
    "places",
    "read",
    "shown",
    "suggesting",
    "survey",
]
