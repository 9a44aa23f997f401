"""What the table of templates says about people: nothing, they are texts for everybody."""

from nxtchat.privacy_map import KEY, NotPersonal

TEXT = NotPersonal("A text for many, written by the business and approved by Meta; values are put in when sending.")
STATE = NotPersonal("What Meta decided about the template.")

DECLARED = {
    "templates_app.Template": {
        "id": KEY,
        "account": NotPersonal("The business account it belongs to."),
        "meta_id": NotPersonal("Meta's id of the template."),
        "name": TEXT,
        "language": TEXT,
        "category": TEXT,
        "status": STATE,
        "components": TEXT,
        "rejected_reason": STATE,
        "advice": STATE,
        "quality": STATE,
        "correct_category": STATE,
        "told_at": STATE,
        "synced_at": NotPersonal("When we last asked Meta about it."),
    },
}
