"""What a filling means for an audience, before anything is sent: the longest values, and who would not get it."""

import heapq
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from templates_app.filling.filling import Filled, Filling

SHOWN = 20  # as many people are kept as examples


@dataclass
class Survey:
    people: int = 0
    refused: int = 0  # their values cannot be sent
    unknown: Counter[str] = field(default_factory=Counter)  # how many get the fallback, by the places' keys
    longest: list[Filled] = field(default_factory=list)  # those with the longest values first
    refusals: list[Filled] = field(default_factory=list)  # the first of those who would not get it


def survey(filling: Filling, batches: Iterable[Collection[int]]) -> Survey:
    """`batches`: ids of contacts, some hundreds at a time. Needs the memory of one batch, however many there are."""
    found = Survey()
    for batch in batches:
        filled = filling.of(batch).values()
        found.people += len(filled)
        refused = [each for each in filled if each.faults]
        found.refused += len(refused)
        found.refusals += refused[: SHOWN - len(found.refusals)]
        for each in filled:
            found.unknown.update(each.unknown)
        fine = [each for each in filled if not each.faults]
        found.longest = heapq.nlargest(SHOWN, [*found.longest, *fine], key=lambda each: each.length)
    return found
