"""What the tables of campaigns say about people: so far only who prepared one."""

from nxtchat.privacy_map import KEY, Category, Erase, Export, NotPersonal, Personal

PLAN = NotPersonal("What the business means to send, to nobody in particular yet.")
AUTHOR = Personal(
    category=Category.CAMPAIGNS,
    subject="created_by",
    export=Export.COPY,
    erase=Erase.KEEP,
    why="It stays clear who prepared what was sent in the name of the business.",
)

DECLARED = {
    "campaigns.Campaign": {
        "id": KEY,
        "name": PLAN,
        "template": PLAN,
        "number": PLAN,
        "created_by": AUTHOR,
        "created_at": AUTHOR,
    },
}
