from django.db import migrations

from kejin.records.kept.sqlfiles import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("kept", "0003_steps"), ("tapes", "0003_corrected_back")]

    operations = [run_sql_file(__file__, "steps")]
