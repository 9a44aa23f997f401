"""Which tables would be read from end to end, by all that is asked of the database meanwhile?"""

from collections.abc import Sequence

from django.db import connection


class Watching:
    """Explains each statement as if reading a whole table were dear: whatever still does it has no index to go by."""

    def __init__(self, *tables: str) -> None:
        self.tables = tables
        self.read_whole: list[str] = []
        self.seen = 0

    def __call__(self, execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(("SELECT", "WITH", "(SELECT")) and "set_config" not in sql:
            self.seen += 1
            plan = self._plan(sql, params)
            if any(f"Seq Scan on {table}" in plan for table in self.tables):
                self.read_whole.append(f"{sql}\n{plan}")
        return execute(sql, params, many, context)

    def _plan(self, sql: str, params: Sequence) -> str:
        with connection.cursor().cursor as bare:  # beside the watching
            [before] = bare.execute("SELECT current_setting('enable_seqscan')").fetchone()
            bare.execute("SET LOCAL enable_seqscan = off")
            bare.execute(f"EXPLAIN {sql}", params)
            plan = "\n".join(line for (line,) in bare.fetchall())
            bare.execute(f"SET LOCAL enable_seqscan = {before}")
        return plan
