"""Whether Meta's own examples of templates leave our builder as they are: python -m tests.cloud_api_templates FOLDER

For those who have a folder with its OpenAPI file (*.yaml) or example bodies (*.json). Each example of a template is
filled into the form of the builder, read from there and written again; the two are compared without regard to order
and to the case of Meta's words.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

WORDS = {"type", "format", "category", "otp_type", "parameter_format"}  # of which Meta varies the case
MADE = {"BODY", "HEADER", "FOOTER", "BUTTONS", "CAROUSEL", "LIMITED_TIME_OFFER", "CALL_PERMISSION_REQUEST"}


def documents(folder: Path) -> Iterator[tuple[str, Any]]:
    for path in sorted(folder.rglob("*.yaml")):
        yield path.name, yaml.load(path.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for path in sorted(folder.rglob("*.json")):
        yield path.name, json.loads(path.read_bytes())


def examples(node: Any, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """What has the components of a template, with the way to it."""
    if isinstance(node, list):
        for each in node:
            yield from examples(each, name)
    elif isinstance(node, dict):
        if is_template(node):
            yield name, node
        for key, inside in node.items():
            yield from examples(inside, f"{name} > {key}" if key not in {"value", "examples", "data"} else name)


def is_template(node: dict[str, Any]) -> bool:
    parts = node.get("components")
    kinds = (
        {str(part.get("type", "")).upper() for part in parts if isinstance(part, dict)} if _is_list(parts) else set()
    )
    return bool(kinds & MADE) and not any("parameters" in part for part in parts) and "template" not in node


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value)


def alike(node: Any, key: str = "") -> Any:
    """As it is compared: Meta's words in capitals, and one app as the list of one that it has become."""
    if isinstance(node, dict):
        node = dict(node)
        if "package_name" in node and "otp_type" in node:
            app = {word: node.pop(word) for word in ("package_name", "signature_hash")}
            node["supported_apps"] = [app]
        return {name: alike(inside, name) for name, inside in node.items()}
    if isinstance(node, list):
        return [alike(each) for each in node]
    return node.upper() if key in WORDS and isinstance(node, str) else node


def asked_for(told: dict[str, Any]) -> dict[str, Any]:
    """Of an answer only what a request has, too."""
    keys = ("name", "language", "category", "components", "parameter_format", "message_send_ttl_seconds")
    return {key: told[key] for key in keys if key in told}


def sent(node: Any, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Messages that send a template, with the way to each."""
    if isinstance(node, list):
        for each in node:
            yield from sent(each, name)
    elif isinstance(node, dict):
        if node.get("type") == "template" and isinstance(node.get("template"), dict) and "language" in node["template"]:
            yield name, node["template"]
        for key, inside in node.items():
            yield from sent(inside, f"{name} > {key}" if key not in {"value", "examples", "data"} else name)


def filled_in(node: Any) -> Any:
    """What stands for a value, as a value; and the texts that were written without quotes, as texts."""
    if isinstance(node, dict):
        return {key: str(each).lower() if isinstance(each, bool) else filled_in(each) for key, each in node.items()}
    if isinstance(node, list):
        return [filled_in(each) for each in node]
    return {"language-and-locale-code": "en_US", "http(s)://the-image-url": "https://a.example/b.png"}.get(node, node)


def check_sent(folder: Path) -> int:
    """The same of those that send one: what our API takes, and what leaves then."""
    from nxtchat.whatsapp import limits, payloads

    seen: list[Any] = []
    wrong = 0
    for name, found in (each for file, node in documents(folder) for each in sent(node, file)):
        content = filled_in(found)
        if content in seen:
            continue
        seen.append(content)
        faults = limits.faults("template", content)
        made = {} if faults else payloads.part("template", content)["template"]
        policy = {"policy": "deterministic"}  # the only one there is
        differs = not faults and made != content | {"language": policy | content["language"]}
        wrong += bool(faults) or differs
        said = "; ".join(f"{fault.where}: {fault.words}" for fault in faults)
        print(f"{name}: {'DIFFERS' if differs else f'REFUSED: {said}' if faults else 'equal'}")
    print(f"{len(seen)} examples of sending, {wrong} refused or different")
    return wrong or not seen


def check(folder: Path) -> int:
    """Prints a line for each; the number of those that come out differently."""
    from templates_app import builder, rules
    from templates_app.design import from_meta, to_meta
    from tests.templates_app.test_builder_form import posted

    seen, wrong = [], 0
    for name, told in (found for file, node in documents(folder) for found in examples(node, file)):
        wanted = alike(asked_for(told))
        if wanted in seen:
            continue
        seen.append(wanted)
        design = builder.read(posted(builder.sections(from_meta(told))))
        made = alike({key: value for key, value in to_meta(design).items() if key in wanted})
        for each in (made, wanted):
            each["components"].sort(key=lambda part: json.dumps(part, sort_keys=True))
        stops = ", ".join(problem.where for problem in rules.stops(design))
        print(f"{name}: {'equal' if made == wanted else 'DIFFERS'}{f' (our rules stop: {stops})' if stops else ''}")
        if made != wanted:
            wrong += 1
            print(json.dumps(wanted, sort_keys=True), json.dumps(made, sort_keys=True), sep="\n")
    print(f"{len(seen)} examples, {wrong} differ")
    return wrong or not seen


def main(given: list[str]) -> int:
    if len(given) != 1:
        print(__doc__)
        return 2
    with tempfile.TemporaryDirectory() as folder:  # the settings make keys; none of them is used
        os.environ |= {"DJANGO_SETTINGS_MODULE": "nxtchat.settings", "NXTCHAT_DATA": folder}
        os.environ |= {"DATABASE_URL": "postgresql://127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}
        import django

        django.setup()
        made, said = check(Path(given[0])), check_sent(Path(given[0]))
        return 1 if made or said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
