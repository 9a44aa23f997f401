"""A design as the fields that make it."""

import json

from django.utils.translation import gettext as _

from templates_app import languages, words
from templates_app.builder.buttons import button_section
from templates_app.builder.entries import Action, Entry, Section
from templates_app.design import Card, Design, Header, Samples, variables
from templates_app.design.files import KINDS
from templates_app.design.parts import CATEGORIES, MEDIA
from templates_app.rules import texts


def sections(design: Design, *, is_new: bool = True) -> list[Section]:
    """`is_new`: it is not to replace one at Meta, so it has yet to get a name."""
    made = [_what(design, is_new=is_new)]
    if not design.is_code:
        made.append(_header("header", _("Header"), design.header))
    made.append(_body(design))
    made.append(_buttons(design))
    if not design.is_code:
        made += [_cards(design), _offer(design)]
    made.append(_more(design))
    return made


def _what(design: Design, *, is_new: bool) -> Section:
    categories = [(each, str(words.CATEGORY[each])) for each in CATEGORIES]
    ways = [("counted", _("Numbers: {{1}}")), ("named", _("Names: {{first_name}}"))]
    named = "named" if design.named else "counted"
    entries = [
        Entry("category", _("What is it for?"), design.category, "select", categories, reshapes=True),
        Entry("named", _("Variables have"), named, "select", ways),
    ]
    if is_new:
        tongues = languages.choices()
        if design.language and design.language not in languages.CODES:
            tongues.append((design.language, design.language))
        help = _("Small letters, digits and underscores, such as order_ready. Customers do not see it.")
        entries = [
            Entry("name", _("Name"), design.name, help=help, most=512),
            Entry("language", _("Language"), design.language, "select", tongues),
            *entries,
        ]
    return Section("what", _("What it is"), entries)


def _header(key: str, title: str, header: Header, *, of_card: bool = False) -> Section:
    kinds = [
        ("IMAGE", _("Picture")),
        ("VIDEO", _("Video")),
        *([("PRODUCT", _("Product"))] if of_card else [("DOCUMENT", _("Document")), ("GIF", _("GIF"))]),
    ]
    if not of_card:
        kinds = [("", _("None")), ("TEXT", _("Words")), *kinds, ("LOCATION", _("Place"))]
    if header.kind not in {kind for kind, _label in kinds}:
        kinds.append((header.kind, header.kind or _("None")))
    section = Section(
        key, title, [Entry(f"{key}.kind", _("Kind of header"), header.kind, "select", kinds, reshapes=True)]
    )
    if header.kind == "TEXT":
        section.entries.append(Entry(f"{key}.text", _("Words of the header"), header.text, most=texts.HEADER))
        section.entries.append(_samples(key, header.text, header.samples))
    if header.kind in MEDIA:
        kind = KINDS[header.kind]
        help = _("For the reviewers.") + f" {kind.limit}"
        if header.sample_is_left:
            help = _("A sample is here. Choose another file to replace it.") + f" {kind.limit}"
        file = Entry(f"{key}.file", _("Sample file"), "", "file", help=help, accept=",".join(kind.types))
        section.entries += [file, Entry(f"{key}.handle", "", header.handle, "hidden")]
    return section


def _body(design: Design) -> Section:
    if design.is_code:
        minutes = str(design.code_minutes or "")
        lead = _("WhatsApp writes the text of sign-in codes, in every language.")
        entries = [
            _check("warns_of_sharing", _("Add: do not share this code."), design.warns_of_sharing),
            Entry("code_minutes", _("The code lasts so many minutes"), minutes, help=_("1 to 90, or empty.")),
        ]
        return Section("text", _("Text"), entries, lead=lead)
    most = texts.BODY_OF_OFFER if design.offer else texts.BODY
    help = _("Write {{1}} where something is filled in later.")
    if design.named:
        help = _("Write {{first_name}} where something is filled in later.")
    entries = [Entry("body", _("Text"), design.body, "area", help=help, most=most)]
    entries.append(_samples("body", design.body, design.samples))
    entries.append(Entry("footer", _("Footer"), design.footer, most=texts.FOOTER, help=_("Small print; may be empty.")))
    return Section("text", _("Text"), entries)


def _samples(key: str, text: str, samples: Samples) -> Entry:
    label = _("Example for %(name)s")
    inside = [
        Entry(f"{key}.samples.{name}", label % {"name": f"{{{{{name}}}}}"}, samples.get(name, ""), most=200)
        for name in variables(text)
    ]
    return Entry(f"{key}.samples", "", widget="group", inside=inside)


def _buttons(design: Design) -> Section:
    listed = [button_section(f"buttons.{place}", each, place=place) for place, each in enumerate(design.buttons)]
    return Section("buttons", _("Buttons"), sections=listed, actions=[Action("add:buttons", _("Add a button"))])


def _cards(design: Design) -> Section:
    listed = [_card(f"cards.{place}", card, place) for place, card in enumerate(design.cards)]
    lead = _("Two to ten cards that people swipe through, each with a picture and buttons.")
    return Section("cards", _("Cards"), sections=listed, actions=[Action("add:cards", _("Add a card"))], lead=lead)


def _card(key: str, card: Card, place: int) -> Section:
    head = _header(f"{key}.header", _("Header"), card.header, of_card=True)
    entries = [Entry(f"{key}.body", _("Text"), card.body, "area", most=texts.BODY_OF_CARD)]
    entries.append(_samples(f"{key}.body", card.body, card.samples))
    buttons = [button_section(f"{key}.buttons.{at}", each, place=at) for at, each in enumerate(card.buttons)]
    actions = [Action(f"add:{key}.buttons", _("Add a button")), Action(f"remove:{key}", _("Remove the card"))]
    title = _("Card %(number)d") % {"number": place + 1}
    return Section(key, title, entries, [head, *buttons], actions)


def _offer(design: Design) -> Section:
    entries = [_check("has_offer", _("It is an offer that ends"), design.offer is not None, reshapes=True)]
    if design.offer:
        entries.append(Entry("offer", _("Words of the offer"), design.offer.text, most=16))
        entries.append(_check("offer_expires", _("Show how long it lasts"), design.offer.expires))
    entries.append(_check("asks_to_call", _("It asks whether you may call"), design.asks_to_call))
    return Section("special", _("Special kinds"), entries)


def _more(design: Design) -> Section:
    seconds = "" if design.seconds_to_live is None else str(design.seconds_to_live)
    help = _("In seconds. Empty: as long as WhatsApp usually does.")
    entries = [
        Entry("seconds_to_live", _("How long to try to deliver it"), seconds, help=help),
        Entry("more", "", json.dumps(design.more) if design.more else "", "hidden"),
    ]
    return Section("delivery", _("Delivery"), entries)


def _check(key: str, label: str, value: bool, *, reshapes: bool = False) -> Entry:
    return Entry(key, label, "on" if value else "", "check", reshapes=reshapes)
