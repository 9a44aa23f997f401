"""What the team's tables say about people: those who answer."""

from nxtchat.privacy_map import KEY, UNLINKED, Category, Erase, Export, NotPersonal, Personal

_WHY_HASH = "It is a hash that lets nobody in; the person has the original."
_WHY_RECORD = "Kept while the person works here, so that it stays clear who answered a customer."

OWN = Personal(category=Category.SIGN_IN, subject="self", export=Export.COPY)
SIGN_IN_TIME = Personal(category=Category.USAGE, subject="self", export=Export.COPY)
OF_AGENT = Personal(category=Category.SIGN_IN, subject="agent", export=Export.COPY)
INVITED = Personal(
    category=Category.SIGN_IN,
    subject=UNLINKED,
    export=Export.NONE,
    why="Somebody who was invited is not an agent yet; the link ends by itself.",
)

DECLARED = {
    "team.Agent": {
        "id": KEY,
        "password": Personal(category=Category.SIGN_IN, subject="self", export=Export.NONE, why=_WHY_HASH),
        "last_login": SIGN_IN_TIME,
        "email": OWN,
        "name": Personal(
            category=Category.SIGN_IN, subject="self", export=Export.COPY, erase=Erase.KEEP, why=_WHY_RECORD
        ),
        "role": OWN,
        "is_active": OWN,
        "language": OWN,
        "theme": OWN,
        "created_at": SIGN_IN_TIME,
    },
    "team.Team": {"id": KEY, "name": NotPersonal("The name of a group of colleagues.")},
    "team.Team_members": {"id": KEY, "team": OF_AGENT, "agent": OF_AGENT},
    "team.SetUpLink": {
        "id": KEY,
        "token_hash": NotPersonal("The hash of a random text."),
        "email": INVITED,
        "role": INVITED,
        "created_at": INVITED,
        "expires_at": INVITED,
        "used_at": INVITED,
    },
    "team.ApiToken": {
        "id": KEY,
        "agent": OF_AGENT,
        "name": OF_AGENT,
        "token_hash": NotPersonal("The hash of a random text."),
        "scopes": OF_AGENT,
        "created_at": OF_AGENT,
        "last_used_at": Personal(category=Category.USAGE, subject="agent", export=Export.COPY),
    },
}
