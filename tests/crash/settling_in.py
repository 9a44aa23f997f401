"""What an operator does once: python -m tests.crash.settling_in makes the database, a number, an agent, and a token."""

import io
import json
import os
import sys
from pathlib import Path

HISTORY = """
CREATE TABLE crash_history (id bigserial, message bigint, was text, now text);
CREATE FUNCTION crash_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO crash_history (message, was, now) VALUES (NEW.id, OLD.status, NEW.status);
  RETURN NULL;
END $$;
CREATE TRIGGER crash_history AFTER UPDATE OF status ON inbox_message
  FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION crash_note();
"""  # every status that a message ever had, whoever wrote it


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from tests.crash import points
    from tests.crash.plan import APP_ID, APP_SECRET, PHONE_NUMBER_ID, WABA_ID

    for name in points.INSIDE:
        points.wrap(
            Path(os.environ["CRASH_POINTS"]), name
        )  # to hear at once, and not from every process, if one is gone
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(HISTORY)
    bruno = {"email": "bruno@example.org", "name": "Bruno Lima"}
    sys.stdin = io.StringIO("correct horse battery\n")
    call_command("create_agent", **bruno, role="admin", password_stdin=True, stdout=io.StringIO())
    said = io.StringIO()
    call_command("create_token", email=bruno["email"], name="crash", scope=["all"], json=True, stdout=said)
    call_command(
        "connect_number",
        phone_number_id=PHONE_NUMBER_ID,
        waba_id=WABA_ID,
        display_phone="+1 555-078-3881",
        app_id=APP_ID,
        app_secret=APP_SECRET,
        token="the-token-of-the-crash-runs",
        no_checks=True,
        stdout=io.StringIO(),
    )
    print(json.dumps({"token": json.loads(said.getvalue())["token"]}))


if __name__ == "__main__":
    main()
