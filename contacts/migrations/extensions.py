"""Written by hand, and kept when 0001 is written anew: what the tables stand on."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

# Small letters without accents, no longer than an index takes: by the shown name people are sorted, by all of their
# names they are found.
PLAIN = r"""
CREATE FUNCTION contacts_plain(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(normalize(lower(left(words, 300)), NFKD), U&'[\0300-\036F]', '', 'g')
"""
SOUGHT = """
CREATE FUNCTION contacts_sought(name text, phonebook_name text, profile_name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN contacts_plain(left(coalesce(nullif(name, ''), nullif(phonebook_name, ''), profile_name), 120))
"""
NAMES = """
CREATE FUNCTION contacts_names(name text, phonebook_name text, profile_name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN contacts_plain(name || ' ' || phonebook_name || ' ' || profile_name)
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        TrigramExtension(),
        migrations.RunSQL(PLAIN, "DROP FUNCTION contacts_plain"),
        migrations.RunSQL(SOUGHT, "DROP FUNCTION contacts_sought"),
        migrations.RunSQL(NAMES, "DROP FUNCTION contacts_names"),
    ]
