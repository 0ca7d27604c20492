from django.db import migrations

from kejin.records.kept.sqlfiles import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("financing", "0004_steps"),
        ("approvals", "0003_approvaltakenback"),
        ("conflicts", "0003_kin"),
    ]

    operations = [run_sql_file(__file__, "taken_back")]
