"""Typed readers of the environment: each refuses a bad value with what, why and an example.

Every NAME may instead be given as NAME_FILE, the path of a file that holds the value.
"""

import contextlib
import os
import secrets
import shlex
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from gettext import gettext as _
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from tiendo.domain.parameters import UnreadableParameters, add_file

ROOT = Path(__file__).resolve().parents[3]
PROVINCES = ROOT / "src" / "tiendo" / "organisations" / "data"
SECRET_KEY_LENGTH = 32


class BadEnvironment(Exception):
    """A value in the environment that cannot be used; its text is for the operator."""

    def __init__(self, name: str, why: str, example: str) -> None:
        self.name = name
        super().__init__(
            _("Biến môi trường %(name)s không dùng được: %(why)s. Ví dụ đúng: %(example)s")
            % {"name": name, "why": why, "example": f"{name}={example}"}
        )


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """Where a database is and who connects to it."""

    name: str
    user: str
    password: str
    host: str
    port: str
    options: dict[str, str] = field(default_factory=dict)

    def as_django(self) -> dict[str, object]:
        """The entry of Django's DATABASES setting."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.name,
            "USER": self.user,
            "PASSWORD": self.password,
            "HOST": self.host,
            "PORT": self.port,
            "OPTIONS": dict(self.options),
        }


def read(name: str, environ: Mapping[str, str] = os.environ) -> str | None:
    """The value of NAME or of the file NAME_FILE; None when neither is given.

    Errors: BadEnvironment when both are given or the file cannot be read.
    """
    value, path = environ.get(name) or None, environ.get(f"{name}_FILE") or None
    if value is not None and path is not None:
        why = _("đã đặt cả %(name)s và %(name)s_FILE, chỉ được đặt một") % {"name": name}
        raise BadEnvironment(name, why, "…")
    return value if path is None else _read_file(name, path)


def _read_file(name: str, path: str) -> str:
    try:
        value = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = _("không đọc được tệp %(path)s (%(error)s)") % {"path": path, "error": error}
        raise BadEnvironment(f"{name}_FILE", why, f"/run/secrets/{name.lower()}") from error
    if not value:
        why = _("tệp %(path)s rỗng") % {"path": path}
        raise BadEnvironment(f"{name}_FILE", why, f"/run/secrets/{name.lower()}")
    return value


def read_data_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder that keeps everything: TIENDO_DATA, or `data` beside the script."""
    value = read("TIENDO_DATA", environ)
    folder = ROOT / "data" if value is None else Path(value).expanduser().absolute()
    if folder.exists() and not folder.is_dir():
        why = _("%(path)s là một tệp, cần một thư mục") % {"path": folder}
        raise BadEnvironment("TIENDO_DATA", why, "/srv/tiendo")
    return folder


def read_database(name: str, environ: Mapping[str, str] = os.environ) -> DatabaseAddress | None:
    """The database that the URL in NAME points to; None when it is not set."""
    value = read(name, environ)
    return None if value is None else parse_database_url(value, name)


def parse_database_url(url: str, name: str = "DATABASE_URL") -> DatabaseAddress:
    """The parts of a postgresql:// URL; a socket folder may be given as ?host=/folder.

    Errors: BadEnvironment (its text never repeats the password).
    """
    example = "postgresql://tiendo_app:matkhau@127.0.0.1:5432/tiendo"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # its text may hold a piece of the password, so it is not passed on
        raise BadEnvironment(name, _("địa chỉ hoặc cổng viết sai"), example) from None
    if parts.scheme not in {"postgresql", "postgres"}:
        raise BadEnvironment(name, _("chỉ dùng được PostgreSQL (postgresql://…)"), example)
    if not parts.path.strip("/"):
        raise BadEnvironment(name, _("thiếu tên cơ sở dữ liệu"), example)
    options = dict(parse_qsl(parts.query))
    return DatabaseAddress(
        name=unquote(parts.path.strip("/")),
        user=unquote(parts.username or options.pop("user", "")),
        password=unquote(parts.password or options.pop("password", "")),
        host=parts.hostname or options.pop("host", ""),
        port=str(port or options.pop("port", "")),
        options=options,
    )


