"""What agents do to contacts, one or a million: written down, done in batches, and taken back in batches."""

from contacts.actions.doing import CannotDo, begin, take_back
from contacts.actions.running import step

__all__ = ["CannotDo", "begin", "step", "take_back"]
