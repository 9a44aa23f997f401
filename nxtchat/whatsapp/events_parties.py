"""Who is who in a webhook: Meta names people in one place and what they did in another."""

from nxtchat.whatsapp.events_reading import Json, mapping, words
from nxtchat.whatsapp.events_types import Party
from nxtchat.whatsapp.phones import looks_like_bsuid, spellings


def read_contact(contact: Json) -> Party:
    profile = mapping(contact.get("profile"))
    return party(
        wa_id=words(contact.get("wa_id")),
        bsuid=words(contact.get("user_id")),
        parent_bsuid=words(contact.get("parent_user_id")),
        username=words(profile.get("username")).removeprefix("@"),
        name=words(profile.get("name")),
    )


def party(*, wa_id: str, bsuid: str, parent_bsuid: str = "", username: str = "", name: str = "") -> Party:
    """A party by what Meta gave; some say that `from` may hold the user id, so the pattern decides."""
    if looks_like_bsuid(wa_id):
        wa_id, bsuid = "", bsuid or wa_id
    return Party(wa_id.removeprefix("+"), bsuid, parent_bsuid, username, name)


def introduced(speaker: Party, contacts: list[Party]) -> Party:
    """The speaker with what `contacts[]` adds: the entry with the same user id, else the same phone, else the first."""
    found = None
    if speaker.bsuid:
        found = next((contact for contact in contacts if contact.bsuid == speaker.bsuid), None)
    if not found and speaker.wa_id:
        same = {speaker.wa_id, *spellings(speaker.wa_id)}
        found = next((contact for contact in contacts if contact.wa_id in same), None)
    if not found and contacts and (speaker.is_nobody or (len(contacts) == 1 and not _differ(speaker, contacts[0]))):
        found = contacts[0]
    if not found:
        return speaker
    if speaker.bsuid and found.bsuid and speaker.bsuid != found.bsuid:
        return speaker
    return Party(
        speaker.wa_id or found.wa_id,
        speaker.bsuid or found.bsuid,
        speaker.parent_bsuid or found.parent_bsuid,
        found.username,
        found.name,
    )


def _differ(one: Party, other: Party) -> bool:
    """Two ids of the same sort that are not the same: somebody else."""
    return bool((one.wa_id and other.wa_id) or (one.bsuid and other.bsuid))
