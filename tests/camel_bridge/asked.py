"""An application in a JVM of its own that does what it is told (`Asked.java`), the agent in it, and its gateway."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.camel import JAR, class_path
from camel_bridge.gateway import Gateway
from native import Ring
from tests.camel_bridge.records import Exchange, told
from tests.eventually import eventually

# Also on a machine that does much else.
START_S_MAX = 60
# More than a JVM that stands still for a while needs.
CALL_S_MAX = 60.0


def gateway_file(folder: Path) -> Path:
    """Once it is there."""

    def only() -> Path:
        found = list(folder.glob("*.gateway"))
        assert found, sorted(folder.iterdir())
        return found[0]

    return eventually(only, within_s=START_S_MAX)


@dataclass(frozen=True, slots=True)
class Asked:
    """A JVM that runs, its ring and its gateway. `said`: what it wrote on standard error."""

    folder: Path
    jvm: "subprocess.Popen[str]"
    ring: Ring
    gateway: Gateway
    said: Path
    read: list[Exchange] = field(default_factory=list)

    def ask(self, line: str) -> str:
        assert self.jvm.stdin is not None
        assert self.jvm.stdout is not None
        self.jvm.stdin.write(line + "\n")
        self.jvm.stdin.flush()
        return self.jvm.stdout.readline().strip()

    def exchanges(self, route: str, count: int) -> list[Exchange]:
        """All of the route that were kept so far, once there are so many."""

        def enough() -> list[Exchange]:
            self.read.extend(told(self.ring).exchanges)
            found = [each for each in self.read if each.route == route]
            assert len(found) >= count, [(each.id, each.reason) for each in found]
            return found

        return eventually(enough, within_s=START_S_MAX)

    def status(self, route: str) -> str:
        (found,) = [each.status for each in self.gateway.routes()[0].routes if each.id == route]
        return found

    def address(self) -> tuple[int, str]:
        """Port and token."""
        where = json.loads(gateway_file(self.folder).read_text())
        return where["port"], where["token"]


@contextmanager
def asked(folder: Path, version: str, options: str = "") -> Iterator[Asked]:
    """Started, with a first context; at the end its input ends, and it with it."""
    said = folder / "said"
    rings = folder / "rings"
    command = ["java", f"-javaagent:{JAR}=ring.dir={rings},{options}", "-cp", class_path(version), "Asked"]
    with (
        said.open("w") as errors,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, env=os.environ
        ) as jvm,
    ):
        try:
            assert jvm.stdout is not None
            assert jvm.stdout.readline() == "ready\n", said.read_text()
            file = gateway_file(rings)
            with Gateway(file, call_s_max=CALL_S_MAX) as gateway:
                yield Asked(rings, jvm, Ring(file.with_suffix(".ring")), gateway, said)
            assert jvm.stdin is not None
            jvm.stdin.close()
            assert jvm.wait(START_S_MAX) == 0, said.read_text()
        finally:
            jvm.kill()
