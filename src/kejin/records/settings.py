"""Django's settings for the records. The doors with web pages build theirs on these."""

from kejin.records.database.connections import django_databases

INSTALLED_APPS = [
    "kejin.records.kept",
    "kejin.records.parties",
    "kejin.records.actions",
    "kejin.records.audit",
    "kejin.records.filings",
    "kejin.records.ledger",
    "kejin.records.approvals",
    "kejin.records.conflicts",
    "kejin.records.exports",
    "kejin.records.financing",
    "kejin.records.remarks",
    "kejin.records.subsidies",
    "kejin.records.publications",
    "kejin.records.pledges",
    "kejin.records.tapes",
    "kejin.records.access",
    "kejin.records.snapshots",
]
DATABASES = django_databases()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Kept in UTC, shown in the time of the law; a business date is a date and never the day of an instant.
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
AUTH_USER_MODEL = "parties.Person"
