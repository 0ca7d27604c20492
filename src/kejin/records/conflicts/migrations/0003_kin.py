from django.db import migrations

from kejin.records.kept.sqlfiles import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("conflicts", "0002_guards"),
        ("kept", "0001_initial"),
        ("parties", "0001_initial"),
    ]

    operations = [run_sql_file(__file__, "kin")]
