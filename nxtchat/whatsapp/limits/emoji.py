"""Is this one emoji?"""

import re

_SIGN = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff]"
)
_ONE = f"{_SIGN}[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*[\U000e0020-\U000e007f]*"  # variant, skin, tags of a flag
_EMOJI = re.compile(
    rf"[\U0001f1e6-\U0001f1ff]{{2}}"  # a flag
    rf"|[0-9#*]\ufe0f?\u20e3"  # a key
    rf"|{_ONE}(?:\u200d{_ONE})*"  # one sign, or several joined
)


def is_one(text: str) -> bool:
    return _EMOJI.fullmatch(text) is not None
