"""People for audiences."""

from datetime import timedelta

from django.utils import timezone

from contacts.models import ConsentEvent, Contact, Group, Identity, Mark, Purpose


def person(name, phone="", *, country="BR", marketing=None, service=None, mark=None, **more):
    """Somebody on file; `marketing`, `service`: what they said to it."""
    contact = Contact.objects.create(name=name, country=country, **more)
    if phone:
        Identity.objects.create(contact=contact, kind=Identity.Kind.WA_ID, value=phone)
    for purpose, said in ((Purpose.MARKETING, marketing), (Purpose.SERVICE, service)):
        if said is not None:
            ConsentEvent.objects.create(
                contact=contact,
                purpose=purpose,
                is_given=said,
                at=timezone.now() - timedelta(days=1),
                source=ConsentEvent.Source.AGENT,
            )
    if mark:
        Mark.objects.create(contact=contact, kind=mark)
    return contact


def group(name, *members):
    made = Group.objects.create(name=name)
    made.members.set(members)
    return made