def read_day(name: str, environ: Mapping[str, str] = os.environ) -> date | None:
    """The day in NAME, written YYYY-MM-DD; None when it is not set."""
    value = read(name, environ)
    if value is None:
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError as error:
        why = _("“%(value)s” không phải là một ngày có thật, viết theo năm-tháng-ngày") % {
            "value": value
        }
        raise BadEnvironment(name, why, "2025-11-30") from error
    if value != day.isoformat():
        raise BadEnvironment(name, _("ngày phải viết theo dạng năm-tháng-ngày"), "2025-11-30")
    return day


def read_flag(name: str, default: bool, environ: Mapping[str, str] = os.environ) -> bool:
    """A yes or no: 1, true, yes, on, or 0, false, no, off."""
    value = read(name, environ)
    if value is None:
        return default
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"0", "false", "no", "off"}:
        return False
    raise BadEnvironment(
        name, _("“%(value)s” không phải là có (1) hay không (0)") % {"value": value}, "1"
    )


def read_count(name: str, default: int, most: int, environ: Mapping[str, str] = os.environ) -> int:
    """A whole number from 0 to ``most``."""
    value = read(name, environ)
    if value is None:
        return default
    if not (value.isascii() and value.isdigit() and len(value) < 10 and int(value) <= most):
        why = _("cần một số nguyên từ 0 đến %(most)d") % {"most": most}
        raise BadEnvironment(name, why, "1")
    return int(value)


def read_list(
    name: str, default: tuple[str, ...], environ: Mapping[str, str] = os.environ
) -> list[str]:
    """Values separated by commas."""
    value = read(name, environ)
    if value is None:
        return list(default)
    items = [item.strip() for item in value.split(",") if item.strip()]
    if not items:
        raise BadEnvironment(name, _("danh sách rỗng"), ",".join(default))
    return items


def read_public_url(environ: Mapping[str, str] = os.environ) -> str | None:
    """The address people type, without a closing slash; None when it is not set."""
    value = read("TIENDO_PUBLIC_URL", environ)
    if value is None:
        return None
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/"):
        why = _("cần http:// hoặc https:// và tên máy, không có đường dẫn phía sau")
        raise BadEnvironment("TIENDO_PUBLIC_URL", why, "https://tiendo.daklak.gov.vn")
    return f"{parts.scheme}://{parts.netloc}"


def read_analytics_engine(environ: Mapping[str, str] = os.environ) -> str:
    """What analysis runs on: `duckdb`, in the process that asks, or `spark`."""
    engine = read("TIENDO_ANALYTICS_ENGINE", environ) or "duckdb"
    if engine not in {"duckdb", "spark"}:
        why = _("chỉ có duckdb và spark, không có “%(value)s”") % {"value": engine}
        raise BadEnvironment("TIENDO_ANALYTICS_ENGINE", why, "spark")
    return engine


def read_analytics_url(environ: Mapping[str, str] = os.environ) -> str:
    """The Spark Connect server in TIENDO_ANALYTICS_URL; it may end in `/;token=…`."""
    example = "sc://127.0.0.1:15002"
    url = read("TIENDO_ANALYTICS_URL", environ) or example
    if not url.startswith("sc://") or not _has_host_and_port(url):
        raise BadEnvironment("TIENDO_ANALYTICS_URL", _("cần sc://máy:cổng"), example)
    return url


def read_virus_scan(environ: Mapping[str, str] = os.environ) -> str | None:
    """The virus scanner in TIENDO_VIRUS_SCAN; None when it is not set.

    "tcp://127.0.0.1:3310" and "unix:/run/clamav/clamd.ctl" are clamd, "command:…" a program that
    reads the file from its input and ends with 0 (clean) or 1 (threat).
    """
    value = read("TIENDO_VIRUS_SCAN", environ)
    if value is None:
        return None
    parts = urlsplit(value)
    if parts.scheme == "tcp" and _has_host_and_port(value):
        return value
    if parts.scheme == "unix" and parts.path.startswith("/"):
        return value
    if parts.scheme == "command" and _is_program(value.partition(":")[2]):
        return value
    why = _("cần tcp://máy:cổng, unix:/đường/dẫn, hoặc command:/chương/trình có thật")
    raise BadEnvironment("TIENDO_VIRUS_SCAN", why, "tcp://127.0.0.1:3310")


def _has_host_and_port(url: str) -> bool:
    parts = urlsplit(url)
    try:
        return bool(parts.hostname and parts.port)
    except ValueError:
        return False


def _is_program(command: str) -> bool:
    """Whether a command line begins with a program that can be run."""
    try:
        words = shlex.split(command)
    except ValueError:
        return False
    return bool(words) and shutil.which(words[0]) is not None


