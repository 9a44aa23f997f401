"""What the tables of merging say about people."""

from nxtchat.privacy_map import KEY, Category, Export, NotPersonal, Personal

OF_SURVIVOR = Personal(
    category=Category.CONTACT,
    subject="survivor",
    export=Export.NONE,
    why="What it takes to undo a merge, for thirty days; the person's own data is in the copy anyway.",
)


def by_us(subject: str) -> Personal:
    return Personal(category=Category.USAGE, subject=subject, export=Export.PSEUDONYM)


MERGING = {
    "contacts.Suggestion": {
        "id": KEY,
        "one": Personal(category=Category.CONTACT, subject="one", export=Export.NONE, why="A guess about two people."),
        "other": Personal(category=Category.CONTACT, subject="other", export=Export.NONE, why="The same."),
        "reason": NotPersonal("What led to the guess."),
        "state": NotPersonal("Whether somebody looked at it."),
        "noted_at": NotPersonal("When it was noticed."),
        "decided_by": by_us("decided_by"),
        "decided_at": NotPersonal("When somebody looked at it."),
    },
    "contacts.Merge": {
        "id": KEY,
        "survivor": OF_SURVIVOR,
        "gone_id": OF_SURVIVOR,
        "gone_name": OF_SURVIVOR,
        "moved": OF_SURVIVOR,
        "taken": OF_SURVIVOR,
        "changed": OF_SURVIVOR,
        "above": OF_SURVIVOR,
        "by": by_us("by"),
        "at": OF_SURVIVOR,
    },
}
