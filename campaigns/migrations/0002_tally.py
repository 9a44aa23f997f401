"""How many of a campaign are where is kept by the database itself, whoever moves its people, and however many at once.

Each statement adds what it changed, as rows with signs: nobody waits for anybody. Reading sums them up, and the
timetable puts them together. Whoever deletes rows that shall stay counted, as when they are old, says
`SET LOCAL nxtchat.tally = 'kept'` in that transaction.
"""

from django.db import migrations

COLUMNS = "variant, state, rule, is_begun, is_delivered, is_read, is_replied, is_clicked, is_opted_out"
FACTS = """campaign_id, variant, state, rule, begun_at IS NOT NULL, delivered_at IS NOT NULL, read_at IS NOT NULL,
    replied_at IS NOT NULL, clicked_at IS NOT NULL, opted_out_at IS NOT NULL"""


def _function(name: str, changed: str) -> str:
    return f"""
CREATE FUNCTION campaigns_tally_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('nxtchat.tally', true) = 'kept' THEN
        RETURN NULL;
    END IF;
    INSERT INTO campaigns_tally (campaign_id, {COLUMNS}, count)
    SELECT campaign_id, {COLUMNS}, sum(one) FROM ({changed})
        AS moved(campaign_id, {COLUMNS}, one)
    GROUP BY campaign_id, {COLUMNS} HAVING sum(one) <> 0;
    RETURN NULL;
END $$;"""  # noqa: S608


CAME, WENT = f"SELECT {FACTS}, 1 FROM came", f"SELECT {FACTS}, -1 FROM went"  # noqa: S608
KEEP = (
    _function("added", CAME)
    + _function("moved", f"{CAME} UNION ALL {WENT}")
    + _function("removed", WENT)
    + """
CREATE TRIGGER tally_added AFTER INSERT ON campaigns_recipient REFERENCING NEW TABLE AS came
    FOR EACH STATEMENT EXECUTE FUNCTION campaigns_tally_added();
CREATE TRIGGER tally_moved AFTER UPDATE ON campaigns_recipient REFERENCING NEW TABLE AS came OLD TABLE AS went
    FOR EACH STATEMENT EXECUTE FUNCTION campaigns_tally_moved();
CREATE TRIGGER tally_removed AFTER DELETE ON campaigns_recipient REFERENCING OLD TABLE AS went
    FOR EACH STATEMENT EXECUTE FUNCTION campaigns_tally_removed();
"""
)
UNDO = """
DROP TRIGGER tally_added ON campaigns_recipient;
DROP TRIGGER tally_moved ON campaigns_recipient;
DROP TRIGGER tally_removed ON campaigns_recipient;
DROP FUNCTION campaigns_tally_added();
DROP FUNCTION campaigns_tally_moved();
DROP FUNCTION campaigns_tally_removed();
"""


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_initial")]

    operations = [migrations.RunSQL(KEEP, UNDO)]
