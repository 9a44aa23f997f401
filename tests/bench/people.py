"""A million people as an organisation has them: names that many share, numbers of many countries, labels of all sizes.

One row of the database makes many: nothing of it passes through here. Which of the people have what is a matter of
their id, so two runs measure the same.
"""

from django.db import connection

from contacts.fields import defining, indexes
from contacts.models import Field, Group, Label
from inbox.models import NumberAccess
from nxtchat.team.models import Agent, Team
from nxtchat.team.roles import Role
from nxtchat.whatsapp.models import Account, Number

FEW = 500  # people who talk to the small number; as many again talk to none
TIERS, CITIES = ["gold", "silver", "bronze", "none"], 400

# Squared, a hash that is spread evenly makes few of the words common, and most of them rare.
_PICK = "(%(words)s)[1 + floor(power((hashint8extended(n, %(salt)s) & 1048575) / 1048576.0, 2) * %(many)s)::int]"
_FIRST = """ARRAY['Ana','Maria','João','José','Antônio','Francisco','Carlos','Paulo','Lucas','Luiz','Beatriz',
    'Fernanda','Adriana','Juliana','Márcia','Sofía','Valentina','Mateo','Santiago','Camila','Priya','Rahul','Ananya',
    'अमित','सुनीता','Ayşe','Mehmet','Ahmed','Fatima','محمد','فاطمة','Jürgen','Anneliese','Zoë','Olivia','Noah','Emma',
    'Liam','山田','李伟']"""
_LAST = """ARRAY['Silva','Santos','Oliveira','Souza','Lima','Pereira','Ferreira','Costa','Rodrigues','Almeida',
    'Nascimento','Alves','Carvalho','Araújo','Ribeiro','García','Hernández','Martínez','López','González','Pérez',
    'Sánchez','Ramírez','Torres','Flores','Sharma','Patel','Kumar','Singh','Gupta','Öztürk','Kaya','Müller','Schmidt',
    'Schneider','Smith','Johnson','Brown','Okafor','Nguyen']"""
_COUNTRIES = "ARRAY['BR','MX','IN','AR','US','DE','TR','EG']"
_CODES = "ARRAY['5511','5215','9198','549351','1555','4915','9053','2010']"


def _pick(words: str, *, salt: int, many: int) -> str:
    return _PICK % {"words": words, "salt": salt, "many": many}


def _some(per_thousand: int, *, salt: int, n: str = "n") -> str:
    """True of so many in a thousand."""
    return f"((hashint8extended({n}, {salt}) & 1023) < {per_thousand * 1024 // 1000})"


def _contacts(fields: dict[str, Field]) -> str:
    slot = {key: field.slot for key, field in fields.items()}
    values = f"""jsonb_strip_nulls(jsonb_build_object(
        '{slot["city"]}', CASE WHEN {_some(600, salt=21)}
            THEN 'City ' || (hashint8extended(n, 22) & 1023) %% {CITIES} END,
        '{slot["spent"]}', CASE WHEN {_some(500, salt=23)} THEN (hashint8extended(n, 24) & 65535) / 10.0 END,
        '{slot["birthday"]}', CASE WHEN {_some(300, salt=25)}
            THEN (date '1940-01-01' + (hashint8extended(n, 26) & 16383)::int)::text END,
        '{slot["tier"]}', CASE WHEN {_some(800, salt=27)} THEN {_pick(f"ARRAY{TIERS}", salt=28, many=len(TIERS))} END,
        '{slot["newsletter"]}', CASE WHEN {_some(400, salt=29)} THEN {_some(700, salt=30)} END))"""
    return f"""
        INSERT INTO contacts_contact (name, profile_name, phonebook_name, language, country, fields, last_heard_at,
            created_at)
        SELECT CASE WHEN {_some(600, salt=3)} THEN full_name ELSE '' END,
            CASE WHEN {_some(700, salt=4)} THEN split_part(full_name, ' ', 1) ELSE '' END, '',
            CASE WHEN {_some(700, salt=5)} THEN {_pick("ARRAY['pt_BR','es','en','hi','de','tr','ar']", salt=6, many=7)}
                ELSE '' END,
            {_pick(_COUNTRIES, salt=7, many=8)}, {values},
            CASE WHEN {_some(600, salt=8)}
                THEN date_trunc('hour', now() - interval '1 hour' * (hashint8extended(n, 9) & 16383)) END,
            now() - interval '1 minute' * (%s::bigint - n)
        FROM (SELECT n, {_pick(_FIRST, salt=1, many=40)} || ' ' || {_pick(_LAST, salt=2, many=40)} AS full_name
              FROM generate_series(1, %s::bigint) n) AS people"""


