"""Copies of a body in which something is not as it should be."""

from typing import Any

HOWS = ("missing", "replaced", "repeated", "wrapped", "shuffled")


def places(node: Any, path: tuple = ()) -> list[tuple]:
    """The way to every value in the body."""
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(place for key, child in inside for place in places(child, (*path, key)))]


def change(node: Any, path: tuple, how: str, thing: Any) -> Any:
    """A copy in which one value is missing, replaced, repeated or wrapped in a list."""
    if not path:
        return thing if how == "replaced" else node
    key, *rest = path
    if isinstance(node, list):
        if not isinstance(key, int) or key >= len(node):
            return node
        before, one, after = node[:key], node[key], node[key + 1 :]
        if rest:
            return [*before, change(one, tuple(rest), how, thing), *after]
        return {
            "missing": [*before, *after],
            "replaced": [*before, thing, *after],
            "repeated": [*before, one, *after, one],
            "wrapped": [*before, [one], *after],
            "shuffled": node[::-1],
        }[how]
    if not isinstance(node, dict) or key not in node:
        return node
    if rest:
        return {**node, key: change(node[key], tuple(rest), how, thing)}
    if how == "missing":
        return {name: one for name, one in node.items() if name != key}
    return {**node, key: {"replaced": thing, "wrapped": [node[key]]}.get(how, node[key])}
