"""What may stand above the text of an interactive message or a template."""

from django.utils.translation import gettext as _

from nxtchat.whatsapp.limits.measuring import Faults, Object, address, at, choice, inner, missing, only, text


def header_file(kind: str, holder: Object, where: str) -> Faults:
    """The picture, film or document above a text: `{"image": {"id" or "link"}}`."""
    found = yield from inner(holder, kind, where, what=_("The file of the header"))
    if not found:
        return
    place = at(where, kind)
    yield from only(found, {"id", "link", "filename"} if kind == "document" else {"id", "link"}, place)
    if bool(found.get("id")) == bool(found.get("link")):
        yield missing(at(place, "id"), _("The file of the header: its id, or a link to it,"))
    yield from text(found, "id", place, what=_("The id of a file"), most=80, needed=False)
    yield from address(found, "link", place, what=_("The address of the file"), needed=False)
    if kind == "document":
        yield from text(found, "filename", place, what=_("A file's name"), most=240, needed=False)


def header(header: Object, where: str, *, of: tuple[str, ...]) -> Faults:
    """The head of an interactive message: short words or a file."""
    yield from choice(header, "type", where, what=_("The kind of the header"), of=of)
    kind = header.get("type")
    if kind == "text":
        yield from only(header, {"type", "text"}, where)
        yield from text(header, "text", where, what=_("A header"), most=60)
    elif kind in of:
        yield from only(header, {"type", kind}, where)
        yield from header_file(kind, header, where)
