from django.db import migrations

from kejin.records.kept.sqlfiles import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("filings", "0002_guards"),
        ("financing", "0002_guards"),
        ("subsidies", "0002_guards"),
    ]

    operations = [run_sql_file(__file__, "guards")]
