"""Spark standalone on loopback: a master, a worker and a Connect server, until the input ends.

Run as a program in the environment of the group ``spark-server`` (pyspark with its jars, and Java
17 on the machine); prints the address of the Connect server once it answers.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

HOST = "127.0.0.1"
READY_WITHIN_S = 300
_DEPLOY = "org.apache.spark.deploy"
_CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"
_MEMORY = "2g"
# What goes wrong is said; what Spark does from second to second is not.
_LOGGING = """
rootLogger.level = error
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %p %c{1}: %m%n%ex
"""


def main() -> int:
    """Start all three, say where, wait, end all three."""
    spec = find_spec("pyspark")
    if spec is None or spec.origin is None:
        sys.stderr.write("pyspark is not in this environment\n")
        return 2
    home = Path(spec.origin).parent
    master, web, worker, connect = (free_port() for _each in range(4))
    url = f"spark://{HOST}:{master}"
    at_host = ["--host", HOST, "--port"]
    with ExitStack() as stack:
        work = stack.enter_context(tempfile.TemporaryDirectory())
        Path(work, "log4j2.properties").write_text(_LOGGING, encoding="utf-8")

        def start(*command: str, until: int) -> None:
            stack.enter_context(running(home, work, [str(home / "bin" / command[0]), *command[1:]]))
            wait_for(until)

        start("spark-class", f"{_DEPLOY}.master.Master", *at_host, str(master),
              "--webui-port", str(web), until=master)  # fmt: skip
        start("spark-class", f"{_DEPLOY}.worker.Worker", *at_host, str(worker), "--webui-port",
              "0", "--memory", _MEMORY, "--work-dir", work, url, until=worker)  # fmt: skip
        start("spark-submit", "--class", _CONNECT, "--master", url, *settings(connect),
              until=connect)  # fmt: skip
        sys.stdout.write(f"sc://{HOST}:{connect}\n")
        sys.stdout.flush()
        sys.stdin.read()
    return 0


def settings(connect: int) -> list[str]:
    """The Connect server: bound to loopback, without pages of its own, small."""
    given = {
        "spark.connect.grpc.binding.address": HOST,
        "spark.connect.grpc.binding.port": str(connect),
        "spark.driver.bindAddress": HOST,
        "spark.driver.host": HOST,
        "spark.driver.memory": "1g",
        "spark.executor.memory": "1g",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "4",
    }
    return [word for name, value in given.items() for word in ("--conf", f"{name}={value}")]


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(home: Path, work: str, command: list[str]) -> Iterator[None]:
    """A process of Spark, ended at the end; what it says goes to standard error."""
    environment = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_CONF_DIR": work,
        "SPARK_LOCAL_IP": HOST,
        "SPARK_LOCAL_DIRS": work,
        "PYSPARK_PYTHON": sys.executable,
    }
    process = subprocess.Popen(  # noqa: S603 - our own words
        command, env=environment, cwd=work, stdin=subprocess.DEVNULL, stdout=sys.stderr
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(port: int) -> None:
    """Wait until somebody listens. Errors: TimeoutError."""
    until = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < until:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.3)
    raise TimeoutError(f"nobody listens on {HOST}:{port}")


if __name__ == "__main__":
    sys.exit(main())
