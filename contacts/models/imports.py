"""Lists of people that somebody brings in a file."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models.people import Contact
from nxtchat.crypto import EncryptedTextField


class Import(models.Model):
    """A file of people: how to read it, what they agreed to, and how far it has come."""

    UNDO_FOR = timedelta(hours=24)
    DRAFT_FOR = timedelta(days=7)  # so long a file waits for somebody to go on

    class Format(models.TextChoices):
        TEXT = "text", _("Text (CSV or TSV)")
        XLSX = "xlsx", _("Excel")

    class State(models.TextChoices):
        DRAFT = "draft", _("Being set up")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked, not imported yet")
        RUNNING = "running", _("Importing")
        STOPPED = "stopped", _("Stopped")
        DONE = "done", _("Imported")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")
        UNREADABLE = "unreadable", _("The file cannot be read")

    class Doubles(models.TextChoices):
        """What becomes of people who are on file already."""

        SKIP = "skip", _("Leave them as they are")
        FILL = "fill", _("Fill in what is empty")
        OVERWRITE = "overwrite", _("Overwrite with what the file says")

    AT_WORK = (State.CHECKING, State.RUNNING, State.UNDOING)
    OPEN = (State.DRAFT, State.CHECKING, State.CHECKED, State.UNREADABLE)  # nothing of it was written yet

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    filename = models.CharField(max_length=200)
    path = models.CharField(max_length=200, blank=True)  # in the storage; empty once it was deleted
    key = EncryptedTextField(blank=True)  # opens the file
    size = models.PositiveBigIntegerField(default=0)
    format = models.CharField(max_length=4, choices=Format)
    encoding = models.CharField(_("letters"), max_length=20, default="utf-8")
    delimiter = models.CharField(_("between the columns"), max_length=1, default=",")
    has_header = models.BooleanField(_("The first row holds the names of the columns"), default=True)
    country = models.CharField(_("country of numbers without a country code"), max_length=2, blank=True)
    scope = models.CharField(max_length=40, blank=True)  # the business whose user ids these are
    headers = models.JSONField(default=list)
    headers_key = models.CharField(
        max_length=64, blank=True, db_index=True
    )  # files with the same columns have the same
    columns = models.JSONField(default=list)  # what each column holds; see contacts/imports/columns.py
    has_consent = models.BooleanField(null=True)  # None: nobody has answered yet
    consent_purpose = models.CharField(max_length=20, default="marketing")
    consent_wording = models.TextField(_("the exact words they agreed to"), blank=True)
    consent_how = models.TextField(_("where and how they agreed"), blank=True)
    consent_on = models.DateField(_("when they agreed"), null=True, blank=True)
    doubles = models.CharField(max_length=9, choices=Doubles, default=Doubles.SKIP)

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    reason = models.CharField(max_length=30, blank=True)  # why the file cannot be read
    total = models.PositiveIntegerField(null=True)  # rows, the header aside
    position = models.PositiveIntegerField(default=0)  # rows that are dealt with; written together with them
    counts = models.JSONField(default=dict)  # {outcome: rows}
    made = models.JSONField(default=dict)  # {"labels" or "groups": ids of those that were not there before}
    undone = models.JSONField(default=dict)  # {what: people}
    run = models.PositiveIntegerField(default=0)  # counted up by whoever takes the work; an older one stops
    tries = models.PositiveSmallIntegerField(default=0)  # workers that took it since a batch was finished
    lease_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)  # also the mark of everything that it wrote
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.filename

    @property
    def is_at_work(self) -> bool:
        return self.state in self.AT_WORK

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def speed(self) -> int:
        """Rows a second, from the beginning; whoever stopped in between sees less."""
        if not self.started_at or self.state != self.State.RUNNING:
            return 0
        return round(self.position / max((timezone.now() - self.started_at).total_seconds(), 1))

    @property
    def undo_until(self):
        return self.finished_at + self.UNDO_FOR if self.finished_at else None

    @property
    def can_be_undone(self) -> bool:
        is_over = self.state in {self.State.DONE, self.State.STOPPED}
        return bool(self.path) and is_over and (self.undo_until is None or self.undo_until > timezone.now())


class ImportRow(models.Model):
    """A row of the file that needs somebody's eyes, or got them. All others stay in the file."""

    class Outcome(models.TextChoices):
        REFUSED = "refused", _("Refused")
        SKIPPED = "skipped", _("Skipped")
        FIXED = "fixed", _("Fixed by hand")
        DIFFERS = "differs", _("Differs from what is on file")

    import_file = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()  # as a spreadsheet counts, from 1
    cells = models.JSONField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    why = models.CharField(max_length=30, blank=True)  # a word of contacts/imports/words.py
    column = models.PositiveIntegerField(null=True)  # the one that is wrong
    is_fixed = models.BooleanField(default=False)  # somebody has typed it anew: these cells hold, not the file's

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint("import_file", "line", name="import_row_once")]
        indexes = [models.Index(fields=["import_file", "outcome", "line"], name="import_row_outcome")]


class ImportKey(models.Model):
    """Which row of a file named a person first; only while the file is checked."""

    import_file = models.ForeignKey(Import, on_delete=models.CASCADE, db_index=False, related_name="+")
    key = models.BigIntegerField()  # part of a keyed hash of the id, the same for all spellings of a number
    line = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint("import_file", "key", name="import_key_once")]


class ImportChange(models.Model):
    """What an import did to one person, so that it can be taken back."""

    import_file = models.ForeignKey(Import, on_delete=models.CASCADE, db_index=False, related_name="changes")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="import_changes")
    line = models.PositiveIntegerField()
    is_new = models.BooleanField()
    wrote = models.JSONField()  # {column: [before, after]}, and the ids of what was added
    is_kept = models.BooleanField(default=False)  # was to be undone, but something happened with them since

    class Meta:
        constraints = [models.UniqueConstraint("import_file", "contact", name="import_change_once")]