def read_seal(environ: Mapping[str, str] = os.environ) -> dict[str, str] | None:
    """The key that papers of a body are sealed with: a PKCS#12 file, or a token by PKCS#11.

    None where TIENDO_SEAL_BODY (the body's code name in the list of bodies) is not set.
    """
    body = read("TIENDO_SEAL_BODY", environ)
    if body is None:
        return None
    file, module = read("TIENDO_SEAL_P12", environ), read("TIENDO_SEAL_PKCS11_MODULE", environ)
    if (file is None) == (module is None):
        why = _(
            "cần đúng một trong hai: tệp khóa (TIENDO_SEAL_P12) hoặc thiết bị (…_PKCS11_MODULE)"
        )
        raise BadEnvironment("TIENDO_SEAL_P12", why, "/run/secrets/con-dau.p12")
    path = file or module or ""
    if not Path(path).is_file():
        name = "TIENDO_SEAL_P12" if file else "TIENDO_SEAL_PKCS11_MODULE"
        raise BadEnvironment(name, _("không có tệp %(path)s") % {"path": path}, path)
    return {
        "body": body,
        "file": file or "",
        "module": module or "",
        "token": read("TIENDO_SEAL_TOKEN", environ) or "",
        "certificate": read("TIENDO_SEAL_CERTIFICATE", environ) or "",
        "key": read("TIENDO_SEAL_KEY", environ) or "",
        "secret": read("TIENDO_SEAL_SECRET", environ) or "",
        "tsa": read("TIENDO_SEAL_TSA", environ) or "",
    }


def read_province(environ: Mapping[str, str] = os.environ) -> str:
    """The name of the data folder that describes the province: TIENDO_PROVINCE, or `dak-lak`."""
    slug = read("TIENDO_PROVINCE", environ) or "dak-lak"
    known = sorted(path.parent.name for path in PROVINCES.glob("*/province.yaml"))
    if slug not in known:
        why = _("không có dữ liệu của “%(slug)s”; các tỉnh đã có: %(known)s") % {
            "slug": slug,
            "known": ", ".join(known),
        }
        raise BadEnvironment("TIENDO_PROVINCE", why, "dak-lak")
    return slug


def add_parameters(data: Path) -> None:
    """Take the thresholds that an installation lays down in ``parameters.yaml`` of the data folder.

    Errors: BadEnvironment where the file cannot be read.
    """
    path = data / "parameters.yaml"
    if not path.is_file():
        return
    try:
        add_file(path)
    except UnreadableParameters as error:
        why = _("tệp tham số của thư mục này không đọc được (%(why)s)") % {"why": error}
        raise BadEnvironment("TIENDO_DATA", why, "/srv/tiendo") from error


def read_secret_key(data: Path, environ: Mapping[str, str] = os.environ) -> str:
    """The signing key: TIENDO_SECRET_KEY, or one made once and kept in the data folder."""
    value = read("TIENDO_SECRET_KEY", environ)
    if value is None:
        return keep_secret(data / "secret-key", lambda: secrets.token_urlsafe(64))
    if len(value) < SECRET_KEY_LENGTH:
        why = _("khóa quá ngắn, cần ít nhất %(length)d ký tự ngẫu nhiên") % {
            "length": SECRET_KEY_LENGTH
        }
        raise BadEnvironment("TIENDO_SECRET_KEY", why, "…")
    return value


def keep_secret(path: Path, make: Callable[[], str]) -> str:
    """The secret kept in a file that its owner alone reads; made the first time.

    Two processes that start together agree: the first to link its file wins.
    """
    if not path.exists():
        _store_once(path, make())
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        why = _("không đọc được %(path)s (%(error)s)") % {"path": path, "error": error}
        raise BadEnvironment("TIENDO_DATA", why, "/srv/tiendo") from error


def store_secret(path: Path, value: str) -> None:
    """Writes a file that its owner alone reads, whole or not at all."""
    draft = _write_draft(path, value)
    draft.replace(path)


def _write_draft(path: Path, value: str) -> Path:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(value + "\n")
    return draft


def _store_once(path: Path, value: str) -> None:
    try:
        draft = _write_draft(path, value)
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    except OSError as error:
        why = _("không ghi được vào %(path)s (%(error)s)") % {"path": path.parent, "error": error}
        raise BadEnvironment("TIENDO_DATA", why, "/srv/tiendo") from error
