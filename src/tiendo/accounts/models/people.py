"""Who the people are, which posts they hold and for whom they act."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.organisations.models import Organisation


class RoleCode(models.TextChoices):
    """The roles of design.md section 9; their permissions stand in ``accounts.roles``."""

    OFFICER = "officer", _("Chuyên viên")
    UNIT_HEAD = "unit_head", _("Thủ trưởng đơn vị")
    DEPUTY_HEAD = "deputy_head", _("Phó thủ trưởng")
    DIVISION_HEAD = "division_head", _("Trưởng phòng")
    COORDINATOR = "coordinator", _("Điều phối")
    OFFICE = "office", _("Văn phòng UBND")
    CLERK = "clerk", _("Văn thư")
    LEADER = "leader", _("Lãnh đạo UBND")
    INSPECTOR = "inspector", _("Kiểm tra")
    ADMINISTRATOR = "administrator", _("Quản trị")


class UserManager(BaseUserManager["User"]):
    """Finds users by name; people are added by ``accounts.actions``."""

    def create_user(self, username: str, password: str | None = None, **fields: str) -> User:
        """Add a person who may sign in; no password means an account without one."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in. What the person may do comes from memberships, never from here."""

    username = models.CharField(_("tên đăng nhập"), max_length=150, unique=True)
    full_name = models.CharField(_("họ và tên"), max_length=150, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    # Set with a password that somebody else chose; until it is changed nothing else is open.
    must_change_password = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class Membership(models.Model):
    """One post: a person at a body in a role for a time. A person may hold several.

    ``field_of_work`` says what a deputy answers for ("phụ trách lĩnh vực"); empty where nobody did.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=16, choices=RoleCode.choices)
    position = models.CharField(max_length=150, blank=True)
    field_of_work = models.CharField(max_length=300, blank=True)
    validity = DateRangeField()
    is_primary = models.BooleanField(default=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("validity", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} @ {self.organisation_id}"


class Delegation(models.Model):
    """A dated delegation (ủy quyền): what one post hands to another person, and until when."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="delegations")
    delegate = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations_held")
    permissions = ArrayField(models.CharField(max_length=60), blank=True, default=list)
    validity = DateRangeField()
    reason = models.CharField(max_length=300)
    document_number = models.CharField(max_length=100, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="delegation_revoked_together",
                condition=models.Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            ExclusionConstraint(
                name="delegation_once_at_a_time",
                expressions=[
                    ("membership", RangeOperators.EQUAL),
                    ("delegate", RangeOperators.EQUAL),
                    ("validity", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(revoked_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} → {self.delegate_id}"
