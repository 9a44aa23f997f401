"""What a run will do, drawn from one seed: who writes what, what is said back, and what is killed when."""

import json
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from tests.crash.points import POINTS, SURE

WABA_ID, PHONE_NUMBER_ID = "102290129340398", "106540352242922"
APP_ID, APP_SECRET = "670843887433847", "the-app-secret-of-the-crash-runs"

# (process, how): what is done to it from outside.
BLOWS = (
    "web:kill",
    "web:stop",
    "worker-1:stop",
    "worker-1:kill",
    "worker-2:kill",
    "beat:kill",
    "valkey:kill",
    "valkey:flush",
    "postgres:kill",
    "postgres:kill-backend",
    "postgres:restart",
)
SHORT = 12  # kills; a run of fewer keeps to the points that are always reached
FORMS = {  # how often a customer says something in this form, of a hundred
    "text": 78,
    "reaction": 6,
    "location": 4,
    "button": 4,
    "contacts": 3,
    "unsupported": 3,
    "in_orbit": 2,  # nobody knows it
}


@dataclass(frozen=True)
class Saying:
    """One thing that an agent says, through the API."""

    client_id: str
    person: int
    text: str
    twice: bool  # the button is pressed twice


@dataclass
class Step:
    """A piece of the load, and what is killed while it is carried."""

    blow: str  # one of POINTS or BLOWS
    delay: float  # seconds between the beginning of the load and the blow
    bodies: list[bytes] = field(default_factory=list)
    sayings: list[Saying] = field(default_factory=list)


@dataclass
class Plan:
    seed: int
    people: list[str]
    greetings: list[bytes]  # everybody writes once before anything is killed
    steps: list[Step]
    wamids: set[str]  # all that customers say


def draw(*, seed: int, inbound: int, outbound: int, kills: int, now: int) -> Plan:
    """The same seed, the same plan; only the time of day is today's."""
    random = Random(seed)
    people = [f"55119{10_000_000 + serial:08}" for serial in range(max(4, outbound // 20))]
    voice = _Voice(random, people=people, began_at=now - inbound)
    greetings = [_envelope([voice.says(place)]) for place in range(len(people))]
    at_once = SURE if kills < SHORT else ()  # before the little load of a short run is over
    steps = [Step(blow, delay=0 if blow in at_once else random.uniform(0, 0.6)) for blow in _blows(random, kills)]
    rest = [voice.says(random.randrange(len(people))) for _ in range(max(0, inbound - len(people)))]
    for step, changes in zip(steps, _slices(rest, len(steps)), strict=True):
        step.bodies = _bodies(random, changes)
    sayings = [
        Saying(
            client_id=str(UUID(int=random.getrandbits(128), version=4)),
            person=random.randrange(len(people)),
            text=f"Answer {serial}",
            twice=random.random() < 0.1,
        )
        for serial in range(outbound)
    ]
    for step, some in zip(steps, _slices(sayings, len(steps)), strict=True):
        step.sayings = some
    return Plan(seed, people, greetings, steps, voice.wamids)


def _blows(random: Random, kills: int) -> list[str]:
    """Every point and every process in turn, so that a long run leaves none out; shuffled.

    A short one keeps to the points that are always reached.
    """
    if kills < SHORT:
        both = random.sample(SURE, kills - kills // 3) + random.sample(BLOWS, kills // 3)
    else:
        rounds = kills // len(POINTS + BLOWS) + 1
        both = [blow for _ in range(rounds) for blow in random.sample(POINTS + BLOWS, len(POINTS + BLOWS))][:kills]
    random.shuffle(both)
    return both


class _Voice:
    """Customers, each of whose messages has an id of its own."""

    def __init__(self, random: Random, *, people: list[str], began_at: int) -> None:
        self.random, self.people, self.began_at = random, people, began_at
        self.serial = 0
        self.wamids: set[str] = set()
        self.said: dict[int, str] = {}  # the last text of each person, to react to

    def says(self, place: int) -> dict:
        """The change that holds one message."""
        self.serial += 1
        person, wamid = self.people[place], f"wamid.IN{self.random.getrandbits(64):016X}"
        kind = self.random.choices(list(FORMS), list(FORMS.values()))[0] if place in self.said else "text"
        message = {"from": person, "id": wamid, "timestamp": str(self.began_at + self.serial), "type": kind}
        message |= self._content(kind, about=self.said.get(place, ""))
        self.wamids.add(wamid)
        if kind == "text":
            self.said[place] = wamid
        contact = {"profile": {"name": f"Customer {place}"}, "wa_id": person}
        return _change(contacts=[contact], messages=[message])

    def _content(self, kind: str, *, about: str) -> dict:
        match kind:
            case "text":
                return {"text": {"body": f"Question {self.serial} 🌱"}}
            case "reaction":
                return {"reaction": {"message_id": about, "emoji": "👍"}}
            case "location":
                return {"location": {"latitude": -23.55, "longitude": -46.63, "name": "Praça"}}
            case "button":
                return {"button": {"payload": "yes", "text": "Yes"}, "context": {"id": about}}
            case "contacts":
                return {"contacts": [{"name": {"formatted_name": "Carla", "first_name": "Carla"}, "phones": []}]}
            case "unsupported":
                return {"errors": [{"code": 131051, "title": "Message type unknown"}]}
        return {kind: {"planet": "Mars"}}


def _bodies(random: Random, changes: list[dict]) -> list[bytes]:
    """Batched, shuffled, told again as they were, and told again in another wrapping."""
    changes = [*changes]
    changes += random.sample(changes, len(changes) // 10)  # rewrapped
    random.shuffle(changes)
    bodies: list[bytes] = []
    while changes:
        size = random.choice((1, 1, 1, 2, 3, 10))
        bodies.append(_envelope(changes[:size]))
        del changes[:size]
    bodies += random.sample(bodies, len(bodies) // 5)  # the same bytes
    random.shuffle(bodies)
    return bodies


def _change(**parts: list) -> dict:
    metadata = {"display_phone_number": "15550783881", "phone_number_id": PHONE_NUMBER_ID}
    return {"field": "messages", "value": {"messaging_product": "whatsapp", "metadata": metadata, **parts}}


def _envelope(changes: list[dict]) -> bytes:
    entry = {"id": WABA_ID, "changes": changes}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def reported(statuses: list[dict]) -> bytes:
    """What Meta reports on our messages."""
    return _envelope([_change(statuses=statuses)])


def _slices[T](things: list[T], count: int) -> list[list[T]]:
    return [things[place::count] for place in range(count)]
