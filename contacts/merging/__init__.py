"""Two contacts that are one person: noticed, put together by hand, and taken apart again."""

from contacts.merging.services import Impossible, dismiss, merge, undo

__all__ = ["Impossible", "dismiss", "merge", "undo"]
