"""What people allowed us and forbade us: the ledger it is written into, and what follows from it."""

from contacts.consent.ledger import Refused, Said, record
from contacts.consent.queries import state

__all__ = ["Refused", "Said", "record", "state"]
