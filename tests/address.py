"""Where the tests' database is, for processes that tests start."""

from urllib.parse import quote

from django.db import connection


def database_url() -> str:
    """As DATABASE_URL wants it."""
    given = connection.settings_dict
    account = quote(given["USER"]) + (f":{quote(given['PASSWORD'])}" if given["PASSWORD"] else "")
    port = f":{given['PORT']}" if given["PORT"] else ""
    return f"postgresql://{account}@{quote(given['HOST'], safe='')}{port}/{given['NAME']}"
