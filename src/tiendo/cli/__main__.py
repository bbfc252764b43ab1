"""`tiendo VERB …`: one module of this package per verb."""

import importlib
import os
import sys

from tiendo.cli.errors import CommandError
from tiendo.cli.words import _
from tiendo.config.environment import BadEnvironment
from tiendo.config.postgres_programs import PostgresError

# verb → what it does; the module of the same name has main(arguments) -> exit code.
VERBS = {
    "demo": _("chuẩn bị và chạy bản trình diễn"),
    "test": _("chạy toàn bộ kiểm thử"),
    "parse": _("đọc hiểu văn bản, in JSON"),
    "serve": _("chạy máy chủ web"),
    "worker": _("chạy các việc nền"),
    "sealer": _("niêm phong nhật ký"),
    "doctor": _("máy này còn thiếu gì, lấy ở đâu"),
    "backup": _("sao lưu cơ sở dữ liệu và tệp"),
    "restore": _("khôi phục từ bản sao lưu"),
    "audit": _("kiểm tra nhật ký (audit verify)"),
    "analytics": _("dữ liệu phân tích: ghi, kiểm tra, đối chiếu Spark"),
    "bench": _("chạy một phép đo tốc độ"),
    "manage": _("chạy một lệnh của Django"),
}
USAGE_ERROR = 2
INTERRUPTED = 130
CLOSED_PIPE = 141


def main(arguments: list[str] | None = None) -> int:
    """Runs one verb; every error a person can mend ends with exit code 2 and a clear sentence."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        given = take_data_folder(given)
        if not given or given[0] in {"-h", "--help", "help"}:
            print(usage())
            return 0 if given else USAGE_ERROR
        return run_verb(given[0], given[1:])
    except (CommandError, BadEnvironment, PostgresError) as error:
        print(f"tiendo: {error}", file=sys.stderr)
        return USAGE_ERROR
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (`head`, a pager) has enough; Python must not complain again at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED_PIPE


def run_verb(verb: str, arguments: list[str]) -> int:
    """Imports the verb's own module only, so that a light verb starts fast."""
    if verb not in VERBS:
        raise CommandError(
            _("không có lệnh “%(verb)s”. Các lệnh: %(verbs)s")
            % {"verb": verb, "verbs": ", ".join(VERBS)}
        )
    module = importlib.import_module(f"tiendo.cli.{verb}")
    return int(module.main(arguments))


def take_data_folder(arguments: list[str]) -> list[str]:
    """Takes `--data DIR` out of the arguments of any verb; it wins over TIENDO_DATA."""
    rest: list[str] = []
    queue = iter(arguments)
    for argument in queue:
        if argument == "--":
            return [*rest, argument, *queue]
        if argument == "--data" or argument.startswith("--data="):
            folder = argument.partition("=")[2] or next(queue, "")
            if not folder:
                raise CommandError(_("--data cần một thư mục, ví dụ: --data /srv/tiendo"))
            os.environ["TIENDO_DATA"] = folder
            os.environ.pop("TIENDO_DATA_FILE", None)
        else:
            rest.append(argument)
    return rest


def usage() -> str:
    """The list of verbs."""
    lines = [f"  {verb:<10} {summary}" for verb, summary in VERBS.items()]
    heading = _("Cách dùng: ./tiendo [--data THƯ_MỤC] LỆNH …")
    return "\n".join([heading, "", *lines])


if __name__ == "__main__":
    sys.exit(main())
