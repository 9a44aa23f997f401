from functools import partial

from django.apps import AppConfig


class Inbox(AppConfig):
    name = "inbox"

    def ready(self) -> None:
        from contacts import above, timeline
        from inbox import past
        from inbox.contacting import ABOVE
        from inbox.services import give_back
        from nxtchat import audience
        from nxtchat.live.stream import EVERYONE, publish_on_commit
        from nxtchat.whatsapp import notices

        above.stands(ABOVE)
        for source in past.SOURCES:
            timeline.adds(source)
        audience.on_change(partial(publish_on_commit, "team.changed", number=EVERYONE))
        audience.on_change(give_back)
        notices.on_change(partial(publish_on_commit, "notice.changed", number=EVERYONE))
