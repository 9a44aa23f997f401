"""Custom fields: what they are, what fits into them, and how they are found by."""

from contacts.fields.cleaning import AS_WRITTEN, Reading, Unfit, clean
from contacts.fields.showing import shown

__all__ = ["AS_WRITTEN", "Reading", "Unfit", "clean", "shown"]
