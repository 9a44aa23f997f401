"""One run: the load of the plan, the blows of the plan, and then the judgement."""

import asyncio
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256

import httpx
import psycopg

from tests.crash import evidence, judging, plan, points
from tests.crash.courier import Courier
from tests.crash.evidence import Heard
from tests.crash.installation import Installation, installed

REACHED = 20.0  # seconds within which a point should be reached; a rare one may not be
STEP = 20.0  # seconds after which the load of a step is left to go on by itself
HANDS = 6  # of Meta, and of agents


@dataclass
class Report:
    seed: int
    figures: dict[str, int] = field(default_factory=dict)
    blows: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)  # points that nobody came to
    deaths: dict[str, int] = field(default_factory=dict)
    refusals: dict[str, int] = field(default_factory=dict)  # of webhooks, before they were acknowledged
    faults: dict[str, list[str]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)  # by what they were needed for

    def lap(self, name: str, began: float) -> None:
        self.seconds[name] = time.monotonic() - began - sum(self.seconds.values())

    def __str__(self) -> str:
        lines = [f"seed {self.seed}", ""]
        lines += [f"{name:40}{count:>8}" for name, count in self.figures.items()]
        lines += [f"{'seconds':40}{sum(self.seconds.values()):8.0f}"]
        lines += [f"  {name:38}{seconds:8.0f}" for name, seconds in self.seconds.items()]
        lines += ["", f"kills: {self.blows.total()}"]
        lines += [f"  {name:38}{count:>8}" for name, count in sorted(self.blows.items())]
        lines += [f"  {name:38}not reached" for name in sorted(self.missed)]
        lines += ["", f"found dead and started again: {self.deaths}", f"webhooks refused at first: {self.refusals}"]
        return "\n".join([*lines, "", judging.in_words(self.faults) or "every promise was kept"])


def run(*, seed: int, inbound: int, outbound: int, kills: int, hurry: float, within: float) -> Report:
    """All of it, in processes of its own; `within`: seconds, then what is not settled is a fault."""
    began = time.monotonic()
    drawn = plan.draw(seed=seed, inbound=inbound, outbound=outbound, kills=kills, now=int(time.time()))
    with installed(seed=seed, hurry=hurry) as installation:
        token = installation.start()["token"]
        installation.wait_until_ready()
        one = _Run(drawn, installation, token=token, began=began, end=began + within)
        one.report.lap("to start", began)
        report = asyncio.run(one.go())
    report.lap("to stop", began)
    return report


class _Run:
    def __init__(self, drawn: plan.Plan, installation: Installation, *, token: str, began: float, end: float) -> None:
        self.plan, self.at, self.began, self.end = drawn, installation, began, end
        self.report, self.heard = Report(drawn.seed), Heard()
        self.courier = Courier(web=installation.web, log=installation.data / "acknowledged.jsonl")
        self.api = httpx.AsyncClient(
            base_url=f"{installation.web}/api/v1",
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(15, connect=2),
            trust_env=False,
        )
        self.hands, self.pens = asyncio.Semaphore(HANDS), asyncio.Semaphore(HANDS)

    async def go(self) -> Report:
        await asyncio.gather(*map(self._tell, self.plan.greetings))
        self.conversations = await self._conversations()
        carried: list[asyncio.Task[None]] = []
        for step in self.plan.steps:
            load = [asyncio.ensure_future(self._tell(body)) for body in step.bodies]
            load += [asyncio.ensure_future(self._say(saying)) for saying in step.sayings]
            carried += load
            await self._strike(step)
            await asyncio.wait(load, timeout=STEP)
        await asyncio.wait(carried, timeout=self.end - time.monotonic())
        self.report.lap("under load and killing", self.began)
        await self._wait_until_quiet()
        self.report.lap("until everything was settled", self.began)
        return await self._judged()

    async def _tell(self, body: bytes) -> None:
        """A customer's message, by Meta's hand."""
        async with self.hands:
            await self.courier.deliver(body)
        self.heard.acknowledged.add(sha256(body).hexdigest())
        self.heard.wamids |= {wamid for wamid in self.plan.wamids if wamid.encode() in body} - self.heard.wamids

    async def _conversations(self) -> list[int]:
        """As many as there are people, once everybody's first words were handled."""
        while True:
            found: list[int] = []
            page = "/conversations/?status=all"
            while page:
                answer = (await self.api.get(page)).raise_for_status().json()
                found += [one["id"] for one in answer["results"]]
                page = answer["next"]
            if len(found) >= len(self.plan.people):
                return sorted(found)
            if time.monotonic() > self.end:
                raise SystemExit("The first words were not handled in time.")
            await asyncio.sleep(0.3)

    async def _say(self, saying: plan.Saying) -> None:
        """An agent's message, by a program that tries until it knows that it was taken."""
        async with self.pens:
            presses = 2 if saying.twice else 1
            await asyncio.gather(*(self._press(saying) for _ in range(presses)))

    async def _press(self, saying: plan.Saying) -> None:
        path = f"/conversations/{self.conversations[saying.person]}/messages/"
        wanted = {"client_id": saying.client_id, "kind": "text", "text": saying.text}
        while True:
            with suppress(httpx.HTTPError):
                answer = await self.api.post(path, json=wanted)
                if answer.status_code in (200, 201):
                    self.heard.said.add(saying.client_id)
                    return
                if answer.status_code < 500:
                    raise AssertionError(f"the API refused an answer: {answer.status_code} {answer.text}")
            await asyncio.sleep(0.3)

    async def _strike(self, step: plan.Step) -> None:
        if step.blow not in points.POINTS:
            await asyncio.sleep(step.delay)
            await asyncio.to_thread(self.at.strike, step.blow)
            self.report.blows[step.blow] += 1
            return
        await asyncio.sleep(step.delay / 4)
        await self._kill_at(step.blow, within=REACHED)

    async def _kill_at(self, point: str, *, within: float) -> None:
        if point == points.TAKING_BACK:  # there has to be something to take back, and its lease must run out first
            await self._kill_at("claimed", within=within)
            within += points.LEASE / self.at.hurry
        points.arm(self.at.points, point)
        end = time.monotonic() + within
        while (self.at.points / point).exists():
            if time.monotonic() > end and points.disarm(self.at.points, point):
                self.report.missed[point] += 1
                return
            await asyncio.sleep(0.05)
        self.report.blows[point] += 1

    async def _wait_until_quiet(self) -> None:
        """Meta has no more to tell, and nothing is left to do; twice in a row, since one may follow the other."""
        quiet = 0
        while quiet < 2 and time.monotonic() < self.end:
            await asyncio.sleep(0.5)
            quiet = quiet + 1 if await self._is_quiet() else 0

    async def _is_quiet(self) -> bool:
        with suppress(httpx.HTTPError, psycopg.Error):
            meta = (await self.api.get(f"{self.at.meta}/idle")).json()
            self.report.refusals = dict(Counter(meta["refused"]) + Counter(self.courier.refused))
            return meta["idle"] and not await asyncio.to_thread(evidence.busy, self.at.postgres.url)
        return False

    async def _judged(self) -> Report:
        await self.courier.close()
        await self.api.aclose()
        self.heard.read(self.at.data)
        rows = await asyncio.to_thread(evidence.look, self.at.postgres.url)
        self.report.faults = judging.judge(self.heard, rows)
        self.report.figures = judging.figures(self.heard, rows, self.report.faults)
        self.report.deaths = dict(self.at.deaths)
        return self.report
