from django.db import migrations, models

from kejin.records.kept.sqlfiles import run_sql_file

_ROLES = ["handler", "approver", "treasurer", "auditor", "administrator", "representative", "analyst"]
_KINDS = [
    "enterprise", "bank", "branch", "guarantor", "re_guarantor", "insurer", "fund", "pool", "office", "research",
]  # fmt: skip


def _named(value: str) -> tuple[str, str]:
    return value, value.replace("_", " ").title()


class Migration(migrations.Migration):
    dependencies = [("kept", "0003_steps"), ("parties", "0002_acts")]

    operations = [
        migrations.RemoveConstraint(model_name="appointment", name="appointment_role"),
        migrations.RemoveConstraint(model_name="organisation", name="organisation_kind"),
        migrations.AlterField(
            model_name="appointment",
            name="role",
            field=models.CharField(choices=list(map(_named, _ROLES)), max_length=20),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="kind",
            field=models.CharField(choices=list(map(_named, _KINDS)), max_length=20),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", _ROLES)), name="appointment_role"
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", _KINDS)), name="organisation_kind"
            ),
        ),
        run_sql_file(__file__, "roles"),
    ]
