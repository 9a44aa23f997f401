"""Written by hand, and kept when 0001 is written anew: what the tables stand on."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

# A name as it is looked for and sorted by: small letters, without accents, no longer than an index takes.
SOUGHT = r"""
CREATE FUNCTION contacts_sought(name text, phonebook_name text, profile_name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN regexp_replace(
    normalize(lower(left(coalesce(nullif(name, ''), nullif(phonebook_name, ''), profile_name), 120)), NFKD),
    U&'[\0300-\036F]', '', 'g')
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        TrigramExtension(),
        migrations.RunSQL(SOUGHT, "DROP FUNCTION contacts_sought"),
    ]
