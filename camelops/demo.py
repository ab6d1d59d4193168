"""Two Camel applications to look at, which know nothing of camelops, with the agent and a sidecar: children of `up`."""

import logging
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from camelops.errors import StartError

log = logging.getLogger(__name__)

# A JVM says its last numbers, a sidecar delivers them: seconds for each, of the thirty that `up` has to end.
END_S_MAX = 5.0
# Two small applications beside a store on one machine: memory before speed.
JVM_OPTIONS = ("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
PACKAGE = "io.camelops.demo"


class Demo:
    """What is started, and from where. `built` is the folder that the build leaves: `camel_bridge/demo/target`."""

    def __init__(self, built: Path, data_dir: Path) -> None:
        """Raises StartError when something is missing."""
        self._built = built
        self._folder = data_dir / "demo"
        if shutil.which("java") is None:
            raise StartError(
                "the demo needs Java, and there is no `java` on the PATH", way_out="`make demo` installs it"
            )
        agents = sorted((built.parents[1] / "agent" / "target").glob("camelops-agent-*.jar"))
        if not agents or not (built / "demo.jar").exists():
            raise StartError(f"the demo is not built in {built}", way_out="`make demo` builds it")
        self._agent = agents[-1]

    @contextmanager
    def running(self, otlp_http: str, commands: str) -> Iterator[None]:
        """Runs the applications until the end of the block, then what they told last is delivered."""
        rings = self._folder / "rings"
        rings.mkdir(mode=0o700, parents=True, exist_ok=True)
        warehouse, shop = _free_ports(2)
        with ExitStack() as stack:
            sidecar = [str(Path(sys.executable).with_name("camelops")), "sidecar"]
            options = ["--rings", str(rings), "--endpoint", f"http://{otlp_http}"]
            options += ["--commands", f"http://{commands}"] if commands else []
            stack.enter_context(self._child("sidecar", [*sidecar, *options]))
            stack.enter_context(self._child("warehouse", self._jvm("Warehouse", rings, {"port": str(warehouse)})))
            of_shop = {
                "port": str(shop),
                "warehouse": f"http://127.0.0.1:{warehouse}",
                "folder": str(self._folder / "files"),
            }
            stack.enter_context(self._child("shop", self._jvm("Shop", rings, of_shop)))
            yield

    def _jvm(self, application: str, rings: Path, properties: dict[str, str]) -> list[str]:
        agent = f"-javaagent:{self._agent}=ring.dir={rings},service.name={application.lower()}"
        told = [f"-Ddemo.{name}={value}" for name, value in properties.items()]
        class_path = f"{self._built / 'demo.jar'}:{self._built / 'lib'}/*"
        return ["java", *JVM_OPTIONS, agent, *told, "-cp", class_path, f"{PACKAGE}.{application}"]

    @contextmanager
    def _child(self, name: str, command: list[str]) -> Iterator[None]:
        # Whoever is killed takes them along.
        with_parent = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
        with (self._folder / f"{name}.log").open("wb") as said:
            # Nothing of the command comes from outside.
            child = subprocess.Popen([*with_parent, *command], stdout=said, stderr=said, start_new_session=True)  # noqa: S603
        try:
            yield
        finally:
            child.terminate()
            try:
                child.wait(END_S_MAX)
            except subprocess.TimeoutExpired:
                log.warning("%s of the demo did not end within %g s", name, END_S_MAX)
                child.kill()
                child.wait()


def _free_ports(count: int) -> list[int]:
    """Of the loopback interface. When somebody else takes one before it is used, an application's log says so."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [int(each.getsockname()[1]) for each in sockets]
