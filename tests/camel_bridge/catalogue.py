"""Camel's own catalogue of its components, as it is published with each version."""

import json
import subprocess
import zipfile
from dataclasses import dataclass

from benchmarks.camel import AGENT, MAVEN_S_MAX

FOLDER = AGENT / "target" / "catalogue"
COMPONENTS = "org/apache/camel/catalog/components/"


@dataclass(frozen=True, slots=True)
class Component:
    """`is_remote`: what it talks to is another system."""

    scheme: str
    labels: frozenset[str]
    is_remote: bool
    can_take: bool
    can_send: bool


def components(version: str) -> list[Component]:
    """Of Camel 4.10 and newer: those before do not say what is remote."""
    jar = FOLDER / f"camel-catalog-{version}.jar"
    if not jar.exists():
        artifact = f"-Dartifact=org.apache.camel:camel-catalog:{version}"
        command = ["mvn", "--batch-mode", "--quiet", "--no-transfer-progress", "dependency:copy", artifact]
        subprocess.run([*command, f"-DoutputDirectory={FOLDER}"], check=True, timeout=MAVEN_S_MAX)
    with zipfile.ZipFile(jar) as files:
        names = [name for name in files.namelist() if name.startswith(COMPONENTS) and name.endswith(".json")]
        return [_component(json.loads(files.read(name))["component"]) for name in names]


def _component(said: dict[str, object]) -> Component:
    labels = frozenset(str(said["label"]).split(","))
    return Component(
        str(said["scheme"]), labels, bool(said["remote"]), not said["producerOnly"], not said["consumerOnly"]
    )
