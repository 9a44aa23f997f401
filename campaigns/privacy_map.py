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

PRICE = NotPersonal("What WhatsApp asks for messages.")
BRINGER = Personal(
    category=Category.CAMPAIGNS,
    subject="added_by",
    export=Export.COPY,
    erase=Erase.KEEP,
    why="It stays clear who brought the prices that estimates were made of.",
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
    "campaigns.RateTable": {
        "id": KEY,
        "currency": PRICE,
        "starts_on": PRICE,
        "added_by": BRINGER,
        "added_at": BRINGER,
    },
    "campaigns.Rate": {
        "id": KEY,
        "table": KEY,
        "market": PRICE,
        "category": PRICE,
        "after": PRICE,
        "micros": PRICE,
    },
}
