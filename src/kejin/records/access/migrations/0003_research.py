from django.db import migrations

from kejin.records.kept.sqlfiles import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("access", "0002_guards"), ("parties", "0003_research")]

    operations = [run_sql_file(__file__, "research")]
