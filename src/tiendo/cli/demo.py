"""`tiendo demo`: prepares everything from the sample documents and serves it."""

import argparse
import secrets
import shutil
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import vanban
from tiendo.cli.children import Children
from tiendo.cli.database import is_external, open_database, require_schema, set_up_django
from tiendo.cli.errors import CommandError
from tiendo.cli.frontend import collect_static, ensure_frontend, say
from tiendo.cli.unreadable import describe_unreadable
from tiendo.cli.words import _
from tiendo.config import environment

HOST = "127.0.0.1"
START_SECONDS = 60
ACCOUNTS = (
    ("chuyenvien", _("chuyên viên: cập nhật tiến độ, minh chứng")),
    ("thutruong", _("thủ trưởng đơn vị: duyệt và gửi cập nhật, phân công")),
    ("chuyenvienxa", _("cán bộ cấp xã: cập nhật việc của phường, soạn báo cáo kỳ phải nộp")),
    ("chutichxa", _("chủ tịch UBND phường: duyệt việc, gửi báo cáo kỳ của phường")),
    ("dieuphoi", _("cơ quan điều phối: rà soát văn bản, giao việc, xác nhận")),
    ("vanphong", _("Văn phòng UBND: xác nhận việc của cơ quan điều phối")),
    ("lanhdao", _("lãnh đạo UBND tỉnh: xem tất cả, chỉ đạo")),
    ("kiemtra", _("kiểm tra: xem tất cả, nhật ký, mở lại")),
    ("vanthu", _("văn thư: vào số, ngày, sổ văn bản đến và đi")),
    ("quantri", _("quản trị: tài khoản, cơ quan, cấu hình")),
)


def main(arguments: list[str]) -> int:
    """Prepares, prints address and accounts, serves until Ctrl-C."""
    options = build_parser().parse_args(arguments)
    for path in (options.plan, options.report):
        require_readable(path)
    if not options.no_serve:
        require_free_port(options.port)
    if options.reset:
        reset(environment.read_data_folder())
    with ending_on_signals(), open_database():
        password = demo_password()
        prepare(options.plan, options.report, password)
        if options.no_serve:
            print_accounts(password)
            return 0
        return serve(options.port, password)


def build_parser() -> argparse.ArgumentParser:
    """The arguments of the verb."""
    parser = argparse.ArgumentParser(prog="tiendo demo", description=_("Chạy bản trình diễn"))
    parser.add_argument("--plan", type=Path, help=_("kế hoạch dùng thay văn bản mẫu"))
    parser.add_argument("--report", type=Path, help=_("báo cáo dùng thay văn bản mẫu"))
    parser.add_argument("--port", type=int, default=8000, help=_("cổng (mặc định 8000)"))
    parser.add_argument("--no-serve", action="store_true", help=_("chuẩn bị xong thì thoát"))
    parser.add_argument("--reset", action="store_true", help=_("xóa dữ liệu cũ, làm lại từ đầu"))
    return parser


def prepare(plan: Path | None, report: Path | None, password: str) -> None:
    """The front end, the schema and the content; the front end is built meanwhile."""
    with ThreadPoolExecutor(max_workers=1) as meanwhile:
        frontend = meanwhile.submit(ensure_frontend)
        set_up_django()
        say(_("chuẩn bị cơ sở dữ liệu"))
        require_schema()
        from tiendo.demo.prepare import prepare_demo

        prepare_demo(plan, report, password, say)
        frontend.result()
    collect_static()


def serve(port: int, password: str) -> int:
    """Server, worker and sealer as children, until Ctrl-C or until one of them fails."""
    children = Children()
    try:
        children.start("serve", "serve", "--port", str(port))
        children.start("worker", "worker")
        children.start("sealer", "sealer")
        wait_until_serving(port, children)
        print(_("Địa chỉ: http://%(host)s:%(port)d/") % {"host": HOST, "port": port})
        print_accounts(password)
        print(_("Nhấn Ctrl-C để dừng."), flush=True)
        return watch(children)
    except KeyboardInterrupt:
        say(_("đang dừng"))
        return 0
    finally:
        # A second Ctrl-C must not leave children behind.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        children.stop()


def watch(children: Children) -> int:
    """Waits; a child that ends by itself ends the demo."""
    while not (ended := children.ended()):
        time.sleep(0.3)
    say(_("tiến trình %(name)s đã dừng ngoài ý muốn") % {"name": ", ".join(ended)})
    return 1


def wait_until_serving(port: int, children: Children) -> None:
    """Returns when the server answers."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and not children.ended():
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise CommandError(_("máy chủ web không khởi động được; xem các dòng trên"))


@contextmanager
def ending_on_signals() -> Iterator[None]:
    """SIGTERM and SIGINT end the block, also where a shell in the background had SIGINT ignored."""

    def interrupt(*_signal: object) -> None:
        raise KeyboardInterrupt

    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, interrupt) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def require_readable(path: Path | None) -> None:
    """Refuses a document that cannot be read before any long work."""
    if path is None:
        return
    try:
        vanban.read(path)
    except (vanban.UnreadableFile, OSError) as error:
        raise CommandError(f"{path}: {describe_unreadable(error)}") from error


def require_free_port(port: int) -> None:
    """Refuses a port in use before any long work."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                _("cổng %(port)d không dùng được (%(reason)s). Chọn cổng khác: --port %(other)d")
                % {"port": port, "reason": error, "other": port % 60000 + 1}
            ) from error


def reset(data: Path) -> None:
    """Removes the embedded database, its files, facts and exported seals; nothing else."""
    if is_external():
        raise CommandError(
            _("--reset chỉ xóa cơ sở dữ liệu kèm theo, không xóa cơ sở dữ liệu ở DATABASE_URL")
        )
    from tiendo.config.postgres import Cluster

    say(_("xóa dữ liệu cũ trong %(path)s") % {"path": data})
    Cluster(data / "postgres").remove()
    for name in ("files", "quarantine", "pages", "facts", "seals"):
        shutil.rmtree(data / name, ignore_errors=True)


def demo_password() -> str:
    """TIENDO_DEMO_PASSWORD, or a random one; kept in the data folder for its owner alone."""
    kept = environment.read_data_folder() / "demo-password"
    given = environment.read("TIENDO_DEMO_PASSWORD")
    if given is None:
        return environment.keep_secret(kept, lambda: secrets.token_urlsafe(12))
    environment.store_secret(kept, given)
    return given


def print_accounts(password: str) -> None:
    """The accounts and their one password."""
    print(_("Mật khẩu chung: %(password)s") % {"password": password})
    for username, description in ACCOUNTS:
        print(f"  {username:<12} {description}")
    sys.stdout.flush()
