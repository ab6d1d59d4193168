"""Applications of any version of Camel, and the agent beside them: for the benchmarks and for the tests."""

import os
import subprocess
from pathlib import Path

AGENT = Path(__file__).parents[1] / "camel_bridge" / "agent"
JAR = AGENT / "target" / "camelops-agent-0.1.0.jar"
MATRIX = AGENT / "src" / "test" / "matrix"
MAVEN_S_MAX = 600


def class_path(version: str) -> str:
    """Camel of this version and the applications of `MATRIX`, compiled against it; made again when they change."""
    folder = AGENT / "target" / "matrix" / version
    sources = sorted(MATRIX.glob("*.java"))
    changed = max(path.stat().st_mtime for path in (*sources, MATRIX / "pom.xml"))
    made = folder / ".made"
    if not made.exists() or made.stat().st_mtime < changed:
        maven = ["mvn", "--batch-mode", "--quiet", "--no-transfer-progress", "--file", str(MATRIX / "pom.xml")]
        copied = [f"-Dcamel={version}", f"-DoutputDirectory={folder / 'lib'}"]
        subprocess.run([*maven, "dependency:copy-dependencies", *copied], check=True, timeout=MAVEN_S_MAX)
        javac = ["javac", "-proc:none", "-nowarn", "-cp", f"{folder / 'lib'}/*", "-d", str(folder)]
        subprocess.run([*javac, *map(str, sources)], check=True, timeout=MAVEN_S_MAX)
        made.touch()
    return f"{folder}{os.pathsep}{folder / 'lib'}/*"
