from django.db import migrations

from kejin.records.kept.sqlfiles import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("financing", "0003_examined"), ("kept", "0003_steps")]

    operations = [run_sql_file(__file__, "steps")]
