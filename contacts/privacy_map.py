"""What the tables of contacts say about people: who they are and how to reach them."""

from nxtchat.privacy_map import KEY, Category, Export, NotPersonal, Personal

SELF = Personal(category=Category.CONTACT, subject="self")
OURS = Personal(category=Category.CONTACT, subject="self", export=Export.COPY)  # written by us, not by them
OF_CONTACT = Personal(category=Category.CONTACT, subject="contact")
OUR_LABEL = Personal(category=Category.CONTACT, subject="contact", export=Export.COPY)

DECLARED = {
    "contacts.Contact": {
        "id": KEY,
        "name": OURS,
        "profile_name": SELF,
        "phonebook_name": OURS,
        "phonebook_at": OURS,
        "language": SELF,
        "created_at": OURS,
    },
    "contacts.Identity": {
        "id": KEY,
        "contact": OF_CONTACT,
        "kind": OF_CONTACT,
        "value": OF_CONTACT,
        "scope": NotPersonal("The business within which the id means something."),
        "first_seen": OUR_LABEL,
        "last_seen": OUR_LABEL,
        "replaced_by": OUR_LABEL,
    },
    "contacts.Label": {
        "id": KEY,
        "name": NotPersonal("A word of ours; it says something about a person only where it is given to one."),
        "colour": NotPersonal("How the label is painted."),
    },
    "contacts.ContactKey": {
        "id": KEY,
        "contact": OUR_LABEL,
        "secret": Personal(
            category=Category.MESSAGES,
            subject="contact",
            export=Export.NONE,
            why="A key; what it opens is in the copy.",
        ),
        "created_at": OUR_LABEL,
    },
    "contacts.ConsentEvent": {
        "id": KEY,
        "contact": OF_CONTACT,
        "purpose": OF_CONTACT,
        "is_given": OF_CONTACT,
        "at": OF_CONTACT,
        "source": OUR_LABEL,
        "wording": OF_CONTACT,
        "recorded_at": OUR_LABEL,
    },
    "contacts.Contact_labels": {"id": KEY, "contact": OUR_LABEL, "label": OUR_LABEL},
}
