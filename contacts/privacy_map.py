"""What the tables of contacts say about people: who they are and how to reach them."""

from contacts.privacy_map_consent import CONSENT
from contacts.privacy_map_merging import MERGING
from nxtchat.privacy_map import KEY, UNLINKED, Category, Export, NotPersonal, Personal

SELF = Personal(category=Category.CONTACT, subject="self")
OURS = Personal(category=Category.CONTACT, subject="self", export=Export.COPY)  # written by us, not by them
OF_CONTACT = Personal(category=Category.CONTACT, subject="contact")
OUR_LABEL = Personal(category=Category.CONTACT, subject="contact", export=Export.COPY)

HOW_TO_READ = NotPersonal("How the file is to be read.")
PROGRESS = NotPersonal("How far the work on a file has come.")
OF_ALL = NotPersonal("What all people in the file agreed to, in the words of whoever imported it.")
IN_A_FILE = Personal(
    category=Category.CONTACT,
    subject=UNLINKED,
    export=Export.NONE,
    why="A row that nobody is on file for, or not yet; it goes with the file, a week later at the latest.",
)
OF_FIELD = NotPersonal("What may be known of contacts; what is known of one is in its `fields`.")
BY_OWNER = Personal(category=Category.USAGE, subject="owner", export=Export.COPY)
BY_AGENT = Personal(category=Category.USAGE, subject="by", export=Export.COPY)
OF_AGENT = Personal(category=Category.USAGE, subject="agent", export=Export.COPY)
PROGRESS = NotPersonal("How far it has come.")

DECLARED = {
    "contacts.Contact": {
        "id": KEY,
        "name": OURS,
        "profile_name": SELF,
        "phonebook_name": OURS,
        "phonebook_at": OURS,
        "language": SELF,
        "country": OURS,
        "fields": SELF,
        "last_heard_at": OURS,
        "is_in_touch": OURS,
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
    "contacts.Import": {
        "id": KEY,
        "by": Personal(category=Category.USAGE, subject="by", export=Export.COPY),
        "created_at": Personal(category=Category.USAGE, subject="by", export=Export.COPY),
        "filename": IN_A_FILE,
        "path": NotPersonal("Where the closed file lies: a random name, gone with the file."),
        "key": NotPersonal("A key; it opens the file and is gone with it."),
        "size": NotPersonal("How large the file was."),
        "format": HOW_TO_READ,
        "encoding": HOW_TO_READ,
        "delimiter": HOW_TO_READ,
        "has_header": HOW_TO_READ,
        "country": HOW_TO_READ,
        "scope": NotPersonal("The business within which user ids in the file mean something."),
        "headers": IN_A_FILE,
        "headers_key": NotPersonal("A digest of the names of the columns."),
        "columns": HOW_TO_READ,
        "has_consent": OF_ALL,
        "consent_purpose": OF_ALL,
        "consent_wording": OF_ALL,
        "consent_how": OF_ALL,
        "consent_on": OF_ALL,
        "doubles": HOW_TO_READ,
        "state": PROGRESS,
        "reason": PROGRESS,
        "total": PROGRESS,
        "position": PROGRESS,
        "counts": PROGRESS,
        "made": PROGRESS,
        "undone": PROGRESS,
        "run": PROGRESS,
        "tries": PROGRESS,
        "lease_until": PROGRESS,
        "started_at": PROGRESS,
        "finished_at": PROGRESS,
    },
    "contacts.ImportRow": {
        "id": KEY,
        "import_file": KEY,
        "line": NotPersonal("The number of a row in a file."),
        "cells": IN_A_FILE,
        "outcome": PROGRESS,
        "why": PROGRESS,
        "column": PROGRESS,
        "is_fixed": PROGRESS,
    },
    "contacts.ImportKey": {
        "id": KEY,
        "import_file": KEY,
        "key": IN_A_FILE,
        "line": NotPersonal("The number of a row in a file."),
    },
    "contacts.ImportChange": {
        "id": KEY,
        "import_file": KEY,
        "contact": OUR_LABEL,
        "line": NotPersonal("The number of a row in a file."),
        "is_new": OUR_LABEL,
        "wrote": OUR_LABEL,
        "is_kept": PROGRESS,
    },
    **CONSENT,
    **MERGING,
    "contacts.Contact_labels": {"id": KEY, "contact": OUR_LABEL, "label": OUR_LABEL},
    "contacts.Field": {
        "id": KEY,
        "name": OF_FIELD,
        "key": OF_FIELD,
        "kind": OF_FIELD,
        "choices": OF_FIELD,
        "position": OF_FIELD,
        "created_at": OF_FIELD,
    },
    "contacts.Group": {
        "id": KEY,
        "name": NotPersonal("A word of ours; it says something about a person only where they are put into it."),
        "created_at": NotPersonal("When the group was made."),
    },
    "contacts.Group_members": {"id": KEY, "group": OUR_LABEL, "contact": OUR_LABEL},
    "contacts.Segment": {
        "id": KEY,
        "name": BY_OWNER,
        "match": BY_OWNER,
        "conditions": BY_OWNER,
        "owner": BY_OWNER,
        "is_shared": BY_OWNER,
        "created_at": BY_OWNER,
        "changed_at": BY_OWNER,
    },
    "contacts.Action": {
        "id": KEY,
        "verb": BY_AGENT,
        "label": BY_AGENT,
        "group": BY_AGENT,
        "field": BY_AGENT,
        "value": BY_AGENT,
        "among": BY_AGENT,
        "by": BY_AGENT,
        "at": BY_AGENT,
        "state": BY_AGENT,
        "at_contact": PROGRESS,
        "seen": PROGRESS,
        "changed": PROGRESS,
        "expected": PROGRESS,
        "moved_at": PROGRESS,
    },
    "contacts.Change": {"id": KEY, "action": OUR_LABEL, "contact": OUR_LABEL, "before": OF_CONTACT},
    "contacts.ContactNote": {
        "id": KEY,
        "contact": OF_CONTACT,
        "author": Personal(category=Category.USAGE, subject="author", export=Export.PSEUDONYM),
        "client_id": KEY,
        "text": OUR_LABEL,
        "created_at": OUR_LABEL,
    },
    "contacts.Favourite": {"id": KEY, "agent": OF_AGENT, "contact": OUR_LABEL},
    "contacts.ListLook": {"id": KEY, "agent": OF_AGENT, "columns": OF_AGENT},
}
