"""The database backend of the tests."""

from django.db.backends.postgresql import base, operations

STAYS = {"django_content_type", "auth_permission"}  # made once, with the database; nothing refers to a row of a test


class DatabaseOperations(operations.DatabaseOperations):
    """Emptied hundreds of times: TRUNCATE makes every table and index a new file, and few tables hold a row."""

    def sql_flush(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        names = ", ".join(f"'{table}'" for table in tables if table not in STAYS)
        return [
            "SET LOCAL session_replication_role = replica",  # neither keys between tables nor triggers
            f"""DO $$
            DECLARE each text; has_rows boolean;
            BEGIN
                FOREACH each IN ARRAY ARRAY[{names}] LOOP
                    EXECUTE format('SELECT EXISTS (SELECT FROM %I)', each) INTO has_rows;
                    IF has_rows THEN EXECUTE format('DELETE FROM %I', each); END IF;
                END LOOP;
            END $$""",
        ]


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
