"""What Meta must approve before we may open a conversation with it."""

from typing import Any

from django.db import models
from django.utils import timezone

from templates_app import words
from templates_app.builder.preview import Preview, preview
from templates_app.design import Design, from_meta


class Template(models.Model):
    """One language of one message template, as Meta last described it."""

    account = models.ForeignKey("whatsapp.Account", on_delete=models.CASCADE, related_name="templates")
    meta_id = models.CharField(max_length=40)
    name = models.CharField(max_length=512)
    language = models.CharField(max_length=20)
    category = models.CharField(max_length=30)  # Meta's word, upper case: MARKETING, UTILITY, AUTHENTICATION
    status = models.CharField(max_length=30)  # Meta's word, upper case; only APPROVED can be sent
    is_named = models.BooleanField(default=False)  # its variables have names; otherwise they are counted
    components = models.JSONField(default=list)
    seconds_to_live = models.IntegerField(null=True, blank=True)  # how long Meta tries; None: its usual time
    rejected_reason = models.CharField(max_length=60, blank=True)
    advice = models.TextField(blank=True)  # what Meta recommends after a refusal or a pause
    quality = models.CharField(max_length=20, blank=True)  # Meta's word: GREEN, YELLOW, RED, UNKNOWN
    correct_category = models.CharField(max_length=30, blank=True)  # where Meta is about to move it
    told_at = models.JSONField(default=dict)  # {column: Unix seconds}: Meta's time of what its webhooks told
    synced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "language"]
        constraints = [models.UniqueConstraint("account", "name", "language", name="one_template_per_language")]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"

    @property
    def design(self) -> Design:
        return from_meta(self.as_asked)

    @property
    def as_asked(self) -> dict[str, Any]:
        """As Meta would be asked for it."""
        made = {"name": self.name, "language": self.language, "category": self.category, "components": self.components}
        if self.is_named:
            made["parameter_format"] = "named"
        if self.seconds_to_live is not None:
            made["message_send_ttl_seconds"] = self.seconds_to_live
        return made

    @property
    def body(self) -> str:
        return self._text_of("BODY")

    @property
    def header(self) -> str:
        return self._text_of("HEADER")

    @property
    def footer(self) -> str:
        return self._text_of("FOOTER")

    @property
    def buttons(self) -> list[str]:
        return [button.get("text", "") for part in self._parts("BUTTONS") for button in part.get("buttons") or []]

    @property
    def lang(self) -> str:
        """The language as a browser spells it: pt-BR, where Meta writes pt_BR."""
        return self.language.replace("_", "-")

    @property
    def status_in_words(self) -> str:
        return str(words.STATUS.get(self.status, self.status))

    @property
    def category_in_words(self) -> str:
        return str(words.CATEGORY.get(self.category, self.category))

    @property
    def quality_in_words(self) -> str:
        return str(words.QUALITY.get(self.quality, self.quality))

    @property
    def correct_category_in_words(self) -> str:
        return str(words.CATEGORY.get(self.correct_category, self.correct_category))

    @property
    def reason_in_words(self) -> str:
        """Ours beside Meta's; nothing for a reason that we do not know."""
        return str(words.REASONS.get(self.rejected_reason, ""))

    @property
    def is_about_to_move(self) -> bool:
        """Meta has announced that it will count as something else."""
        return bool(self.correct_category) and self.correct_category != self.category

    @property
    def parameter_format(self) -> str:
        return "named" if self.is_named else "positional"

    @property
    def preview(self) -> Preview:
        """As a phone shows it, its places left open."""
        return preview(self.design, filled=False)

    def _text_of(self, kind: str) -> str:
        return next((part.get("text") or "" for part in self._parts(kind)), "")

    def _parts(self, kind: str) -> list[dict]:
        return [part for part in self.components if str(part.get("type", "")).upper() == kind]
