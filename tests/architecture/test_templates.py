"""What templates never do: style or script inline, trust what they show, or speak only English."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from tests.architecture.house import files, name, none_of

SPOKEN = {"alt", "aria-description", "aria-label", "aria-roledescription", "placeholder", "title", "label"}
NAMES = {"NxtChat", "WhatsApp", "Meta"}  # the same in every language
NOT_PROSE = {"code", "kbd", "pre", "samp", "script", "style"}
DATA_SCRIPTS = {"application/json", "speculationrules"}
WORD = re.compile(r"[^\W\d_]{2,}")
RAW = {
    r"\|\s*safe\b": "|safe: show it escaped, or build it with format_html",
    r"{%\s*autoescape\s+off": "autoescape off",
    r"\bjs:": "js:: the policy forbids it",
}


class Reader(HTMLParser):
    """Collects what is wrong on one page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []
        self.inside: list[str] = []

    def say(self, problem: str) -> None:
        self.problems.append(f"{self.getpos()[0]}: {problem}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in NOT_PROSE:
            self.inside.append(tag)
        for attribute, value in attrs:
            if attribute == "style" or attribute.startswith(("on", "hx-on")):
                self.say(f"{attribute}=: the policy forbids it")
            if attribute in SPOKEN and (words := _untranslated(value or "")):
                self.say(f"{attribute}= speaks only English: {words}")
            if (value or "").strip().lower().startswith("javascript:"):
                self.say("javascript:: the policy forbids it")
        if tag == "button" and not given.get("type"):
            self.say("<button> without a type sends the form")
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") not in DATA_SCRIPTS):
            self.say(f"<{tag}> inline")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            self.inside.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self.inside and (words := _untranslated(data)):
            self.say(f"speaks only English: {words}")


def _untranslated(text: str) -> str:
    return " ".join(word for word in WORD.findall(text) if word not in NAMES)


def problems(source: str) -> Iterator[str]:
    for pattern, words in RAW.items():
        if re.search(pattern, source):
            yield words
    reader = Reader()
    reader.feed(_without_template_words(source))
    reader.close()
    yield from reader.problems


def _without_template_words(source: str) -> str:
    """The HTML alone, on the same lines. Values in attributes stay visible as a word-less x."""

    def blank(match: re.Match[str]) -> str:
        return "\n" * match[0].count("\n")

    for start, end in (("comment", "endcomment"), ("blocktrans", "endblocktrans")):
        source = re.sub(rf"{{%\s*{start}\w*\b.*?{{%\s*{end}\w*\s*%}}", blank, source, flags=re.DOTALL)
    source = re.sub(r"{%\s*block \w*class\s*%}.*?{%\s*endblock.*?%}", blank, source)
    source = re.sub(r"{#.*?#}|{%.*?%}", blank, source, flags=re.DOTALL)
    return re.sub(r"{{.*?}}", lambda match: "0" + blank(match), source, flags=re.DOTALL)


def test_every_template_keeps_the_rules():
    found = list(files(".html"))
    none_of(f"{name(path)}:{problem}" for path in found for problem in problems(path.read_text()))
    assert len(found) > 10


GOOD = [
    '<p class="note">{% translate "Hello" %} {{ name }}: 3</p>',
    "{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}",
    "{# said to the reader #}{% comment %}Hello{% endcomment %}<p>NxtChat</p>",
    '<button type="submit" title="{% translate "Send" %}">{% translate "Send" %}</button>',
    '<a href="{% url "x" %}"{% if here %} aria-current="page"{% endif %}>{{ label }}</a>',
    '<script src="x.js" nonce="{{ csp_nonce }}"></script><script type="application/json">{"a": "word"}</script>',
    "{% block body_class %}panes{% endblock %}",
    "<kbd>Ctrl</kbd> <code>make run</code>",
]
BAD = [
    "<p>Hello</p>",
    "{% if a %}Yes{% else %}No{% endif %}",
    '<p style="color: red">{{ x }}</p>',
    '<p onclick="go()">{{ x }}</p>',
    '<p hx-on:click="go()">{{ x }}</p>',
    "<p>{{ text|safe }}</p>",
    "{% autoescape off %}{{ x }}{% endautoescape %}",
    "<button>{{ x }}</button>",
    '<img alt="A photo" src="x.png">',
    '<input placeholder="Search">',
    "<script>go()</script>",
    "<style>p { color: red }</style>",
    '<a href="javascript:go()">{{ x }}</a>',
]


@pytest.mark.parametrize("source", GOOD)
def test_a_good_template_passes(source):
    assert list(problems(source)) == []


@pytest.mark.parametrize("source", BAD)
def test_a_bad_template_is_caught(source):
    assert list(problems(source))
