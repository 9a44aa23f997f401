"""How a question to WhatsApp can end, other than well.

GraphError
├── GraphRefused      an answer that says no; the catalogue in errors.py holds meaning and remedy
├── GraphUnavailable  nothing left this machine: asking again is safe
└── GraphUnknown      the request may have arrived, and no usable answer came: never repeat a send blindly
"""


class GraphError(Exception):
    """Its text never holds Meta's words, which may name a person: those are for the database, not for logs."""

    def __init__(
        self, *, code: int | None = None, title: str = "", details: str = "", trace_id: str = "", http_status: int = 0
    ) -> None:
        super().__init__(f"code {code}, HTTP {http_status or 'without an answer'}")
        self.code = code
        self.title = title
        self.details = details
        self.trace_id = trace_id
        self.http_status = http_status


class GraphRefused(GraphError):
    """WhatsApp answered no."""


class GraphUnavailable(GraphError):
    """No connection, so nothing was said."""


class GraphUnknown(GraphError):
    """Perhaps it was heard: a timeout, a cut, a server error, or an answer that makes no sense."""
