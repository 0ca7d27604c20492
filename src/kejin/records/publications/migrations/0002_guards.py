from django.db import migrations

from kejin.records.kept.sqlfiles import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("publications", "0001_initial"), ("subsidies", "0002_guards"), ("kept", "0002_guards")]

    operations = [run_sql_file(__file__, "guards")]
