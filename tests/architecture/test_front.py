"""What style sheets and scripts of ours never do."""

import re
from collections.abc import Iterator

import pytest

from tests.architecture.house import files, name, none_of

# Left and right change sides in Arabic; inline-start and inline-end do it by themselves.
CSS = {
    r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-)?(?:left|right)"
    r"(?:-(?:width|style|color))?\s*:": "a physical side",
    r"(?:top|bottom)-(?:left|right)-radius\s*:": "a physical corner",
    r"(?:text-align|float|clear)\s*:\s*(?:left|right)\b": "aligned to a physical side",
    r"@import\s": "@import: one more round trip",
    r"url\(\s*[\"']?(?:https?:)?//": "something from elsewhere",
}
JS = {
    r"\beval\s*\(": "eval",
    r"\bnew\s+Function\b|(?<![\w.])Function\s*\(": "eval by another name",
    r"\b(?:setTimeout|setInterval)\s*\(\s*[\"'`]": "eval by another name",
    r"\bdocument\.write": "document.write",
    r"\.(?:innerHTML|outerHTML)\s*\+?=(?!=|\s*[\"'][^\"'`$]*[\"']\s*;?\s*$)": "HTML from a variable",
    r"\binsertAdjacentHTML\s*\(": "HTML from a variable",
    r"\.style\.cssText|setAttribute\(\s*[\"']style": "style inline: the policy forbids it",
    r"(?:from|import)\s*\(?\s*[\"'](?:https?:)?//": "something from elsewhere",
}


def problems(text: str, rules: dict[str, str]) -> Iterator[str]:
    bare = re.sub(r"/\*.*?\*/", lambda match: "\n" * match[0].count("\n"), text, flags=re.DOTALL)
    for number, line in enumerate(bare.splitlines(), 1):
        code = re.sub(r"(?<!:)//(?!.*[\"'`]).*$", "", line) if rules is JS else line
        yield from (f"{number}: {words}: {line.strip()}" for rule, words in rules.items() if re.search(rule, code))


@pytest.mark.parametrize(("ending", "rules"), [(".css", CSS), (".js", JS)])
def test_every_file_keeps_the_rules(ending, rules):
    found = list(files(ending))
    none_of(f"{name(path)}:{problem}" for path in found for problem in problems(path.read_text(), rules))
    assert found


GOOD_CSS = [
    "margin-inline-start: 1rem;",
    "text-align: start;",
    "border-start-start-radius: 4px;",
    "/* left: 1 */ inset-inline: 0;",
    ".copyright: hover { }",
    "mask: url('data:image/svg+xml,x');",
]
BAD_CSS = [
    "margin-left: 1rem;",
    "left: 0;",
    "border-right: 1px solid;",
    "text-align: right;",
    "float:left;",
    "border-top-left-radius: 4px;",
    "@import 'x.css';",
    "background: url(https://example.org/x.png);",
]
GOOD_JS = [
    "this.textContent = name;",
    'this.innerHTML = "";',
    "if (a.innerHTML === b) {}",
    "// eval(this) would be bad",
    "button.addEventListener('click', () => this.send());",
    "setTimeout(() => this.go(), 250);",
    "import './x.js';",
]
BAD_JS = [
    "eval(text)",
    "new Function(text)",
    "this.innerHTML = text;",
    "this.innerHTML = `<b>${name}</b>`;",
    "this.outerHTML += text",
    "list.insertAdjacentHTML('beforeend', text)",
    "setTimeout('go()', 250)",
    "import x from 'https://example.org/x.js'",
]


@pytest.mark.parametrize("line", GOOD_CSS)
def test_a_good_style_passes(line):
    assert list(problems(line, CSS)) == []


@pytest.mark.parametrize("line", BAD_CSS)
def test_a_bad_style_is_caught(line):
    assert list(problems(line, CSS))


@pytest.mark.parametrize("line", GOOD_JS)
def test_a_good_script_passes(line):
    assert list(problems(line, JS)) == []


@pytest.mark.parametrize("line", BAD_JS)
def test_a_bad_script_is_caught(line):
    assert list(problems(line, JS))
