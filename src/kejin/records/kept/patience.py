"""More time for acts that work on a whole table, and hold nothing that anybody else waits for."""

from django.db import connection


def be_patient() -> None:
    """Let the running act work, and compute between its statements, for half an hour in place of a minute."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL statement_timeout = '30min'; SET LOCAL idle_in_transaction_session_timeout = '30min'"
        )
