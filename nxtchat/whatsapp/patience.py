"""How long to wait before asking again what Meta refused for now."""

# code: (first wait in seconds, factor, longest wait, tries before we give up)
_PATIENCE: dict[int, tuple[int, int, int, int | None]] = {
    131056: (1, 4, 256, 6),  # the pair limit; Meta asks for 4^X
    130429: (1, 2, 60, 12),
    131057: (60, 2, 300, 8),
    4: (60, 2, 3600, 8),
    80007: (60, 2, 3600, 8),
    -5: (2, 2, 60, None),  # no connection: see errors.py
    134101: (600, 1, 600, 3),  # Meta is still preparing the template
}
_USUAL = (2, 2, 120, 8)
_NO_CONNECTION = (2, 2, 60, None)  # nothing left, so we never give up; the window will


def after_refusal(code: int | None, *, tries: int) -> float | None:
    """Seconds to wait after the `tries`-th refusal in a row; None: enough."""
    return _next(_PATIENCE.get(code, _USUAL) if code is not None else _USUAL, tries)


def waits_by_itself(code: int | None) -> bool:
    """Whether a long wait is short enough to be waited out without a person."""
    return code in _PATIENCE


def without_connection(*, tries: int) -> float:
    return _next(_NO_CONNECTION, tries) or 0.0


def _next(patience: tuple[int, int, int, int | None], tries: int) -> float | None:
    first, factor, longest, most = patience
    if most is not None and tries >= most:
        return None
    return min(longest, first * factor ** min(tries - 1, 20))
