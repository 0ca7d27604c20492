from django.db import migrations

from kejin.records.kept.sqlfiles import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_versions")]

    operations = [run_sql_file(__file__, "statements")]
