"""What Meta told of a row, kept with the time at which it held: a late or repeated word loses."""

import json
from datetime import datetime
from typing import Any, Protocol


class Tellable(Protocol):
    """A row that remembers since when each of its columns holds: `told_at` is {column: Unix seconds}."""

    told_at: dict[str, int]

    def save(self, *, update_fields: list[str]) -> None: ...


def keep(row: Tellable, *, at: datetime, **told: Any) -> set[str]:
    """Write down what is newer than what we have, and return those columns. The caller holds a lock on the row.

    Two different words of one second are rare; then any rule will do that does not depend on which came first.
    """
    seconds = int(at.timestamp())
    news = {column for column, value in told.items() if _is_newer(row, column, value, seconds)}
    if news:
        for column in news:
            setattr(row, column, told[column])
            row.told_at[column] = seconds
        row.save(update_fields=[*sorted(news), "told_at"])
    return news


def _is_newer(row: Tellable, column: str, value: Any, seconds: int) -> bool:
    if column not in row.told_at:
        return True
    before = (row.told_at[column], json.dumps(getattr(row, column), sort_keys=True))
    return (seconds, json.dumps(value, sort_keys=True)) > before
