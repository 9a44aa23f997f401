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
    "contacts.Contact_labels": {"id": KEY, "contact": OUR_LABEL, "label": OUR_LABEL},
}
