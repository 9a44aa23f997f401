"""Nothing is said to somebody whose data is kept, but not used: what the gate has overlooked, the database refuses.

Only what is new is looked at. What waited before somebody was restricted is refused by the gate when it would leave.
"""

from django.db import migrations

KEEP = """
CREATE FUNCTION inbox_restriction_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM inbox_conversation c JOIN contacts_mark m ON m.contact_id = c.contact_id
        WHERE c.id = NEW.conversation_id AND m.kind IN ('restricted', 'erased') AND m.lifted_at IS NULL
    ) THEN
        RAISE EXCEPTION 'nothing is said to somebody whose data is not used' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER restriction_is_kept BEFORE INSERT ON inbox_message
    FOR EACH ROW WHEN (NEW.status = 'queued') EXECUTE FUNCTION inbox_restriction_keep();
"""

FORGET = """
DROP TRIGGER restriction_is_kept ON inbox_message;
DROP FUNCTION inbox_restriction_keep();
"""


class Migration(migrations.Migration):
    dependencies = [("inbox", "0001_initial")]
    operations = [migrations.RunSQL(KEEP, FORGET)]
