"""What a kind of message means for the conversation it stands in."""

# About another message: shown with it, and nothing to read by itself.
ABOUT_ANOTHER = frozenset({"reaction", "edit", "revoke"})
# Not said by the customer, or only about what was said before.
_OPENS_NO_WINDOW = frozenset({"system", "edit", "revoke"})
# The customer did something, and nobody expects an answer to it: a thumb, or looking into the chat for the first time.
ASKS_NOTHING = _OPENS_NO_WINDOW | ABOUT_ANOTHER | {"request_welcome"}
PLACEHOLDER = "media_placeholder"  # in the history: a file was here, and may come later under the same id


def opens_window(kind: str) -> bool:
    """May we answer freely for 24 hours? Meta is silent on reactions; error 131047 tells us where it may not be."""
    return kind not in _OPENS_NO_WINDOW


def asks_something(kind: str) -> bool:
    """Is it something to read and to answer?"""
    return kind not in ASKS_NOTHING