_NUMBERS = f"""
INSERT INTO contacts_identity (contact_id, kind, value, scope, first_seen, last_seen)
SELECT id, CASE WHEN {_some(800, salt=10, n="id")} THEN 'wa_id' ELSE 'phone' END,
    ({_CODES})[array_position({_COUNTRIES}, country::text)] || lpad((id * 7919 %% 100000000)::text, 8, '0'), '',
    created_at, created_at
FROM contacts_contact
"""
_USER_IDS = f"""
INSERT INTO contacts_identity (contact_id, kind, value, scope, first_seen, last_seen)
SELECT id, 'bsuid', country || '.' || (13491208655302741918 + id), '1', created_at, created_at
FROM contacts_contact WHERE {_some(600, salt=11, n="id")}
UNION ALL
SELECT id, 'username', 'user.' || md5(id::text), '', created_at, created_at
FROM contacts_contact WHERE {_some(50, salt=12, n="id")}
"""
_LABELS = """
INSERT INTO contacts_contact_labels (contact_id, label_id)
SELECT c.id, l.id
FROM (SELECT id, (65536 * power(2::float8, -1.5 - 0.6 * (id - %s::bigint)))::int AS share FROM contacts_label) l
CROSS JOIN contacts_contact c WHERE (hashint8extended(c.id, 100 + l.id) & 65535) < l.share
"""
_GROUPS = _LABELS.replace("contacts_contact_labels", "contacts_group_members").replace("label", "group")
_CONSENT = f"""
INSERT INTO contacts_consentevent (contact_id, purpose, is_given, at, source, wording, recorded_at)
SELECT id, 'marketing', NOT {_some(80, salt=14, n="id")}, created_at, 'import', 'Yes, send me offers', created_at
FROM contacts_contact WHERE {_some(600, salt=13, n="id")}
"""
_MARKS = f"""
INSERT INTO contacts_mark (contact_id, kind, reason, at, lifted_because)
SELECT id, 'blocked', 'spam', now(), '' FROM contacts_contact WHERE {_some(2, salt=15, n="id")}
"""
_CONVERSATIONS = """
INSERT INTO inbox_conversation (number_id, contact_id, state, created_at, last_message_at, inbound_count, preview,
    preview_kind, preview_direction, last_status)
SELECT %s::bigint, id, 'resolved', created_at, coalesce(last_heard_at, created_at), 1, '', 'text', 'in', ''
FROM contacts_contact c
"""


def make(people: int) -> tuple[Agent, Agent]:
    """Returns who sees all of them, and who sees the few at the small number only."""
    ada = Agent.objects.create_user(email="ada@example.org", name="Ada", role=Role.ADMIN)
    bruno = Agent.objects.create_user(email="bruno@example.org", name="Bruno", role=Role.AGENT)
    account = Account.objects.create(waba_id="1", app_id="1", app_secret="s", token="t", verify_token="v")
    large, small = (
        Number.objects.create(account=account, phone_number_id=str(n), display_phone=f"+55 11 9000{n}")
        for n in (100_000_001, 100_000_002)
    )
    ours, theirs = Team.objects.create(name="Shop"), Team.objects.create(name="Workshop")
    theirs.members.add(bruno)
    NumberAccess.objects.bulk_create([NumberAccess(number=large, team=ours), NumberAccess(number=small, team=theirs)])
    kinds = {"city": "text", "spent": "number", "birthday": "date", "tier": "choice", "newsletter": "yes_no"}
    fields = {
        key: defining.define(name=key.title(), key=key, kind=Field.Kind(kind), choices=TIERS if key == "tier" else None)
        for key, kind in kinds.items()
    }
    labels = Label.objects.bulk_create(Label(name=f"Label {n}") for n in range(20))
    groups = Group.objects.bulk_create(Group(name=f"Group {n}") for n in range(8))
    with connection.cursor() as cursor:
        cursor.execute(_contacts(fields), [people, people])
        for statement in (_NUMBERS, _USER_IDS):
            cursor.execute(statement, [])
        cursor.execute(_LABELS, [labels[0].pk])
        cursor.execute(_GROUPS, [groups[0].pk])
        for statement in (_CONSENT, _MARKS):
            cursor.execute(statement, [])
        cursor.execute(f"{_CONVERSATIONS} WHERE NOT {_some(5, salt=16, n='id')}", [large.pk])
        cursor.execute(f"{_CONVERSATIONS} WHERE id %% %s::bigint = 0", [small.pk, max(people // FEW, 1)])
        indexes.bring_up_to_date()
        cursor.execute("ANALYZE")
    return ada, bruno
