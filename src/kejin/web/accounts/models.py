"""Sessions, second factors, what happened at the door, and staff mode."""

from collections.abc import Mapping
from typing import ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models.functions import Now
from typing_extensions import override

from kejin.facts import Label
from kejin.records.kept.record import Part, Working
from kejin.records.kept.rights import Rights
from kejin.records.parties.models import Organisation, Person
from kejin.web.accounts.sealed import SealedField


class SessionManager(BaseSessionManager["Session"]):
    """Sessions by their key."""


class Session(Working, AbstractBaseSession):
    """A browser that is known; of which person, once somebody has logged in.

    Attributes:
        agent: What the browser says it is, so that its owner recognises it in the list.
        address: Where it was last seen from.
    """

    objects: ClassVar[SessionManager] = SessionManager()

    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="sessions")
    agent = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=45, blank=True)
    begun_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())

    @classmethod
    @override
    def get_session_store_class(cls) -> type:
        # The store names this model, and this model its store.
        from kejin.web.accounts.sessions import SessionStore  # noqa: PLC0415

        return SessionStore


class Factor(Working):
    """The secret that a person's authenticator app shares with us (RFC 6238).

    Attributes:
        secret: Base32; encrypted in the database.
        confirmed_at: When the person showed that the app has it; until then it is not asked for.
        last_step: The time step of the last code that was taken; no code is taken twice.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="factor")
    secret = SealedField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"second factor of {self.person_id}"


class DoorCode(models.TextChoices):
    """What may happen at the door."""

    ENTERED = "entered"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - a code, not a password
    WRONG_FACTOR = "wrong_factor"
    THROTTLED = "throttled"
    BARRED = "barred"
    LEFT = "left"
    SESSION_ENDED = "session_ended"
    PASSWORD_SET = "password_set"  # noqa: S105 - likewise
    FACTOR_SET = "factor_set"
    FACTOR_REMOVED = "factor_removed"


DOOR_WORDS: Mapping[str, Label] = {
    DoorCode.ENTERED: Label("登录", "Logged in"),
    DoorCode.WRONG_PASSWORD: Label("密码错误", "Wrong password"),
    DoorCode.WRONG_FACTOR: Label("动态验证码错误", "Wrong code of the second factor"),
    DoorCode.THROTTLED: Label("尝试过多，暂停受理", "Too many attempts, refused for a while"),
    DoorCode.BARRED: Label("账号已停用", "The person is barred"),
    DoorCode.LEFT: Label("退出", "Logged out"),
    DoorCode.SESSION_ENDED: Label("结束一个登录会话", "A session was ended"),
    DoorCode.PASSWORD_SET: Label("设置密码", "A password was set"),
    DoorCode.FACTOR_SET: Label("启用动态验证码", "The second factor was set up"),
    DoorCode.FACTOR_REMOVED: Label("停用动态验证码", "The second factor was removed"),
}


class DoorEvent(Part):
    """Something that happened at the door. Failed attempts are counted here too, for the limits.

    Attributes:
        username: As it was typed, which may be nobody's.
    """

    rights = Rights.APPEND
    data_class = 3

    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    username = models.CharField(max_length=60)
    code = models.CharField(max_length=20, choices=DoorCode.choices)
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=200, blank=True)
    request_id = models.UUIDField()

    class Meta:
        indexes = (
            models.Index(fields=("username", "recorded_at"), name="door_by_username"),
            models.Index(fields=("address", "recorded_at"), name="door_by_address"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.username}"


class StaffMode(Part):
    """That somebody of the office may, until a time and for a reason, look at what is not his own."""

    rights = Rights.APPEND
    data_class = 3

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="staff_modes")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    until = models.DateTimeField()
    request_id = models.UUIDField()

    def __str__(self) -> str:
        return f"staff mode {self.pk} of {self.person_id}"


class StaffRequest(Part):
    """A request that was made in staff mode."""

    rights = Rights.APPEND
    data_class = 3

    mode = models.ForeignKey(StaffMode, on_delete=models.PROTECT, related_name="requests")
    method = models.CharField(max_length=10)
    path = models.TextField()
    status = models.SmallIntegerField()
    request_id = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.method} {self.path}"
