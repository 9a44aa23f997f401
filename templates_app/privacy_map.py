"""What the table of templates says about people: nothing, they are texts for everybody."""

from nxtchat.privacy_map import KEY, Category, Erase, Export, NotPersonal, Personal

TEXT = NotPersonal("A text for many, written by the business and approved by Meta; values are put in when sending.")
STATE = NotPersonal("What Meta decided about the template.")

MINE = NotPersonal("How far we have come; it is about the account.")


def _of(agent: str) -> Personal:
    return Personal(
        category=Category.CAMPAIGNS,
        subject=agent,
        export=Export.COPY,
        erase=Erase.KEEP,
        why="It stays clear who wrote what was sent in the name of the business.",
    )


DECLARED = {
    "templates_app.Template": {
        "id": KEY,
        "account": NotPersonal("The business account it belongs to."),
        "meta_id": NotPersonal("Meta's id of the template."),
        "name": TEXT,
        "language": TEXT,
        "category": TEXT,
        "status": STATE,
        "is_named": TEXT,
        "components": TEXT,
        "seconds_to_live": TEXT,
        "rejected_reason": STATE,
        "advice": STATE,
        "quality": STATE,
        "correct_category": STATE,
        "told_at": STATE,
        "synced_at": NotPersonal("When we last asked Meta about it."),
    },
    "templates_app.Draft": {
        "id": KEY,
        "account": NotPersonal("The business account it is for."),
        "template": NotPersonal("The template it is to replace."),
        "name": TEXT,
        "language": TEXT,
        "content": TEXT,
        "author": _of("author"),
        "created_at": _of("author"),
        "changed_at": _of("author"),
        "sent_at": MINE,
    },
    "templates_app.Event": {
        "id": KEY,
        "template": NotPersonal("The template it happened to."),
        "what": _of("by"),
        "word": STATE,
        "before": STATE,
        "reason": STATE,
        "advice": STATE,
        "by": _of("by"),
        "at": _of("by"),
    },
    "templates_app.Look": {
        "id": KEY,
        "account": NotPersonal("The business account that is read."),
        "began_at": MINE,
        "after": MINE,
        "touched_at": MINE,
        "is_running": MINE,
    },
}
