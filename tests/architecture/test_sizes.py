"""A file has one subject; a long one has two."""

from pathlib import Path

from tests.architecture.house import files, name, none_of

LONGEST, LONGEST_TEST, LONGEST_ELEMENT = 200, 300, 150


def limit(path: str) -> int:
    parts = Path(path).parts
    if parts[0] == "tests":
        return LONGEST_TEST
    return LONGEST_ELEMENT if path.endswith(".js") and "elements" in parts else LONGEST


def is_too_long(path: str, text: str) -> bool:
    return len(text.splitlines()) > limit(path)


def test_no_file_is_too_long():
    found = {name(path): path.read_text() for path in files(".py", ".html", ".css", ".js")}
    none_of(
        f"{path}: {len(text.splitlines())} lines, {limit(path)} allowed"
        for path, text in found.items()
        if is_too_long(path, text)
    )
    assert len(found) > 50  # the walk finds the house at all


def test_the_rule_itself():
    assert not is_too_long("inbox/services.py", "x\n" * 200)
    assert is_too_long("inbox/services.py", "x\n" * 201)
    assert not is_too_long("tests/inbox/test_x.py", "x\n" * 300)
    assert is_too_long("tests/inbox/test_x.py", "x\n" * 301)
    assert is_too_long("nxtchat/static/js/elements/x.js", "x\n" * 151)
