"""What Meta takes and what it refuses, said before it is asked. Each rule is a small function of the design alone.

The figures are those of Meta's pages; where its pages and people who build on it disagree, the rule only warns.
"""

from collections.abc import Callable

from templates_app.design import Design
from templates_app.rules import buttons, codes, counts, naming, special, texts, variables
from templates_app.rules.problem import Problem, Problems

__all__ = ["RULES", "Problem", "check", "stops"]

RULES: tuple[Callable[[Design], Problems], ...] = (
    *naming.RULES,
    *texts.RULES,
    *variables.RULES,
    *buttons.RULES,
    *counts.RULES,
    *codes.RULES,
    *special.RULES,
)


def check(design: Design) -> list[Problem]:
    """All that is wrong with it, what stops it first."""
    found = [problem for rule in RULES for problem in rule(design)]
    return sorted(dict.fromkeys(found), key=lambda problem: not problem.stops)


def stops(design: Design) -> list[Problem]:
    return [problem for problem in check(design) if problem.stops]
