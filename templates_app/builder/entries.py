"""What the form is made of."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from templates_app.rules import Problem

Choices = list[tuple[str, str]]


@dataclass
class Entry:
    """One field. Its key is the place that the rules speak of."""

    key: str
    label: str
    value: str = ""
    widget: str = "text"  # or area, select, check, file, hidden, group
    choices: Choices = field(default_factory=list)
    help: str = ""
    most: int = 0  # characters
    reshapes: bool = False  # the rest of the form depends on it
    accept: str = ""  # of a file
    inside: list["Entry"] = field(default_factory=list)  # of a group: fields that come and go while somebody types
    problems: list[Problem] = field(default_factory=list)

    @property
    def id(self) -> str:
        return "f-" + self.key.replace(".", "-")

    @property
    def described_by(self) -> str:
        return " ".join([f"{self.id}-help"] * bool(self.help) + [f"{self.id}-problems"] * bool(self.problems))

    @property
    def is_wrong(self) -> bool:
        return any(problem.stops for problem in self.problems)


@dataclass(frozen=True)
class Action:
    """Something that changes the form: the value of its button, and its words."""

    do: str
    label: str


@dataclass
class Section:
    """Some fields that belong together."""

    key: str
    title: str
    entries: list[Entry] = field(default_factory=list)
    sections: list["Section"] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lead: str = ""

    @property
    def id(self) -> str:
        return "s-" + self.key.replace(".", "-")

    def fields(self) -> Iterator[Entry]:
        for entry in self.entries:
            yield from entry.inside if entry.widget == "group" else (entry,)

    def everything(self) -> Iterator["Section"]:
        yield self
        for inside in self.sections:
            yield from inside.everything()


def place(problems: list[Problem], sections: list[Section]) -> list[Problem]:
    """Put each problem at its field, else at its section; what has no place is returned."""
    whole = [one for section in sections for one in section.everything()]
    entries = {entry.key: entry for section in whole for entry in section.fields() if entry.widget != "hidden"}
    by_key = {section.key: section for section in whole}
    homeless = []
    for problem in problems:
        if problem.where in entries:
            entries[problem.where].problems.append(problem)
        elif home := _home(problem.where, by_key):
            home.problems.append(problem)
        else:
            homeless.append(problem)
    return homeless


def changed_groups(sections: list[Section], posted: Collection[str]) -> list[Entry]:
    """Those whose fields are other ones now than those that were posted."""
    entries = (entry for section in sections for one in section.everything() for entry in one.entries)
    return [group for group in entries if group.widget == "group" and _keys(group) != _posted(group, posted)]


def _keys(group: Entry) -> set[str]:
    return {entry.key for entry in group.inside}


def _posted(group: Entry, posted: Collection[str]) -> set[str]:
    return {key for key in posted if key == group.key or key.startswith(f"{group.key}.")}


def _home(where: str, sections: dict[str, Section]) -> Section | None:
    while where and where not in sections:
        where = where.rpartition(".")[0]
    return sections.get(where)
