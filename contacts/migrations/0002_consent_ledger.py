"""The ledger of consent is only added to, and what holds follows from it: both kept by the database itself.

Three things may still happen to an event: it follows its contact where two turn out to be one, it forgets the agent
who is gone, and it goes with an erased person or with an import that is taken back, for which a transaction says
`SET LOCAL nxtchat.ledger = 'open'`.

A contact goes only in such a transaction, too: so nobody is removed in passing.

What an import says is nobody's own word, so no import counts once the person has said no to that purpose.
"""

from django.db import migrations

KEEP = """
CREATE FUNCTION contacts_consent_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF current_setting('nxtchat.ledger', true) = 'open' THEN
            RETURN OLD;
        END IF;
    ELSIF to_jsonb(NEW) - 'contact_id' - 'by_id' = to_jsonb(OLD) - 'contact_id' - 'by_id'
          AND (NEW.by_id IS NULL OR NEW.by_id = OLD.by_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the ledger of consent is only added to' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION contacts_contact_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('nxtchat.ledger', true) = 'open' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'a contact goes only where the ledger of consent is opened' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER contact_is_kept BEFORE DELETE ON contacts_contact
    FOR EACH ROW EXECUTE FUNCTION contacts_contact_keep();
CREATE TRIGGER consent_is_kept BEFORE UPDATE OR DELETE ON contacts_consentevent
    FOR EACH ROW EXECUTE FUNCTION contacts_consent_keep();
"""

DERIVE = """
CREATE FUNCTION contacts_consent_derive() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    people bigint[];
BEGIN
    SELECT array_agg(DISTINCT contact_id) INTO people FROM changed;
    IF people IS NULL THEN
        RETURN NULL;
    END IF;
    -- One after the other for each person, so that nobody derives from half of what was said.
    PERFORM 1 FROM contacts_contact WHERE id = ANY(people) ORDER BY id FOR NO KEY UPDATE;
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM contacts_consentstate s WHERE s.contact_id = ANY(people) AND NOT EXISTS (
            SELECT FROM contacts_consentevent e WHERE e.contact_id = s.contact_id AND e.purpose = s.purpose);
    END IF;
    INSERT INTO contacts_consentstate (contact_id, purpose, is_given, since, source)
    SELECT DISTINCT ON (e.contact_id, e.purpose) e.contact_id, e.purpose, e.is_given, e.at, e.source
    FROM contacts_consentevent e
    WHERE e.contact_id = ANY(people) AND NOT (e.is_given AND e.source = 'import' AND EXISTS (
        SELECT FROM contacts_consentevent no
        WHERE no.contact_id = e.contact_id AND no.purpose = e.purpose AND NOT no.is_given))
    ORDER BY e.contact_id, e.purpose, e.at DESC, e.is_given, e.id
    ON CONFLICT (contact_id, purpose) DO UPDATE
        SET is_given = excluded.is_given, since = excluded.since, source = excluded.source
        WHERE (contacts_consentstate.is_given, contacts_consentstate.since, contacts_consentstate.source)
            IS DISTINCT FROM (excluded.is_given, excluded.since, excluded.source);
    RETURN NULL;
END $$;
CREATE TRIGGER consent_is_derived AFTER INSERT ON contacts_consentevent REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION contacts_consent_derive();
CREATE TRIGGER consent_is_derived_where_it_came AFTER UPDATE ON contacts_consentevent REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION contacts_consent_derive();
CREATE TRIGGER consent_is_derived_where_it_was AFTER UPDATE ON contacts_consentevent REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION contacts_consent_derive();
CREATE TRIGGER consent_is_derived_without AFTER DELETE ON contacts_consentevent REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION contacts_consent_derive();
"""

UNDO = """
DROP TRIGGER contact_is_kept ON contacts_contact;
DROP FUNCTION contacts_contact_keep();
DROP TRIGGER consent_is_kept ON contacts_consentevent;
DROP TRIGGER consent_is_derived ON contacts_consentevent;
DROP TRIGGER consent_is_derived_where_it_came ON contacts_consentevent;
DROP TRIGGER consent_is_derived_where_it_was ON contacts_consentevent;
DROP TRIGGER consent_is_derived_without ON contacts_consentevent;
DROP FUNCTION contacts_consent_keep();
DROP FUNCTION contacts_consent_derive();
"""


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial")]

    operations = [migrations.RunSQL(KEEP + DERIVE, UNDO)]
