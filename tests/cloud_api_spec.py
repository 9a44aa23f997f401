"""Our bodies against Meta's own description of its API: python -m tests.cloud_api_spec PATH/openapi.yaml

For those who have that file. It is older than some kinds of message: what it does not know is "not covered".
"""

import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, ValidationError

Schema = dict[str, Any]
PATH = re.compile(r".*\{[^}]*Phone-Number-ID\}/messages$", re.IGNORECASE)


class Description:
    """The schema of a request, made whole: references followed, parts joined, and `discriminator` heeded."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.named = document["components"]["schemas"]
        post = next(found["post"] for path, found in document["paths"].items() if PATH.match(path))
        self.request = self.whole(post["requestBody"]["content"]["application/json"]["schema"])

    def whole(self, schema: Any, inside: tuple[str, ...] = ()) -> Any:
        if not isinstance(schema, dict):
            return schema
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            return self.whole(self.named[name], (*inside, name))
        found: Schema = {key: value for key, value in schema.items() if key not in {"allOf", "discriminator"}}
        found["properties"] = {key: self.whole(held, inside) for key, held in schema.get("properties", {}).items()}
        if "items" in schema:
            found["items"] = self.whole(schema["items"], inside)
        if "oneOf" in schema:
            found["oneOf"] = [self.whole(each, inside) for each in schema["oneOf"]]
        for part in schema.get("allOf", []):
            self._join(found, self.whole(part, inside))
        _drop_slips(found)
        if "mapping" in schema.get("discriminator", {}) and f"!{inside[-1:]}" not in inside:
            self._by_case(found, schema["discriminator"], inside)
        return found

    def _join(self, found: Schema, part: Schema) -> None:
        """`additionalProperties: false` in one part would forbid the properties of all others; nobody means that."""
        for key, held in part.get("properties", {}).items():
            both = found["properties"][key] = {**found["properties"].get(key, {}), **held}
            _drop_slips(both)
        found["required"] = sorted({*found.get("required", []), *part.get("required", [])})
        found["allOf"] = [*found.get("allOf", []), *part.get("allOf", [])]
        for key, value in part.items():
            if key not in {"properties", "required", "additionalProperties", "allOf"}:
                found.setdefault(key, value)

    def _by_case(self, found: Schema, discriminator: Schema, inside: tuple[str, ...]) -> None:
        key, cases = discriminator["propertyName"], discriminator["mapping"]
        found.pop("oneOf", None)
        found["required"] = sorted({*found.get("required", []), key})
        found["properties"].setdefault(key, {"enum": list(cases)})
        stop = (*inside, f"!{inside[-1:]}")
        found["allOf"] = [
            {
                "if": {"properties": {key: {"const": value}}, "required": [key]},
                "then": self.whole({"$ref": target}, stop),
            }
            for value, target in cases.items()
        ]


def _drop_slips(schema: Schema) -> None:
    """A rule that refuses its own example is a slip of the pen."""
    pattern, example = schema.get("pattern"), schema.get("example")
    if pattern and isinstance(example, str) and not re.search(pattern, example):
        del schema["pattern"]


def verdict(body: dict[str, Any], schema: Schema) -> tuple[str, str]:
    """("valid" | "not covered" | "INVALID", why)"""
    if "recipient" in body:
        return "not covered", "recipient"
    if "type" not in body:
        return "not covered", "no message"
    errors = list(_leaves(Draft202012Validator(schema).iter_errors(body)))
    if not errors:
        return "valid", ""
    for error in errors:  # a kind of which the file has never heard
        if error.validator == "enum" and str(error.path[-1]) in {"type", "sub_type"}:
            return "not covered", f"{error.path[-1]} {error.instance}"
    return "INVALID", "; ".join(f"{'/'.join(map(str, error.path))}: {error.message}"[:300] for error in errors[:3])


def _leaves(errors: Any) -> Iterator[ValidationError]:
    for error in errors:
        yield error
        if error.validator != "oneOf":
            yield from _leaves(error.context or [])


def bodies() -> dict[str, dict[str, Any]]:
    """What would be posted, by name."""
    from nxtchat.whatsapp import limits, payloads
    from tests.whatsapp.sayings import SAYINGS

    phone = payloads.Recipient(phone="5511987654321")
    around = payloads.envelope(to=phone, callback_data="3f0b5d5e-9e0a-4c55-a2f4-3a1f0f8f9b11")
    for name, (kind, content) in SAYINGS.items():
        assert not limits.faults(kind, content), name
    found = {name: around | payloads.part(kind, content) for name, (kind, content) in SAYINGS.items()}
    hidden = payloads.Recipient(bsuid="BR.13491208655302741918")
    return found | {
        "file by id": around | payloads.part("image", {"id": "1037543291543636", "caption": "Ours"}),
        "quoting": payloads.envelope(to=phone, reply_to="wamid.A") | payloads.part("text", {"body": "Yes"}),
        "reaction": around | payloads.reaction("wamid.A", emoji="\N{THUMBS UP SIGN}"),
        "reaction taken back": around | payloads.reaction("wamid.A", emoji=""),
        "to a hidden number": payloads.envelope(to=hidden) | payloads.part("text", {"body": "Yes"}),
        "blue ticks": payloads.read("wamid.A"),
        "typing": payloads.read("wamid.A", is_typing=True),
    }


def check(path: Path) -> int:
    """Prints a line for each; the number of those that Meta's description would refuse."""
    schema = Description(yaml.safe_load(path.read_text())).request
    wrong = 0
    for name, body in bodies().items():
        said, why = verdict(json.loads(json.dumps(body)), schema)
        wrong += said == "INVALID"
        print(f"{name}: {said}{f' ({why})' if why else ''}")
    return wrong


def main(given: list[str]) -> int:
    if len(given) != 1:
        print(__doc__)
        return 2
    with tempfile.TemporaryDirectory() as folder:  # the settings make keys; none of them is used
        os.environ |= {"DJANGO_SETTINGS_MODULE": "nxtchat.settings", "NXTCHAT_DATA": folder}
        os.environ |= {"DATABASE_URL": "postgresql://127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}
        import django

        django.setup()
        return 1 if check(Path(given[0])) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
