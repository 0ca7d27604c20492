from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import kejin.web.accounts.sealed


def seal(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Encrypt the secrets that lie there; with the secret of the site that runs this."""
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT id, secret FROM accounts_factor")
        for number, secret in cursor.fetchall():
            cursor.execute(
                "UPDATE accounts_factor SET secret = %s WHERE id = %s",
                [kejin.web.accounts.sealed.sealed(secret), number],
            )


def unseal(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Decrypt them again."""
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT id, secret FROM accounts_factor")
        for number, token in cursor.fetchall():
            cursor.execute(
                "UPDATE accounts_factor SET secret = %s WHERE id = %s",
                [kejin.web.accounts.sealed.opened(token), number],
            )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AlterField("factor", "secret", kejin.web.accounts.sealed.SealedField()),
        migrations.RunPython(seal, unseal),
    ]
