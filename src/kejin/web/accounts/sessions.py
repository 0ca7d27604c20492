"""Where sessions are kept: one table that knows whose each session is, so that a person sees and ends his own."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from typing_extensions import override

from kejin.web.accounts.models import Session

PERSON, PROOF, ACTING, STAFF, PENDING = "person", "proof", "acting", "staff", "pending"
"""Keys of a session: who, the proof that the password has not changed since, for whom, staff mode, half logged in."""
AGENT, ADDRESS = "agent", "address"


class SessionStore(DatabaseStore):
    """A session in the database, with the person as a column."""

    @classmethod
    @override
    def get_model_class(cls) -> type[Session]:
        return Session

    @override
    def create_model_instance(self, data: dict[str, Any]) -> Session:
        made = super().create_model_instance(data)
        assert isinstance(made, Session)  # noqa: S101 - by the class method above
        made.person_id = data.get(PERSON)
        made.agent, made.address = str(data.get(AGENT, "")), str(data.get(ADDRESS, ""))
        return made


def others_of(person_id: int, but: str | None) -> int:
    """End every session of a person but one; how many were ended."""
    ended, _ = Session.objects.filter(person_id=person_id).exclude(session_key=but or "").delete()
    return ended
