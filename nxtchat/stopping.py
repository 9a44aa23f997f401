"""Whether this process was asked to end: it finishes what it began, and begins nothing more."""

from threading import Event

asked = Event()
