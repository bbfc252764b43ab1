"""`tiendo manage add_account`: a person with a post, before anybody can sign in to add one."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from difflib import get_close_matches
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from tiendo.accounts.actions import PersonData, create_user, grant_membership
from tiendo.accounts.errors import AccountError
from tiendo.accounts.models import Membership, RoleCode
from tiendo.audit.trail import SYSTEM
from tiendo.organisations.models import Organisation

USAGE_ERROR = 2


class Command(BaseCommand):
    """Creates the account and its post together, recorded as the system's."""

    help = _("Thêm một tài khoản kèm chức vụ, ví dụ quản trị viên đầu tiên.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The name, the role, the body; the password is never an argument others could read."""
        roles = [str(code) for code in RoleCode.values]
        parser.add_argument("username", help=_("tên đăng nhập"))
        parser.add_argument("--role", required=True, choices=roles, help=_("vai trò"))
        parser.add_argument("--body", required=True, help=_("mã cơ quan, ví dụ so-noi-vu"))
        parser.add_argument("--name", default="", help=_("họ và tên"))
        parser.add_argument(
            "--password-file",
            type=Path,
            help=_("tệp có mật khẩu ở dòng đầu; không có thì hỏi trên màn hình"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Add the account, or refuse with the words the pages use."""
        person = PersonData(options["username"], options["name"])
        body = _body(options["body"])
        given = options["password_file"]
        password = read_password(given) if given else ask_password()
        try:
            post = add_account(person, password, RoleCode(options["role"]), body)
        except AccountError as error:
            raise CommandError(str(error), returncode=USAGE_ERROR) from error
        words = _("Đã thêm tài khoản %(username)s: %(role)s, %(body)s.")
        role = RoleCode(post.role).label
        names = {"username": post.user.username, "role": role, "body": body.name}
        self.stdout.write(words % names)


@transaction.atomic
def add_account(
    person: PersonData, password: str, role: RoleCode, body: Organisation
) -> Membership:
    """The account and its post, both or neither. Errors: AccountError."""
    user = create_user(person=person, password=password, by=SYSTEM)
    return grant_membership(user=user, organisation=body, role=role, by=SYSTEM)


def read_password(path: Path) -> str:
    """The first line of the file. Errors: CommandError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        words = _("Không đọc được tệp mật khẩu %(path)s: %(why)s")
        raise CommandError(words % {"path": path, "why": error}, returncode=USAGE_ERROR) from error
    if not lines or not lines[0]:
        words = _("Tệp mật khẩu %(path)s trống. Ghi mật khẩu ở dòng đầu.")
        raise CommandError(words % {"path": path}, returncode=USAGE_ERROR)
    return lines[0]


def ask_password() -> str:
    """The password typed twice on the terminal. Errors: CommandError."""
    if not sys.stdin.isatty():
        words = _("Không có màn hình để hỏi mật khẩu. Dùng --password-file TỆP.")
        raise CommandError(words, returncode=USAGE_ERROR)
    password = getpass(_("Mật khẩu: "))
    if getpass(_("Nhập lại mật khẩu: ")) != password:
        words = _("Hai lần nhập không giống nhau. Chạy lại lệnh.")
        raise CommandError(words, returncode=USAGE_ERROR)
    return password


def _body(slug: str) -> Organisation:
    body = Organisation.objects.filter(slug=slug).first()
    if body is not None:
        return body
    known = list(Organisation.objects.values_list("slug", flat=True))
    if not known:
        words = _("Chưa có cơ quan nào. Chạy trước: ./tiendo manage load_bodies")
        raise CommandError(words, returncode=USAGE_ERROR)
    near = get_close_matches(slug, known, n=3) or sorted(known)[:3]
    words = _("Không có cơ quan “%(slug)s”. Mã gần giống: %(near)s.")
    raise CommandError(words % {"slug": slug, "near": ", ".join(near)}, returncode=USAGE_ERROR)
