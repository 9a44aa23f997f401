"""Whether somebody talks to any number of ours stands with the contact, so that both can be found by an index.

The database keeps it, whoever begins a conversation, moves it to another contact or removes it.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION inbox_in_touch() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    people bigint[];
BEGIN
    SELECT array_agg(id) INTO people FROM (
        SELECT c.id FROM contacts_contact c JOIN (SELECT DISTINCT contact_id FROM changed) n ON n.contact_id = c.id
        WHERE NOT c.is_in_touch ORDER BY c.id FOR NO KEY UPDATE OF c) AS found;
    IF people IS NOT NULL THEN
        UPDATE contacts_contact SET is_in_touch = true WHERE id = ANY(people);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION inbox_in_touch_or_not() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE contacts_contact SET is_in_touch = true WHERE id = NEW.contact_id AND NOT is_in_touch;
    END IF;
    UPDATE contacts_contact c SET is_in_touch = false WHERE c.id = OLD.contact_id AND c.is_in_touch
        AND NOT EXISTS (SELECT FROM inbox_conversation o WHERE o.contact_id = OLD.contact_id);
    RETURN NULL;
END $$;
CREATE TRIGGER in_touch_since AFTER INSERT ON inbox_conversation REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION inbox_in_touch();
CREATE TRIGGER in_touch_moved AFTER UPDATE OF contact_id ON inbox_conversation
    FOR EACH ROW WHEN (OLD.contact_id <> NEW.contact_id) EXECUTE FUNCTION inbox_in_touch_or_not();
CREATE TRIGGER in_touch_until AFTER DELETE ON inbox_conversation
    FOR EACH ROW EXECUTE FUNCTION inbox_in_touch_or_not();
"""
BACK = """
DROP TRIGGER in_touch_since ON inbox_conversation;
DROP TRIGGER in_touch_moved ON inbox_conversation;
DROP TRIGGER in_touch_until ON inbox_conversation;
DROP FUNCTION inbox_in_touch();
DROP FUNCTION inbox_in_touch_or_not();
"""


class Migration(migrations.Migration):
    dependencies = [("inbox", "0002_restriction"), ("contacts", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
