"""Is our own house in order?"""

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nxtchat import converter, heartbeat
from nxtchat.whatsapp.checkup.answers import Answers
from nxtchat.whatsapp.checkup.check import check
from nxtchat.whatsapp.checkup.result import Result, fail, ok, warn

QUIET = 60  # seconds without a sign of life
APART = 5  # seconds that two clocks may differ


def _alive(name: str, fix: str) -> Result:
    age = heartbeat.age(name)
    if age is None:
        return fail(_("There has been no sign of it."), fix)
    said = _("Last sign of it: %(seconds)d seconds ago.") % {"seconds": age}
    return ok(said) if age < QUIET else fail(said, fix)


@check("worker", gettext_lazy("Is the worker running?"), is_ours=True)
def worker(answers: Answers) -> Result:
    return _alive("worker", _("Start it (`make run`, or `docker compose up -d worker`) and read what it says."))


@check("timetable", gettext_lazy("Is the timetable running?"), is_ours=True)
def timetable(answers: Answers) -> Result:
    return _alive("timetable", _("Start it (`make run`, or `docker compose up -d beat`) and read what it says."))


@check("clock", gettext_lazy("Is the clock right?"), is_ours=True)
def clock(answers: Answers) -> Result:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs((cursor.fetchone()[0] - timezone.now()).total_seconds())
    if apart < APART:
        return ok(_("This machine and the database agree on the time."))
    return fail(
        _("This machine and the database are %(seconds)d seconds apart.") % {"seconds": apart},
        _("Let both take their time from the network (NTP): the 24-hour window is counted by these clocks."),
    )


@check("converter", gettext_lazy("Can voice notes be sent?"), is_ours=True)
def voice_notes(answers: Answers) -> Result:
    if converter.path():
        return ok(_("ffmpeg is here; it makes recordings into voice notes."))
    fix = _("Install ffmpeg (on Debian: `apt install ffmpeg`), or name it in FFMPEG. Everything else works without.")
    return warn(_("There is no ffmpeg, so agents cannot send voice notes."), fix)
