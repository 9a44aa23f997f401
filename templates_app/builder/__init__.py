"""The form in which a template is written: a design as fields, and back. It works without a script."""

from templates_app.builder.doing import apply
from templates_app.builder.entries import Entry, Section
from templates_app.builder.preview import Preview, preview
from templates_app.builder.reading import read
from templates_app.builder.sections import sections

__all__ = ["Entry", "Preview", "Section", "apply", "preview", "read", "sections"]
