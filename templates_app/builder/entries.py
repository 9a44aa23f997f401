"""What the form is made of."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from templates_app.rules import Problem

Choices = list[tuple[str, str]]


@dataclass
class Entry:
    """One field. Its key is the place that the rules speak of."""

    key: str
    label: str
    value: str = ""
    widget: str = "text"  # or area, select, check, file, hidden
    choices: Choices = field(default_factory=list)
    help: str = ""
    most: int = 0  # characters
    reshapes: bool = False  # the rest of the form depends on it
    accept: str = ""  # of a file
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

    def everything(self) -> Iterator["Section"]:
        yield self
        for inside in self.sections:
            yield from inside.everything()


def place(problems: list[Problem], sections: list[Section]) -> list[Problem]:
    """Put each problem at its field, else at its section; what has no place is returned."""
    whole = [one for section in sections for one in section.everything()]
    entries = {entry.key: entry for section in whole for entry in section.entries if entry.widget != "hidden"}
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


def _home(where: str, sections: dict[str, Section]) -> Section | None:
    while where and where not in sections:
        where = where.rpartition(".")[0]
    return sections.get(where)
