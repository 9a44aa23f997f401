"""What Python files of ours never do."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.house import files, name, none_of

WRITES = {"save", "update", "create", "delete", "get_or_create", "update_or_create", "bulk_create", "bulk_update"}
WRITES |= {f"a{verb}" for verb in WRITES}
# Escapes every part itself, and adds tags of ours. Whoever adds a file here says why.
TRUSTED = {"inbox/marks.py"}


def only_asks(path: str) -> bool:
    """Views and tasks write nothing themselves: what happens has a name in a service."""
    parts = Path(path).parts
    return parts[0] != "tests" and (parts[-1].startswith(("views", "tasks")) or "views" in parts[:-1])


def writes(path: str, code: str) -> Iterator[str]:
    if not only_asks(path):
        return
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Call(func=ast.Attribute(attr=verb)) if verb in WRITES:
                yield f"{path}:{node.lineno} calls .{verb}(: give it a name in a service"


def imports(code: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=str(module)):
                yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def strange_imports(path: str, code: str) -> Iterator[str]:
    for line, module in imports(code):
        package = module.split(".")[0]
        if package == "requests":
            yield f"{path}:{line} imports requests: only nxtchat.whatsapp talks to the outside, with httpx"
        if package == "httpx" and not path.startswith(("nxtchat/whatsapp/", "tests/")):
            yield f"{path}:{line} imports httpx: only nxtchat.whatsapp talks to the outside"
        if package == "mock" or module.startswith("unittest.mock"):
            yield f"{path}:{line} imports mock: use the pretend WhatsApp over real HTTP"
        if module.endswith(".mark_safe") and path not in TRUSTED:
            yield f"{path}:{line} imports mark_safe: use format_html"


def patched_httpx(path: str, code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Call(func=ast.Attribute(attr="setattr"), args=[first, *_]) if "httpx" in ast.unparse(first):
                yield f"{path}:{node.lineno} patches httpx: inject a transport"


def everywhere(rule) -> list[str]:
    return [problem for path in files(".py") for problem in rule(name(path), path.read_text())]


def test_views_and_tasks_write_nothing():
    none_of(everywhere(writes))


def test_only_whatsapp_talks_to_the_outside():
    none_of(everywhere(strange_imports))


def test_nobody_patches_httpx():
    none_of(everywhere(patched_httpx))


@pytest.mark.parametrize("path", ["inbox/views/pages.py", "inbox/views.py", "inbox/tasks.py", "inbox/views_api.py"])
def test_the_rule_about_writes(path):
    assert list(writes(path, "Message.objects.filter(pk=1).update(text='')"))
    assert list(writes(path, "form.save()"))
    assert not list(writes(path, "services.reply(conversation=1)"))
    assert not list(writes("inbox/services.py", "message.save()"))


def test_the_rule_about_the_outside():
    assert list(strange_imports("nxtchat/whatsapp/client.py", "import requests"))
    assert list(strange_imports("inbox/delivery.py", "from httpx import Client"))
    assert list(strange_imports("tests/inbox/test_x.py", "from unittest.mock import patch"))
    assert list(strange_imports("inbox/tags.py", "from django.utils.safestring import mark_safe"))
    assert not list(strange_imports("nxtchat/whatsapp/client.py", "import httpx\nimport json"))
    assert not list(strange_imports("tests/inbox/test_x.py", "import httpx"))


def test_the_rule_about_patching():
    assert list(patched_httpx("tests/x.py", "monkeypatch.setattr(httpx.Client, 'post', fake)"))
    assert list(patched_httpx("tests/x.py", "monkeypatch.setattr('httpx.post', fake)"))
    assert not list(patched_httpx("tests/x.py", "monkeypatch.setattr('sys.stdin', fake)"))
