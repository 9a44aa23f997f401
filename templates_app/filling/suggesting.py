"""What could be filled in for one contact: guessed from how a template names its places, and a list to choose from."""

from collections.abc import Iterable

from django.utils import translation

from contacts.models import Contact, Field
from templates_app import languages
from templates_app.design import Design
from templates_app.filling.people import people, word_of
from templates_app.filling.places import LINK, Place
from templates_app.filling.sources import AGENT, FIELD, Source

# Names that templates give to their places, in the languages of those who write them.
NAMES = {
    "first_name": "first_name firstname primeiro_nome nombre nome prenom vorname customer_first_name",
    "name": "name full_name fullname customer customer_name nome_completo nombre_completo cliente",
    "phone": "phone phone_number telefone telefono celular mobile",
    "username": "username usuario",
    AGENT: "agent agent_name atendente agente agente_nome",
}
BY_NAME = {name: Source(kind) for kind, names in NAMES.items() for name in names.split()}


def known(contact: Contact, *, design: Design, agent: str) -> dict[str, str]:
    """All that is known and can be filled in, by the names that a place could have. In the template's language."""
    fields = {field.key: field for field in Field.objects.all()}
    sources = {key: Source(FIELD, field=key) for key in fields} | BY_NAME
    person = people([contact.pk], sources.values())[contact.pk]
    with translation.override(languages.spoken(design.language)):
        found = {name: word_of(source, fields_by_key=fields, agent=agent)(person) for name, source in sources.items()}
    return {name: words for name, words in found.items() if words}


def suggested(places: Iterable[Place], values: dict[str, str]) -> dict[str, str]:
    """By the places' keys, for those whose names say what they are. Nothing of a contact goes into a link unasked."""
    wanted = [place for place in places if place.takes_words and place.kind != LINK]
    return {place.key: values[place.name.lower()] for place in wanted if place.name.lower() in values}
