"""What the tables of our libraries say about people."""

from nxtchat.privacy_map import UNLINKED, Category, Export, NotPersonal, Personal

CODE = NotPersonal("A name from the program itself, the same in every installation.")
SESSION = Personal(
    category=Category.SIGN_IN,
    subject=UNLINKED,
    export=Export.NONE,
    why="It keeps an agent signed in and ends by itself; who it belongs to stands inside it.",
)

DECLARED = {
    "auth.Permission": {"id": CODE, "name": CODE, "content_type": CODE, "codename": CODE},
    "auth.Group": {"id": CODE, "name": CODE},
    "auth.Group_permissions": {"id": CODE, "group": CODE, "permission": CODE},
    "contenttypes.ContentType": {"id": CODE, "app_label": CODE, "model": CODE},
    "sessions.Session": {"session_key": SESSION, "session_data": SESSION, "expire_date": SESSION},
}
