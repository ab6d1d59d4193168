"""Applications of any version of Camel and on any runtime, the agent beside them: for benchmarks and tests."""

import fcntl
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

AGENT = Path(__file__).parents[1] / "camel_bridge" / "agent"
JAR = AGENT / "target" / "camelops-agent-0.1.0.jar"
MATRIX = AGENT / "src" / "test" / "matrix"
RUNTIMES = AGENT / "src" / "test" / "runtimes"
MAVEN_S_MAX = 600


def class_path(version: str) -> str:
    """Camel of this version, the applications of `MATRIX` and the shop, compiled against it."""
    folder = AGENT / "target" / "matrix" / version
    with _made(folder, MATRIX, RUNTIMES / "shop") as must_be:
        if must_be:
            _copied(MATRIX, folder, f"-Dcamel={version}")
            _compiled(folder, *sorted(MATRIX.glob("*.java")), *sorted(RUNTIMES.glob("shop/*.java")))
    return _path(folder)


def traced_class_path(version: str) -> str:
    """As `class_path`, with camel-opentelemetry2; for `traced.Traced` and `TracedLoad`."""
    folder = AGENT / "target" / "matrix" / f"opentelemetry2-{version}"
    sources = (RUNTIMES / "shop", RUNTIMES / "traced")
    with _made(folder, RUNTIMES / "opentelemetry2", MATRIX, *sources) as must_be:
        if must_be:
            _copied(RUNTIMES / "opentelemetry2", folder, f"-Dcamel={version}")
            found = [path for source in sources for path in sorted(source.glob("*.java"))]
            _compiled(folder, MATRIX / "Load.java", *found)
    return _path(folder)


def opentelemetry_agent() -> Path:
    """OpenTelemetry's own Java agent."""
    folder = AGENT / "target" / "matrix" / "opentelemetry-agent"
    with _made(folder, RUNTIMES / "opentelemetry-agent") as must_be:
        if must_be:
            _copied(RUNTIMES / "opentelemetry-agent", folder)
    (jar,) = (folder / "lib").glob("opentelemetry-javaagent-*.jar")
    return jar


def karaf(version: str) -> tuple[Path, Path]:
    """An archive of Karaf, and the folder of the classes of the shop as a bundle for Camel of this version."""
    folder = AGENT / "target" / "matrix" / "karaf"
    applications, jars = class_path(version).split(os.pathsep)
    with _made(folder, RUNTIMES / "karaf", RUNTIMES / "osgi", RUNTIMES / "shop") as must_be:
        if must_be:
            _copied(RUNTIMES / "karaf", folder)
            _compiled(folder, *sorted(RUNTIMES.glob("osgi/*.java")), against=f"{applications}{os.pathsep}{jars}")
    (archive,) = (folder / "lib").glob("apache-karaf-*.tar.gz")
    return archive, folder


def packaged(runtime: str) -> Path:
    """What Maven makes of the shop on a runtime that has a build of its own: the folder."""
    folder = AGENT / "target" / "matrix" / runtime
    with _made(folder, RUNTIMES / runtime, RUNTIMES / "shop", RUNTIMES / "spring") as must_be:
        if must_be:
            _maven(RUNTIMES / runtime, "package", f"-Dbuilt={folder}")
    return folder


def _path(folder: Path) -> str:
    return f"{folder}{os.pathsep}{folder / 'lib'}/*"


@contextmanager
def _made(folder: Path, *sources: Path) -> Iterator[bool]:
    """Whether it must be made, again when its sources change; by one process at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = max(path.stat().st_mtime for source in sources for path in source.iterdir())
    made = folder / ".made"
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        must_be = not made.exists() or made.stat().st_mtime < changed
        yield must_be
        if must_be:
            made.touch()


def _copied(pom: Path, folder: Path, *options: str) -> None:
    _maven(pom, "dependency:copy-dependencies", f"-DoutputDirectory={folder / 'lib'}", *options)


def _maven(project: Path, *arguments: str) -> None:
    maven = ["mvn", "--batch-mode", "--quiet", "--no-transfer-progress", "--file", str(project / "pom.xml")]
    subprocess.run([*maven, *arguments], check=True, timeout=MAVEN_S_MAX)


def _compiled(folder: Path, *sources: Path, against: str = "") -> None:
    beside = f"{folder / 'lib'}/*{os.pathsep}{against}"
    javac = ["javac", "-proc:none", "-nowarn", "-cp", beside, "-d", str(folder)]
    subprocess.run([*javac, *map(str, sources)], check=True, timeout=MAVEN_S_MAX)
