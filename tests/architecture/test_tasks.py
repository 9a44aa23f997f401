"""A task is a nudge: it carries ids, and the row tells the rest."""

import inspect
from collections.abc import Callable, Iterator

from nxtchat.celery import QUEUES, TIMETABLE, app
from tests.architecture.house import none_of

IDS = {int: "_id", str: "_id", list[int]: "_ids", list[str]: "_ids", tuple[int, ...]: "_ids"}


def strange_arguments(function: Callable[..., object]) -> Iterator[str]:
    for name, given in inspect.signature(function, eval_str=True).parameters.items():
        ending = IDS.get(given.annotation)
        if ending is None or not name.endswith(ending):
            yield f"{function.__module__}.{function.__name__}: {name}: {given.annotation}"


def ours() -> dict[str, Callable[..., object]]:
    app.loader.import_default_modules()
    return {name: task.run for name, task in app.tasks.items() if not name.startswith("celery.")}


def test_every_task_takes_ids_only():
    none_of(problem for run in ours().values() for problem in strange_arguments(run))
    assert ours()


def test_everything_on_the_timetable_exists():
    for what, (task, seconds, queue) in TIMETABLE.items():
        assert task in ours(), f"{what}: nobody wrote {task}"
        assert not inspect.signature(ours()[task]).parameters, f"{what}: a sweep finds its work by query"
        assert seconds > 0
        assert queue in QUEUES


def test_the_rule_itself():
    def by_id(message_id: int) -> None: ...
    def by_ids(event_ids: list[int]) -> None: ...
    def by_phone(phone: str) -> None: ...
    def by_text(text_id: dict) -> None: ...
    def by_anything(message_id) -> None: ...

    assert not list(strange_arguments(by_id))
    assert not list(strange_arguments(by_ids))
    assert list(strange_arguments(by_phone))
    assert list(strange_arguments(by_text))
    assert list(strange_arguments(by_anything))
