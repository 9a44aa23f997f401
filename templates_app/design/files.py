"""Which files may stand in the header of a template."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Kind:
    types: tuple[str, ...]
    in_words: str
    megabytes: float

    @property
    def limit(self) -> str:
        """What somebody who chooses a file has to know."""
        told = {"kinds": self.in_words, "megabytes": number_format(self.megabytes)}
        return _("%(kinds)s, at most %(megabytes)s MB.") % told


KINDS = {
    "IMAGE": Kind(("image/jpeg", "image/png"), "JPEG, PNG", 5),
    "VIDEO": Kind(("video/mp4",), "MP4", 16),
    "GIF": Kind(("video/mp4",), "MP4", 3.5),
    "DOCUMENT": Kind(("application/pdf",), "PDF", 100),
}
