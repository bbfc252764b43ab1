"""How people come in: invitations to set a password, and imports of many accounts at once."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.models.people import Membership, User


class ImportState(models.TextChoices):
    """What became of a workbook of accounts."""

    CHECKED = "checked", _("Chờ quyết định")
    WAITING = "waiting", _("Chờ nhập")
    RUNNING = "running", _("Đang nhập")
    DONE = "done", _("Đã nhập")
    CANCELLED = "cancelled", _("Đã dừng")
    UNDONE = "undone", _("Đã rút lại")


OPEN_IMPORT = (ImportState.WAITING, ImportState.RUNNING)


class AccountImport(models.Model):
    """One workbook of accounts: its rows as read, what is wrong with them, and how far it is.

    ``rows`` hold what people typed and what was found for it; they are emptied once the import
    ended, as the accounts then hold the same. ``total`` counts the rows to bring in, ``done`` those
    brought in. Missing: ``heard_at`` is null until a worker took it.
    """

    file_name = models.CharField(max_length=255)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=ImportState.choices, default=ImportState.CHECKED
    )
    rows = models.JSONField(default=list)
    read_count = models.PositiveIntegerField(default=0)
    error_count = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    heard_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="account_import_done_within_total",
                condition=models.Q(done__lte=models.F("total")),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportedPost(models.Model):
    """What one row of an import brought: a post, and the account where it is a new one."""

    account_import = models.ForeignKey(
        AccountImport, on_delete=models.PROTECT, related_name="posts"
    )
    row = models.PositiveIntegerField()
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    is_new_account = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account_import", "row"], name="imported_row_once")
        ]

    def __str__(self) -> str:
        return f"{self.account_import_id}:{self.row}"


class Invitation(models.Model):
    """That a person may set the first password by a link, once, until a moment.

    The code of the link is computed from ``nonce`` with the key of the installation and is stored
    nowhere. Missing: ``used_at`` and ``revoked_at`` are null while the link holds.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    account_import = models.ForeignKey(
        AccountImport, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    nonce = models.CharField(max_length=32)
    created_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(used_at__isnull=True, revoked_at__isnull=True),
                name="invitation_one_open",
            ),
            models.CheckConstraint(
                name="invitation_used_or_revoked",
                condition=models.Q(used_at__isnull=True) | models.Q(revoked_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} → {self.user_id}"
