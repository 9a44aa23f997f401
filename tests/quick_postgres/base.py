"""The database backend of the tests."""

from django.db.backends.postgresql import base, operations

STAYS = {"django_content_type", "auth_permission"}  # made once, with the database; nothing refers to a row of a test


class DatabaseOperations(operations.DatabaseOperations):
    """Emptied hundreds of times: TRUNCATE makes every table and index a new file, and few tables hold a row."""

    def sql_flush(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        emptied = [table for table in tables if table not in STAYS]
        names = ", ".join(f"'{table}'" for table in emptied)
        return [
            "SET LOCAL session_replication_role = replica",  # neither keys between tables nor triggers
            f"""DO $$
            DECLARE each text; has_rows boolean;
            BEGIN
                LOOP BEGIN
                    -- A request that is still under way ends first, or what it writes would stay.
                    LOCK TABLE {", ".join(map(self.quote_name, emptied))} IN SHARE ROW EXCLUSIVE MODE;
                    FOREACH each IN ARRAY ARRAY[{names}] LOOP
                        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', each) INTO has_rows;
                        IF has_rows THEN EXECUTE format('DELETE FROM %I', each); END IF;
                    END LOOP;
                    EXIT;
                EXCEPTION WHEN deadlock_detected THEN NULL;
                END; END LOOP;
            END $$""",
        ]


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
